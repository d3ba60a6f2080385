"""`manage.py forget_webhooks`: delete what the log of webhooks has kept for 30 days."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from press.webhooks import rounds


class Command(BaseCommand):
    help = "Delete tries and messages of webhooks that are older than 30 days."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(rounds.forget()))
