"""Fingerprint the photos that have none yet, and look for pictures that look alike."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from media_library.likeness import backfill


class Command(BaseCommand):
    help = "Fingerprints photos that came in before, and notes which pictures look alike. May be stopped and run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=0, help="at most this many photos; default: all")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        done = backfill.fingerprint_missing(limit=options["limit"])
        found = backfill.compare_waiting(limit=options["limit"])
        figures = {"fingerprinted": done.made, "not_comparable": done.empty, "compared": found}
        if options["json"]:
            self.stdout.write(json.dumps(figures))
        else:
            self.stdout.write(
                f"{done.made} photos fingerprinted, {done.empty} of them can't be compared; {found} compared."
            )
