"""`manage.py run_timetable`: publishes what is scheduled, retries mail, warns of what ends; until it is stopped."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from cms.timetable import Clockwork

LOOK_EVERY = 5
"""Seconds."""


class Command(BaseCommand):
    help = "Does what has to be done every minute, hour or day, in the place of a cron, until it is stopped."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now and end")

    def handle(self, *args: Any, **options: Any) -> None:
        clockwork = Clockwork()
        try:
            while True:
                for command in clockwork.tick(timezone.now()):
                    self.stdout.write(f"{timezone.now():%Y-%m-%d %H:%M:%S} {command}")
                if options["once"]:
                    return
                close_old_connections()  # a database that was restarted is met with a new one
                time.sleep(LOOK_EVERY)
        except KeyboardInterrupt:
            return
