"""Risky readers in a process of their own: what crashes, hangs or eats memory there takes nothing down here."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, BinaryIO

SECONDS = 60
MEMORY_BYTES = 4 * 1024**3
OUTPUT_LIMIT = 64 * 1024

_START = """
import resource, runpy, sys
memory, seconds, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), int(sys.argv[4])))
sys.argv = [program, *sys.argv[5:]]
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
        return _run(program, 0, [copy.name, *arguments])


def rewrite(program: Path, file: BinaryIO, target: IO[bytes], most_bytes: int, told_it: Any) -> dict[str, Any]:
    """Run `program` on the file's bytes; it may write a file of at most `most_bytes`, which is put into `target`.

    What it is told (anything JSON can say) lies in a file that it gets as its third argument.

    Returns the JSON object that it prints; where it wrote no file, `target` stays empty. Raises GaveOut.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy, written, beside = (Path(folder) / name for name in ("examined", "written", "told"))
        with copy.open("wb") as out:
            file.seek(0)
            shutil.copyfileobj(file, out)
        beside.write_text(json.dumps(told_it))
        told = _run(program, most_bytes, [str(copy), str(written), str(beside)])
        if written.is_file():
            with written.open("rb") as made:
                shutil.copyfileobj(made, target)
        return told


def _run(program: Path, most_written: int, arguments: Sequence[str]) -> dict[str, Any]:
    limits = [str(MEMORY_BYTES), str(SECONDS), str(program), str(most_written)]
    command = [sys.executable, "-I", "-c", _START, *limits, *arguments]
    try:
        told = json.loads(_printed(command))
    except (subprocess.SubprocessError, OSError, ValueError, RecursionError) as error:
        raise GaveOut from error
    if not isinstance(told, dict):
        raise GaveOut
    return told


def _printed(command: Sequence[str]) -> bytes:
    """What the command prints. At most OUTPUT_LIMIT bytes are ever held, however much it prints. Raises GaveOut."""
    deadline = time.monotonic() + 2 * SECONDS
    process = subprocess.Popen(  # noqa: S603  (our own program; the file's name is ours as well)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={},
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101  (for the type checker)
    with process.stdout as pipe:
        try:
            printed = _until_end(pipe.fileno(), deadline)
            if process.wait(max(0.0, deadline - time.monotonic())) != 0:
                raise GaveOut
        finally:
            # The whole session, since what was examined may have made the reader start something.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return printed


def _until_end(pipe: int, deadline: float) -> bytes:
    printed = b""
    while select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
        block = os.read(pipe, OUTPUT_LIMIT)
        if not block:
            return printed
        printed += block
        if len(printed) > OUTPUT_LIMIT:
            raise GaveOut
    raise GaveOut
