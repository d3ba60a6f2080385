"""Asks partners whose year ends to confirm their data, and erases what applicants were promised would be erased."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from press.registration.services import forget
from press.services.reviews import ask_those_due


class Command(BaseCommand):
    help = "Yearly reviews that come due; press cards and applications whose time is over."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        asked, erased = ask_those_due(now), forget(now)
        if (asked or erased) and options["verbosity"]:
            self.stdout.write(f"reviews: {asked}, erased: {erased}")
