"""Nothing is lost, nothing is counted twice, and nothing grows without end."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from measurement.models import DayViews
from measurement.readership import tally as tallies
from measurement.readership import writing
from measurement.readership.tally import Tally
from measurement.readership.writing import Count, Key, NotWritten
from promotion.subjects import Subject
from tests import prepared_database
from tests.measurement.counting_process import KEY

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = Subject("page", KEY, None, "vi")


def of(number: int) -> Subject:
    return PAGE._replace(key=f"page-{number}")


class Written:
    """In place of the database; fails as often as told."""

    def __init__(self, error: Exception | None = None, times: int = 0) -> None:
        self.error, self.times = error, times
        self.sums: dict[str, int] = {}

    def __call__(self, counts: Mapping[Key, Count]) -> None:
        if self.times:
            self.times -= 1
            assert self.error
            raise self.error
        for key, count in counts.items():
            self.sums[key.key] = self.sums.get(key.key, 0) + count.number


def test_threads_add_up_while_others_write() -> None:
    written = Written()
    tally = Tally(written)

    def read() -> None:
        for at in range(2_000):
            tally.add(of(at % 7), "/vi/")

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        tally.flush()
    tally.flush()
    assert sum(written.sums.values()) == 16_000 and len(written.sums) == 7


def test_what_surely_was_not_written_is_written_later_and_once() -> None:
    written = Written(NotWritten(), times=2)
    tally = Tally(written)
    tally.add(PAGE, "/vi/")
    assert tally.flush() == 0
    tally.add(PAGE, "/vi/")
    assert tally.flush() == 0
    assert tally.flush() == 1 and tally.flush() == 0
    assert written.sums == {KEY: 2}


def test_what_may_have_been_written_is_not_written_again() -> None:
    """The line was lost while the database settled: a few seconds are lost rather than counted twice."""
    written = Written(OperationalError("lost"), times=1)
    tally = Tally(written)
    tally.add(PAGE, "/vi/")
    with pytest.raises(OperationalError):
        tally.flush()
    assert tally.flush() == 0 and written.sums == {}


def test_more_than_fits_is_left_out_and_said(monkeypatch: Any, caplog: Any) -> None:
    monkeypatch.setattr(tallies, "ROWS_AT_MOST", 10)
    written = Written()
    tally = Tally(written)
    for at in range(25):
        tally.add(of(at), "/vi/")
        tally.add(of(0), "/vi/")
    assert tally.flush() == 10 and written.sums["page-0"] == 26
    assert "15 views weren't counted" in caplog.text


def test_long_names_and_addresses_are_cut() -> None:
    kept: list[Any] = []
    tally = Tally(lambda counts: kept.extend(counts.items()))
    tally.add(PAGE._replace(key="k" * 10_000), "/vi/" + "x" * 100_000)
    tally.flush()
    ((key, count),) = kept
    assert len(key.key) == 64 and len(count.address) == 300


def test_a_new_process_leaves_to_its_parent_what_that_counted() -> None:
    written = Written()
    tally = Tally(written)
    tally.add(PAGE, "/vi/")
    tally.forked()
    assert tally.flush() == 0


def test_the_day_is_the_sites(monkeypatch: Any) -> None:
    """17:30 UTC is half past midnight in Vietnam."""
    today = tallies._Today()
    for moment, day in (("2026-03-02T16:59:59", 2), ("2026-03-02T17:00:00", 3), ("2026-03-03T16:59:59", 3)):
        at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        monkeypatch.setattr(tallies.time, "time", at.timestamp)
        monkeypatch.setattr("django.utils.timezone.now", lambda at=at: at)
        assert today() == date(2026, 3, day)


@pytest.mark.django_db
def test_rows_of_a_day_add_up_and_follow_the_newest_address() -> None:
    day = date(2026, 3, 2)
    one, other = Key(day, "page", KEY, "vi"), Key(day, "page", KEY, "en")
    writing.add({one: Count(3, None, "/vi/cu/"), other: Count(1, None, "/en/")})
    writing.add({one: Count(2, None, "/vi/moi/")})
    assert sorted(DayViews.objects.values_list("language", "views", "address")) == [
        ("en", 1, "/en/"),
        ("vi", 5, "/vi/moi/"),
    ]


@pytest.mark.django_db
def test_many_rows_are_few_queries_and_all_or_none(monkeypatch: Any) -> None:
    rows = {Key(date(2026, 3, 2), "page", f"page-{at}", "vi"): Count(1, None, "/vi/") for at in range(250)}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        writing.add(rows)
    assert len([query for query in queries if "INSERT" in query["sql"]]) == 3
    bad = {**rows, Key(date(2026, 3, 2), "page", "z", "vi"): Count(1, None, None)}  # type: ignore[arg-type]
    with pytest.raises(NotWritten):
        writing.add(bad)
    assert set(DayViews.objects.values_list("views", flat=True)) == {1}


# --- processes -------------------------------------------------------------------------------------------------------
class Database:
    """One that processes share: a copy of the prepared SQLite file, or the test database of PostgreSQL."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "db.sqlite3"
        url = f"sqlite:///{self.file}"
        if connection.vendor == "sqlite":
            prepared_database.copy_to(self.file)
        else:
            base = os.environ["DATABASE_URL"].rpartition("/")[0]
            url = f"{base}/{connection.settings_dict['NAME']}"
        self.environment = os.environ | {
            "VAR": str(folder), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "cms.settings",
        }  # fmt: skip

    def process(self, number: int, stay: float, flush: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.measurement.counting_process", str(number), str(stay)]
        environment = self.environment | {"VIEWS_FLUSH_SECONDS": str(flush)}
        made = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        assert made.stdout
        with made.stdout:
            assert made.stdout.readline() == "counted\n"
        return made

    def views(self) -> int:
        if connection.vendor != "sqlite":
            return sum(DayViews.objects.values_list("views", flat=True))
        with closing(sqlite3.connect(self.file)) as opened:
            return int(opened.execute("SELECT coalesce(sum(views), 0) FROM measurement_dayviews").fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_processes_add_up_and_one_that_is_killed_loses_only_the_last_seconds(tmp_path: Path) -> None:
    database = Database(tmp_path)
    running = [database.process(300, 0.5, 60), database.process(200, 4, 1)]
    assert running[0].wait(30) == 0
    assert database.views() >= 300  # written at the end, long before its time
    assert running[1].wait(30) == 0
    assert database.views() == 500
    killed = database.process(50, 60, 60)
    killed.kill()
    killed.wait(30)
    assert database.views() == 500
    killed = database.process(50, 60, 1)
    for _ in range(100):
        if database.views() == 550:
            break
        threading.Event().wait(0.2)
    killed.kill()
    killed.wait(30)
    assert database.views() == 550
