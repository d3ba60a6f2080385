"""`manage.py revoke_manifest_key ID`: what this key signed doesn't count any longer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from press.models import ManifestKey


class Command(BaseCommand):
    help = "For a key whose private half got into other hands. Name another by MANIFEST_PRIVATE_KEY first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="Its id, as /press/manifest-keys.json gives it.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = ManifestKey.objects.filter(key_id=options["key"], revoked_at__isnull=True)
        if not found.update(revoked_at=timezone.now()):
            raise CommandError(f"No key {options['key']} is in force.")
        self.stdout.write(f"{options['key']} is revoked; the verification page says so of all that it signed.")
