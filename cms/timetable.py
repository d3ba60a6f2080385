"""What has to be done again and again, without a cron: `manage.py run_timetable` does it beside the worker.

Each of these may also be run by hand or by a timer. Several processes may run the timetable: whoever is first in a
period claims it in the shared cache. Where no cache is shared, nothing is done twice all the same for what mails
people: warnings and notices keep account of themselves in the database.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.core.management import call_command

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """A management command and how often it runs."""

    command: str
    every: timedelta

    def period(self, now: datetime) -> int:
        """Number of the period that `now` lies in: it runs once in each."""
        return int(now.timestamp() // self.every.total_seconds())


TIMETABLE = (
    Entry("publish_scheduled", timedelta(minutes=1)),
    Entry("send_notices", timedelta(minutes=5)),
    Entry("send_webhooks", timedelta(minutes=1)),
    # Also how members are told at once: a kit opens by the clock as much as by an act.
    Entry("send_partner_mail", timedelta(minutes=1)),
    Entry("tend_partners", timedelta(hours=1)),
    Entry("tend_requests", timedelta(minutes=5)),
    Entry("send_to_readers", timedelta(minutes=5)),
    Entry("forget_readers", timedelta(hours=1)),
    Entry("forget_webhooks", timedelta(days=1)),
    Entry("forget_views", timedelta(days=1)),
    Entry("warn_of_token_ends", timedelta(hours=1)),
    # Who was warned today isn't mailed again; every hour, so that a mail server that was down is asked again.
    Entry("warn_of_expiry", timedelta(hours=1)),
)


class Clockwork:
    """Runs what is due. Keeps in mind what it has looked at, so that a cache that forgets changes nothing here."""

    def __init__(self, entries: Iterable[Entry] = TIMETABLE, run: Callable[[str], object] | None = None) -> None:
        self.entries = tuple(entries)
        self._run = run or (lambda command: call_command(command, verbosity=0))
        self._seen: dict[str, int] = {}

    def tick(self, now: datetime) -> list[str]:
        """Run every entry whose period has begun; returns the commands run. One that fails stops none of the others."""
        done = []
        for entry in self.entries:
            period = entry.period(now)
            if self._seen.get(entry.command) == period:
                continue
            self._seen[entry.command] = period
            try:
                if not cache.add(f"timetable.{entry.command}.{period}", True, entry.every.total_seconds() * 2):
                    continue  # another process has it
                done.append(entry.command)
                self._run(entry.command)
            except Exception:  # a dead mail server or cache, a locked database: the next period tries again
                logger.exception("%s failed", entry.command)
        return done
