"""Loads the demo content. Repeatable: what is there stays as it is."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.demo.loading import load
from cms.environment import environment


class Command(BaseCommand):
    help = "Loads the demo content (repeatable, keeps data; an interrupted run is completed by the next)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--size", choices=["full", "small"], default="full", help="small: little pictures, for tests"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if environment().profile != "embedded":
            raise CommandError("The demo is for the embedded profile only.")
        began = time.monotonic()
        if load(self._tell, small=options["size"] == "small"):
            self._tell(f"demo content loaded in {time.monotonic() - began:.0f} s")
        else:
            self._tell("demo content is there already")

    def _tell(self, words: str) -> None:
        self.stdout.write(f"  {words}")
        self.stdout.flush()
