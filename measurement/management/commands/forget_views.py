"""Deletes statistics when their time is over."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from measurement.readership.keeping import forget


class Command(BaseCommand):
    help = "Deletes counts of views and downloads that are older than VIEWS_KEEP_YEARS."

    def handle(self, *args: Any, **options: Any) -> None:
        gone = forget(timezone.localdate())
        if options["verbosity"]:
            self.stdout.write(f"rows: {gone}")
