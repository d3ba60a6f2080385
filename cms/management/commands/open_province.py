"""A province joins: its teams, and an empty profile for its editors to fill."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.site_setup import open_province
from promotion.models import HomePage
from provinces.selectors import province_by_code


class Command(BaseCommand):
    help = "Makes the teams and the unpublished profile of a province in force. Repeatable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="statistics-office code, such as 22")

    def handle(self, *args: Any, **options: Any) -> None:
        province = province_by_code(options["code"])
        if province is None:
            raise CommandError(f"no province with code {options['code']!r} is in force")
        try:
            page = open_province(province)
        except HomePage.DoesNotExist as error:
            raise CommandError("Prepare the site first: manage.py setup_site") from error
        self.stdout.write(f"{province.name_vi}: teams are there, the profile is page {page.pk}")
