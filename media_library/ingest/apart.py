"""Risky readers in a process of their own: what crashes, hangs or eats memory there takes nothing down here."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

SECONDS = 60
MEMORY_BYTES = 4 * 1024**3
OUTPUT_LIMIT = 64 * 1024

_START = """
import resource, runpy, sys
memory, seconds, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
sys.argv = sys.argv[3:]
runpy.run_path(program, run_name="__main__")
"""


class GaveOut(Exception):
    """The examiner crashed, took too long, or wanted too much memory."""


def examine(program: Path, file: BinaryIO, *arguments: str) -> dict[str, Any]:
    """Run `program` on the file's bytes; returns the JSON object it prints. Raises GaveOut."""
    with tempfile.NamedTemporaryFile(suffix=".examined") as copy:
        file.seek(0)
        shutil.copyfileobj(file, copy)
        copy.flush()
        file.seek(0)
        return _run([str(program), copy.name, *arguments])


def _run(arguments: Sequence[str]) -> dict[str, Any]:
    command = [sys.executable, "-I", "-c", _START, str(MEMORY_BYTES), str(SECONDS), *arguments]
    try:
        done = subprocess.run(  # noqa: S603  (our own program; the file's name is ours as well)
            command, capture_output=True, timeout=2 * SECONDS, check=True, stdin=subprocess.DEVNULL, env={}
        )
        told = json.loads(done.stdout[:OUTPUT_LIMIT])
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise GaveOut from error
    if not isinstance(told, dict):
        raise GaveOut
    return told
