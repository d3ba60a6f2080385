from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from locales.text_status.indexing import index_all
from locales.text_status.kinds import all_kinds, kind


class Command(BaseCommand):
    help = "Look through all records and pages and note the state of their texts in every language. Repeatable."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kinds", nargs="*", help=f"Only these: {', '.join(one.slug for one in all_kinds())}.")

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = [slug for slug in options["kinds"] if kind(slug) is None]
        if unknown:
            raise CommandError(f"No such kind: {', '.join(unknown)}.")
        for slug, number in index_all([found for slug in options["kinds"] if (found := kind(slug))]).items():
            self.stdout.write(f"{slug}: {number}")
