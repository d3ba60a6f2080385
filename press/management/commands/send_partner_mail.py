"""Gathers what is new for members, and goes on with every letter that wasn't mailed. Safe to run at any time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from press.alerts.services import gather_all
from press.services.letters import send_waiting


class Command(BaseCommand):
    help = "Writes the alerts that are due and mails every letter to partners and applicants that is waiting."

    def handle(self, *args: Any, **options: Any) -> None:
        gathered, sent = gather_all(timezone.now()), send_waiting()
        if (gathered or sent) and options["verbosity"]:
            self.stdout.write(f"alerts: {gathered}, letters: {sent}")
