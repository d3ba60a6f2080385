"""`manage.py rebuild_search`: build search indexes anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from locales.search.rebuilding import index_names, rebuild


class Command(BaseCommand):
    help = "Builds search indexes anew, each all or nothing; without names all of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", metavar="index", help="such as asset_search")

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["names"] or index_names()
        if unknown := sorted(set(names) - set(index_names())):
            raise CommandError(f"There is no index {', '.join(unknown)}; there are: {', '.join(index_names())}.")
        for name in names:
            self.stdout.write(f"{name}: {rebuild(name)} documents")
