"""A worker that is killed in the middle of 2,000 notices: nobody is left out, nobody is told two different things.

Real processes on the test's own database, with mails written to files. What a kill can cost is one letter that the mail
server took a moment before and that goes out again: it is counted, and must have the same Message-ID.
With `TEST_HOLDERS=10000` the full number, which proves the same.
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from press.models import Notice, NoticeDelivery, NoticeKind, Organisation, Recall
from tests.media_library.factories import approved

ROOT = Path(__file__).resolve().parents[2]
HOLDERS = int(os.environ.get("TEST_HOLDERS", "2000"))
KILLED_AFTER = (HOLDERS * 15 // 100, HOLDERS * 4 // 10)
"""Letters that are out when the worker is killed."""
PATIENCE = 600
"""Seconds for one worker."""
_HEAD = re.compile(r"^(To|Message-ID): (.+)$", re.MULTILINE)


class Shared:
    """The test's database, where other processes can open it: SQLite's lies in memory, so a copy of it in a file."""

    def __init__(self, folder: Path) -> None:
        told = connection.settings_dict
        if connection.vendor == "sqlite":
            self._file: sqlite3.Connection | None = sqlite3.connect(
                folder / "db.sqlite3", isolation_level=None, timeout=60
            )
            connection.ensure_connection()
            connection.connection.backup(self._file)
            self._file.execute("PRAGMA journal_mode = WAL")
            self.address = f"sqlite:///{folder / 'db.sqlite3'}"
        else:
            self._file = None
            server = f"{told['USER']}:{quote(told['PASSWORD'] or '')}@{told['HOST']}:{told['PORT'] or 5432}"
            self.address = f"postgres://{server}/{told['NAME']}"

    def run(self, statement: str) -> list[Any]:
        if self._file is not None:
            return self._file.execute(statement).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def told() -> None:
    """A notice to all holders, as `tell_holders` leaves it."""
    photo, now = approved(), timezone.now()
    recall = Recall.objects.create(
        kind=NoticeKind.WITHDRAWAL, province_id=photo.province_id, opened_at=now, due_at=now + timedelta(days=3)
    )
    notice = Notice.objects.create(
        kind=NoticeKind.WITHDRAWAL, asset_id=photo.pk, act=recall.act, recall=recall, reason="Sai"
    )
    people = Organisation.objects.bulk_create(
        (
            Organisation(name=f"Agence {number}", country="FR", contact_email=f"desk{number}@example.org")
            for number in range(HOLDERS)
        ),
        batch_size=1000,
    )
    NoticeDelivery.objects.bulk_create(
        (NoticeDelivery(notice=notice, organisation=partner) for partner in people), batch_size=1000
    )


def letters(folder: Path) -> list[tuple[str, str]]:
    """(recipient, Message-ID) of every whole letter."""
    found: list[tuple[str, str]] = []
    for path in sorted(folder.glob("*")):
        for letter in path.read_text(errors="replace").split("-" * 79)[:-1]:
            head = dict(_HEAD.findall(letter.partition("\n\n")[0]))
            found.append((head["To"], head["Message-ID"]))
    return found


SENT = "SELECT count(*) FROM press_noticedelivery WHERE mailed_at IS NOT NULL"
LAPSED = (
    "UPDATE press_noticedelivery SET claimed_at = '2001-01-01 00:00:00+00:00'"
    " WHERE claimed_at IS NOT NULL AND mailed_at IS NULL"
)
"""As if ten minutes had passed."""


@pytest.mark.django_db(transaction=True)
def test_each_partner_is_told_and_a_kill_repeats_at_most_the_letter_in_hand(tmp_path: Path) -> None:
    told()
    shared = Shared(tmp_path)
    kept = {key: value for key, value in os.environ.items() if key not in ("VAR", "DATABASE_URL")}
    environment = kept | {"VAR": str(tmp_path), "DATABASE_URL": shared.address}

    def sent() -> int:
        return int(shared.run(SENT)[0][0])

    def worker() -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "send_notices"]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)

    for number in KILLED_AFTER:
        process, begun = worker(), time.monotonic()
        while sent() < number:
            assert process.poll() is None and time.monotonic() - begun < PATIENCE
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        shared.run(LAPSED)
    assert worker().wait(PATIENCE) == 0
    assert sent() == HOLDERS
    got = letters(tmp_path / "mail")
    counted = Counter(recipient for recipient, _identity in got)
    assert set(counted) == {f"desk{number}@example.org" for number in range(HOLDERS)}, "none missed"
    assert len(got) - HOLDERS <= len(KILLED_AFTER), "a kill repeats the letter in hand, if it was out"
    assert max(counted.values()) <= 2
    assert len({identity for _recipient, identity in got}) == HOLDERS, "with the identity that it had"
