"""Who can log in to the demo, for people or as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.demo.access import access, describe_access


class Command(BaseCommand):
    help = "Prints the log-ins of the demo, and which assets are in which state; for a demo database only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(access(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(describe_access(settings.SITE_URL))
