"""`manage.py send_notices`: mail notices and reminders that are still to be mailed. Safe at any time, by a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from press.services import notices, recalls


class Command(BaseCommand):
    help = "Mail the notices to partner organisations that haven't gone out yet, and the reminders that are due."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(notices.send_waiting() + recalls.remind()))
