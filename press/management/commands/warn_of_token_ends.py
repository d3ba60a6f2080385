"""`manage.py warn_of_token_ends`: mail newsrooms whose tokens end within 14 days. Safe to run at any time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from press.services.token_endings import tell_endings


class Command(BaseCommand):
    help = "Mail the technical contacts of partners whose access tokens end within 14 days, once for each token."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(tell_endings()))
