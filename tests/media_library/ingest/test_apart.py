"""Examiners in processes of their own: a crash, a hang or a hunger for memory stays there."""

from __future__ import annotations

import io
import time
import tracemalloc
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
        "print('[' * 60000)",
        "print('{\"a\": NaN')",
        "import sys; sys.stdout.buffer.write(bytes(range(256)) * 100)",
        "import ctypes; ctypes.string_at(0)",
        "import os; os.abort()",
        "x = bytearray(64 * 1024**3)",
        "file = open(__file__, 'a'); file.write('x'); file.flush(); print('{}')",
    ],
)
def test_whatever_goes_wrong_is_one_error(tmp_path: Path, code: str) -> None:
    with pytest.raises(apart.GaveOut):
        apart.examine(program(tmp_path, code), io.BytesIO(b""))


ENDLESS = [
    "while True: pass",
    "import time; time.sleep(60)",
    "import os; os.fork() or os.setpgid(0, 0); import time; time.sleep(60)",
    "import os, time; os.fork() and os._exit(0); time.sleep(60)",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
]


@pytest.mark.parametrize("code", ENDLESS)
def test_who_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(apart, "SECONDS", 1)
    with pytest.raises(apart.GaveOut):
        apart.examine(program(tmp_path, code), io.BytesIO(b""))


def test_nothing_of_the_environment_is_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hidden")
    code = "import os; print('{\"n\": %d}' % ('SECRET_KEY' in os.environ))"
    assert apart.examine(program(tmp_path, code), io.BytesIO(b"")) == {"n": 0}


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_endless_words_fill_no_memory_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stream: str) -> None:
    monkeypatch.setattr(apart, "SECONDS", 1)
    tracemalloc.start()
    with pytest.raises(apart.GaveOut):
        apart.examine(program(tmp_path, f"import sys\nwhile True: sys.{stream}.write('x' * 100_000)"), io.BytesIO(b""))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * apart.OUTPUT_LIMIT


def test_what_an_examiner_started_ends_with_it(tmp_path: Path) -> None:
    """A child that outlives its parent is ended too."""
    code = """
import os, sys, time
child = os.fork()
if not child:
    os.close(1)
    time.sleep(60)
print('{"child": %d}' % child)
"""
    child = apart.examine(program(tmp_path, code), io.BytesIO(b""))["child"]
    status = Path(f"/proc/{child}/stat")
    for _ in range(50):
        if not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            break
        time.sleep(0.1)
    else:
        pytest.fail("the child is still running")
