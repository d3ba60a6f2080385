"""A worker that the operating system kills while it sends, and the one after it."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests import prepared_database
from tests.press.webhooks.receiver import Receiver, answer
from tests.press.webhooks.slow_worker import LINES

pytestmark = [pytest.mark.once]
ROOT = Path(__file__).resolve().parents[3]
SECONDS_EACH = 0.15
KILLS = 3


def slowly(line: socket.socket) -> None:
    time.sleep(SECONDS_EACH)
    answer(200)(line)


@pytest.mark.skipif("sqlite" not in os.environ["DATABASE_URL"], reason="copies the prepared SQLite file")
def test_every_event_arrives_under_one_id(tmp_path: Path, django_db_setup: None) -> None:
    prepared_database.copy_to(tmp_path / "db.sqlite3")
    environment = {key: value for key, value in os.environ.items() if key not in ("TASKS_IMMEDIATE", "DATABASE_URL")}
    environment |= {"VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cms.settings"}
    with Receiver(slowly) as receiver:

        def command(what: str) -> list[str]:
            return [sys.executable, "-m", "tests.press.webhooks.slow_worker", what, receiver.url]

        subprocess.run(command("prepare"), cwd=ROOT, env=environment, check=True)
        for killed in range(1, KILLS + 1):
            worker = subprocess.Popen(command("work"), cwd=ROOT, env=environment)
            deadline = time.monotonic() + 60
            while len(receiver.got) < 3 * killed:
                assert worker.poll() is None and time.monotonic() < deadline
                time.sleep(0.005)
            worker.kill()  # the receiver has the message and hasn't answered yet
            worker.wait(20)
        subprocess.run(command("work"), cwd=ROOT, env=environment, check=True)
        arrived = Counter(receiver.ids)
    assert len(arrived) == LINES
    assert LINES <= sum(arrived.values()) <= LINES + KILLS
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        rows = database.execute("SELECT uuid, state, tries FROM press_webhookmessage").fetchall()
        logged = database.execute("SELECT message_id, count(*) FROM press_webhookattempt GROUP BY 1").fetchall()
    assert {f"msg_{uuid}" for uuid, _state, _tries in rows} == set(arrived)
    assert {(state, tries) for _uuid, state, tries in rows} == {("delivered", 1)}
    assert [number for _message, number in logged] == [1] * LINES
