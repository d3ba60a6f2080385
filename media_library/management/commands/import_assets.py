"""Take files, folders and ZIPs into a province's library as drafts, with what a list says about them."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from locales.tables.errors import BadSheet
from media_library.ingest import Accepted, Duplicate, Outcome, Refused
from media_library.permissions import upload_province_ids
from media_library.uploads.folders import files_in, why_unreadable
from media_library.uploads.opening import Found, opened, take
from media_library.uploads.sheet import Sheet, read_sheet
from provinces.models import Province
from provinces.selectors import current_provinces, province_by_code


@dataclass
class Import:
    """What one run works with; `given` are the paths that were named."""

    province: Province
    user: Any
    sheet: Sheet
    ambiguous: dict[str, str]
    given: list[Path]


class Command(BaseCommand):
    help = "Imports files, folders and ZIPs as drafts: every file ends as accepted, duplicate or refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--csv", type=Path, help="list of captions: a row per file, columns named as in the docs")
        parser.add_argument("--province", help="code of the province that owns them; default: the first in force")
        parser.add_argument("--user", help="user name of who uploads; only into provinces where they may")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        files = list(files_in(options["paths"], leave_out=options["csv"]))
        sheet = self._sheet(options["csv"])
        ambiguous = sheet.shared([str(path) for path in files])
        given = options["paths"]
        run = Import(self._province(options["province"]), self._user(options["user"]), sheet, ambiguous, given)
        report: dict[str, list[dict[str, str]]] = {"accepted": [], "duplicates": [], "refused": []}
        for path in files:
            for name, outcome in outcomes_of(path, run):
                self._note(report, name, outcome)
        for name, reason in sheet.unused():
            self._note(report, name or "?", Refused(name, reason))
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self._tell(report)

    def _note(self, report: dict[str, list[dict[str, str]]], path: str, outcome: Outcome) -> None:
        # A name in another code page of the disk can't be printed as it is.
        path = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        match outcome:
            case Accepted(record=record):
                report["accepted"].append({"path": path, "id": str(record.uuid)})
            case Duplicate(of=of):
                report["duplicates"].append({"path": path, "of": str(of.uuid)})
            case Refused(reason=reason):
                report["refused"].append({"path": path, "reason": reason})

    def _sheet(self, path: Path | None) -> Sheet:
        if path is None:
            return Sheet()
        try:
            return read_sheet(path)
        except BadSheet as error:
            raise CommandError(f"{path}: {error}") from error

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


def outcomes_of(path: Path, run: Import) -> Iterator[tuple[str, Outcome]]:
    """What became of one path: one outcome, or those of all files of a ZIP."""
    if reason := why_unreadable(path, run.given):
        run.sheet.row_for(str(path))
        yield str(path), Refused(path.name, reason)
        return
    try:
        with path.open("rb") as file:
            for found in opened(file, path.name).files:
                _archive, _slash, inside = found.path.partition("/")
                name = f"{path}/{inside}" if inside else str(path)
                yield name, _taken(found, name, run)
    except OSError:
        yield str(path), Refused(path.name, _("The file can't be opened."))


def _taken(found: Found, name: str, run: Import) -> Outcome:
    """Take one file in with its row of the list. A row with an error keeps the file out, so that nothing is lost."""
    row, trouble = run.sheet.row_for(name)
    trouble = trouble or run.ambiguous.get(name, "")
    if trouble:
        return Refused(name, trouble)
    province = (row and row.typed.province) or run.province
    if run.user is not None and not run.user.is_superuser and province.pk not in upload_province_ids(run.user):
        return Refused(name, _("%(user)s may not upload for this province.") % {"user": run.user})
    return take(found, province=province, actor=run.user, typed=row.typed.values if row else None)
