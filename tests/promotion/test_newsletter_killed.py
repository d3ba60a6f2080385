"""A worker that is killed by the operating system in the middle of a newsletter, and the one after it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests import prepared_database
from tests.promotion.slow_post import SECONDS_EACH, SUBSCRIBERS

pytestmark = [pytest.mark.once]
ROOT = Path(__file__).resolve().parent.parent.parent
SOME = 4


@pytest.mark.skipif("sqlite" not in os.environ["DATABASE_URL"], reason="copies the prepared SQLite file")
def test_each_subscriber_gets_it_once(tmp_path: Path, django_db_setup: None) -> None:
    prepared_database.copy_to(tmp_path / "db.sqlite3")
    environment = {key: value for key, value in os.environ.items() if key not in ("TASKS_IMMEDIATE", "DATABASE_URL")}
    environment |= {"VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cms.settings"}

    def command(what: str) -> list[str]:
        return [sys.executable, "-m", "tests.promotion.slow_post", what]

    subprocess.run(command("prepare"), cwd=ROOT, env=environment, check=True)
    sent = tmp_path / "sent"
    worker = subprocess.Popen(command("work"), cwd=ROOT, env=environment)
    deadline = time.monotonic() + 60
    while not sent.exists() or len(sent.read_text().splitlines()) < SOME:
        assert worker.poll() is None and time.monotonic() < deadline
        time.sleep(0.005)
    time.sleep(SECONDS_EACH / 2)  # while the next is on its way out
    worker.kill()
    worker.wait(20)
    assert SOME <= len(sent.read_text().splitlines()) < SUBSCRIBERS
    subprocess.run(command("work"), cwd=ROOT, env=environment, check=True)
    assert Counter(sent.read_text().splitlines()) == Counter(f"s{n}@example.org" for n in range(SUBSCRIBERS))
