"""`manage.py warn_of_expiry`: what a timer runs once a day, or oftener. Safe to run at any time."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from media_library.expiry import clock
from media_library.expiry.warnings import warn


class Command(BaseCommand):
    help = "Logs what time alone has ended or opened, and mails who must know what ends within 30 and 7 days."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true", help="print the numbers as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        done = {"changes": clock.look(), "mails": warn()}
        if options["json"]:
            self.stdout.write(json.dumps(done))
        else:
            self.stdout.write(f"{done['changes']} changes logged, {done['mails']} warnings mailed")
