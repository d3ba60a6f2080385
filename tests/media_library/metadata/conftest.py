"""exiftool as the outside opinion on what we write, and as the program that wrote what we read."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest


class ExifTool:
    """Runs exiftool on octets, through files in a temporary folder."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program, self._folder = program, folder

    def tags(self, data: bytes, suffix: str = ".jpg", *options: str) -> dict[str, Any]:
        """All tags as {“Group:Tag”: value}, values unconverted (`-n`), structures as they are."""
        path = self._folder / f"read{suffix}"
        path.write_bytes(data)
        answer = self._run("-j", "-a", "-G1", "-n", "-struct", *options, str(path))
        tags: dict[str, Any] = json.loads(answer)[0]
        return tags

    def written(self, data: bytes, *options: str, suffix: str = ".jpg") -> bytes:
        """The file after exiftool wrote into it."""
        path = self._folder / f"write{suffix}"
        path.write_bytes(data)
        self._run("-overwrite_original", "-q", "-m", *options, str(path))
        return path.read_bytes()

    def complaints(self, data: bytes, suffix: str = ".jpg") -> str:
        """What `-validate` says: “OK”, or a count with the warnings."""
        path = self._folder / f"validate{suffix}"
        path.write_bytes(data)
        return self._run("-validate", "-warning", "-error", "-a", "-s3", str(path)).strip()

    def _run(self, *arguments: str) -> str:
        done = subprocess.run([self._program, *arguments], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()


def in_language(tags: dict[str, Any], name: str, tag: str) -> str:
    """The alternative in one language; exiftool spells language tags in a case of its own."""
    folded = {key.lower(): value for key, value in tags.items()}
    return str(folded[f"{name}-{tag}".lower()])


@pytest.fixture
def exiftool(tmp_path: Path) -> ExifTool:
    program = shutil.which("exiftool")
    if program is None:
        pytest.skip("exiftool isn't installed (Debian: libimage-exiftool-perl)")
    return ExifTool(program, tmp_path)
