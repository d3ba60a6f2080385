"""`manage.py make_manifest_key PATH`: a new key that signs the manifests of kits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from press.signing.keys import make_key


class Command(BaseCommand):
    help = "Write a new Ed25519 key (PEM, PKCS #8); name it by MANIFEST_PRIVATE_KEY and start the site anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            make_key(options["path"])
        except FileExistsError as error:
            raise CommandError(f"{options['path']} is there already; a key is never overwritten.") from error
        self.stdout.write(f"{options['path']}: readable by its owner only. Keep a copy in a safe place.")
