"""The timetable: each entry once in its period, also with several processes, and nothing stops it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command, get_commands
from django.utils import timezone

from cms.management.commands.demo import TIMETABLE as DEMO_TIMETABLE
from cms.timetable import TIMETABLE, Clockwork
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_claimed() -> None:
    cache.clear()


def test_each_runs_once_in_its_period() -> None:
    ran: list[str] = []
    clockwork = Clockwork(run=ran.append)
    for seconds in range(0, 3600, 5):
        clockwork.tick(NOON + timedelta(seconds=seconds))
    assert {entry.command: ran.count(entry.command) for entry in TIMETABLE} == {
        "publish_scheduled": 60,
        "send_to_readers": 12,
        "forget_readers": 1,
        "forget_views": 1,
        "warn_of_token_ends": 1,
        "send_notices": 12,
        "send_webhooks": 60,
        "forget_webhooks": 1,
        "tend_requests": 12,
        "send_partner_mail": 60,
        "tend_partners": 1,
        "warn_of_expiry": 1,
    }


def test_several_processes_share_the_work() -> None:
    ran: list[str] = []
    first, second = Clockwork(run=ran.append), Clockwork(run=ran.append)
    for minute in range(3):
        first.tick(NOON + timedelta(minutes=minute))
        second.tick(NOON + timedelta(minutes=minute, seconds=3))
    assert ran.count("publish_scheduled") == 3 and ran.count("warn_of_expiry") == 1


def test_one_that_fails_stops_none_of_the_others() -> None:
    def run(command: str) -> None:
        if command == "publish_scheduled":
            raise OSError("no database")

    assert Clockwork(run=run).tick(NOON) == [entry.command for entry in TIMETABLE]


def test_every_entry_is_a_command_and_the_demo_runs_them() -> None:
    assert {entry.command for entry in TIMETABLE} <= set(get_commands())
    assert "run_timetable" in DEMO_TIMETABLE


def test_warnings_go_out_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    factories.user("editor", Role.EDITOR, of=factories.province(), email="editor@example.org")
    factories.approved(expires_at=now + timedelta(days=20))

    def at(moment: datetime) -> Any:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        Clockwork().tick(moment)
        return len(mail.outbox)

    assert [at(now + timedelta(hours=hours)) for hours in (0, 1, 5, 24)] == [1, 1, 1, 1]
    assert at(now + timedelta(days=14)) == 2, "the last week has begun"


def test_once_does_what_is_due_and_ends(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("run_timetable", once=True)
    told = [line.split()[-1] for line in capsys.readouterr().out.splitlines() if line.startswith("20")]
    assert told == [entry.command for entry in TIMETABLE]


def test_the_deployment_guide_names_every_command_once_for_the_clock_and_once_for_a_cron() -> None:
    guide = Path("deploy/README.md").read_text()
    for entry in TIMETABLE:
        assert f"`{entry.command}`" in guide, entry
        assert guide.count(f"manage.py {entry.command}\n") == 1, entry
    assert guide.count("Watch `/healthz`") == 1
