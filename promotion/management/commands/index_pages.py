"""`manage.py index_pages`: build the search index of pages anew, after a change of what is indexed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from promotion.search.index import rebuild


class Command(BaseCommand):
    help = "Build the search index of pages anew."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} pages indexed")
