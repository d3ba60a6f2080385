"""The frame of a new site: languages, home pages, lists, workflow."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.site_setup import ensure_site


class Command(BaseCommand):
    help = "Prepares languages, their home pages and the approval workflow. Repeatable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--languages", default="vi,en", help="comma-separated codes, such as vi,en,lo")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            homes = ensure_site([code.strip() for code in options["languages"].split(",") if code.strip()])
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("languages: " + ", ".join(homes))
