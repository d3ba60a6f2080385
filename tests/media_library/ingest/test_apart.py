"""Examiners in processes of their own: a crash, a hang or a hunger for memory stays there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from media_library.ingest import apart


def program(folder: Path, code: str) -> Path:
    path = folder / "examiner.py"
    path.write_text(code)
    return path


def test_what_it_prints_comes_back(tmp_path: Path) -> None:
    told = apart.examine(
        program(tmp_path, 'import sys; print(\'{"first": "%s"}\' % open(sys.argv[1]).read())'), io.BytesIO(b"hello")
    )
    assert told == {"first": "hello"}


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.kill(os.getpid(), 11)",
        "import sys; sys.exit(3)",
        "raise RuntimeError",
        "print('no json')",
        "print('[1]')",
        "print('{\"a\": 1}' * 100000)",
        "x = bytearray(64 * 1024**3)",
        "file = open(__file__, 'a'); file.write('x'); file.flush(); print('{}')",
    ],
)
def test_whatever_goes_wrong_is_one_error(tmp_path: Path, code: str) -> None:
    with pytest.raises(apart.GaveOut):
        apart.examine(program(tmp_path, code), io.BytesIO(b""))


@pytest.mark.parametrize("code", ["while True: pass", "import time; time.sleep(60)"])
def test_who_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(apart, "SECONDS", 1)
    with pytest.raises(apart.GaveOut):
        apart.examine(program(tmp_path, code), io.BytesIO(b""))


def test_nothing_of_the_environment_is_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hidden")
    code = "import os; print('{\"n\": %d}' % ('SECRET_KEY' in os.environ))"
    assert apart.examine(program(tmp_path, code), io.BytesIO(b"")) == {"n": 0}
