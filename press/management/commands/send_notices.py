"""`manage.py send_notices`: mail the notices that are still to be mailed. Safe to run at any time, by a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from press.services.notices import send_waiting


class Command(BaseCommand):
    help = "Mail the notices to partner organisations that haven't gone out yet."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(send_waiting()))
