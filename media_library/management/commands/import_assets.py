"""Take files and folders into a province's library as drafts."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from media_library.ingest import Accepted, Duplicate, Refused, ingest
from media_library.ingest.service import Outcome
from provinces.models import Province
from provinces.selectors import current_provinces, province_by_code


class Command(BaseCommand):
    help = "Imports files and folders as drafts: every file ends as accepted, duplicate or refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--province", help="code of the province that owns them; default: the first in force")
        parser.add_argument("--user", help="user name of who uploads")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        province = self._province(options["province"])
        user = self._user(options["user"])
        report: dict[str, list[dict[str, str]]] = {"accepted": [], "duplicates": [], "refused": []}
        for path in files_in(options["paths"]):
            outcome = take(path, province, user)
            match outcome:
                case Accepted(photo=photo):
                    report["accepted"].append({"path": str(path), "id": str(photo.uuid)})
                case Duplicate(of=of):
                    report["duplicates"].append({"path": str(path), "of": str(of.uuid)})
                case Refused(reason=reason):
                    report["refused"].append({"path": str(path), "reason": reason})
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self._tell(report)

    def _province(self, code: str | None) -> Province:
        province = province_by_code(code) if code else next(iter(current_provinces()), None)
        if province is None:
            raise CommandError(f"no province with code {code!r} is in force")
        return province

    def _user(self, name: str | None) -> Any:
        if not name:
            return None
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"no user {name!r}")
        return user

    def _tell(self, report: dict[str, list[dict[str, str]]]) -> None:
        for kind, entries in report.items():
            self.stdout.write(f"{kind}: {len(entries)}")
            for entry in entries:
                path, detail = entry.values()
                self.stdout.write(f"  {path}: {detail}")


def files_in(paths: list[Path]) -> Iterator[Path]:
    """Every file given or below a given folder, sorted within a folder. A missing path is passed on as it is."""
    for path in paths:
        if path.is_dir():
            yield from sorted(found for found in path.rglob("*") if found.is_file() or found.is_symlink())
        else:
            yield path


def take(path: Path, province: Province, user: Any) -> Outcome:
    """One path in; what can't be opened is refused like any other bad file."""
    try:
        with path.open("rb") as file:
            return ingest(file, path.name, province=province, actor=user)
    except OSError:
        return Refused(path.name, _("The file can't be opened."))
