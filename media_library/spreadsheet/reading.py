"""A spreadsheet that comes back: every row checked, what is wrong told by row and column."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from media_library.columns import as_text, changed_together
from media_library.spreadsheet import workbook
from media_library.spreadsheet.cells import FIXED, ID, STAMP, unguarded
from media_library.uploads.sheet import BadSheet, decoded, separator_of

BYTES_AT_MOST = 20 * 1024 * 1024
ROWS_AT_MOST = 1000
ERRORS_AT_MOST = 200
NAMED_AT_MOST = 20
ZIP_MAGIC = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`number` as the spreadsheet counts; `stamp` is the revision that the row was written from; texts by column.

    `province` is the code in the row, empty without that column: it can't be changed, only compared.
    """

    number: int
    uuid: UUID
    stamp: int
    texts: dict[str, str]
    province: str = ""


@dataclass
class ReadSheet:
    """The rows, and one line for each thing that is wrong. With any error nothing is imported."""

    rows: list[SheetRow] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def refuse(self, words: str) -> None:
        if len(self.errors) < ERRORS_AT_MOST:
            self.errors.append(words)


def read(data: bytes) -> ReadSheet:
    """Read CSV or XLSX, told apart by content. Raises BadSheet where there is no table at all."""
    if len(data) > BYTES_AT_MOST:
        raise BadSheet(
            _("The spreadsheet is too big (%(size)s; at most %(limit)s). Export fewer photos at once.")
            % {"size": filesizeformat(len(data)), "limit": filesizeformat(BYTES_AT_MOST)}
        )
    is_workbook = data.startswith(ZIP_MAGIC)
    numbered = _filled(workbook.lines_of(data) if is_workbook else _csv(data))
    if not numbered:
        raise BadSheet(_("The list is empty."))
    sheet = ReadSheet()
    places = _places([heading.strip() for heading in numbered[0][1]], sheet)
    seen: Counter[UUID] = Counter()
    for number, line in numbered[1:]:
        row = _row(number, line, places, sheet)
        if row is not None:
            seen[row.uuid] += 1
            if seen[row.uuid] > 1:
                sheet.refuse(_("Row %(row)s: this photo is in the table twice.") % {"row": number})
            sheet.rows.append(row)
    return sheet


def _places(headings: list[str], sheet: ReadSheet) -> dict[str, int]:
    """{column: position}. Raises BadSheet without the columns that say which photo a row is of."""
    places: dict[str, int] = {}
    for at, heading in enumerate(headings):
        name = heading.casefold().replace("-", "_")
        if not name:
            continue
        if name in places:
            raise BadSheet(_("The column “%(column)s” is there twice.") % {"column": heading[:60]})
        if name not in changed_together() and name not in FIXED:
            sheet.refuse(_("“%(column)s” isn't a column that is known.") % {"column": heading[:60]})
        places[name] = at
    if ID not in places or STAMP not in places:
        raise BadSheet(_("The columns “id” and “revision” are needed: begin with an export from the photos list."))
    return places


def _row(number: int, line: list[str], places: dict[str, int], sheet: ReadSheet) -> SheetRow | None:
    cells = {name: unguarded(as_text(line[at])) if at < len(line) else "" for name, at in places.items()}
    named = set(places.values())
    for at, text in enumerate(line):
        if at not in named and text.strip():
            words = _("Row %(row)s, column %(column)s: there is text, but the column has no heading.")
            sheet.refuse(words % {"row": number, "column": get_column_letter(at + 1)})
    try:
        uuid, stamp = UUID(cells[ID]), int(cells[STAMP])
    except ValueError:
        sheet.refuse(_("Row %(row)s: “id” or “revision” was changed. Copy them from the export.") % {"row": number})
        return None
    texts = {name: text for name, text in cells.items() if name in changed_together()}
    return SheetRow(number, uuid, stamp, texts, cells.get("province", ""))


def _filled(lines: Iterable[list[str]]) -> list[tuple[int, list[str]]]:
    """Rows with anything in them, numbered as the spreadsheet counts: the first row is 1."""
    filled: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, start=1):
        if not any(cell.strip() for cell in line):
            continue
        if not filled and line[0].lower().startswith("sep="):
            continue
        filled.append((number, line))
        if len(filled) > ROWS_AT_MOST + 1:
            raise BadSheet(_("The table has more than %(count)s rows. Send it in parts.") % {"count": ROWS_AT_MOST})
    return filled


def _csv(data: bytes) -> Iterator[list[str]]:
    """Every record. Raises BadSheet for what is no table and for cells that a program would compute."""
    text = _text_of(data)
    if "\0" in text:
        raise BadSheet(_("This isn't a table: send the CSV or XLSX file that was exported."))
    computed, number = [], 1
    try:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
        for number, line in enumerate(records, start=1):
            computed += [f"{get_column_letter(at + 1)}{number}" for at, cell in enumerate(line) if cell[:1] == "="]
            yield line
    except csv.Error as error:
        if len(text) > csv.field_size_limit():
            # The one thing that Python's reader refuses of a sound file, or a quote that is never closed.
            words = _(
                "Row %(row)s or the one after it has a cell with more than %(limit)s characters. Is a quote not closed?"
            )
            raise BadSheet(words % {"row": number, "limit": csv.field_size_limit()}) from error
        raise BadSheet(_("The list isn't CSV: save it from the spreadsheet as CSV UTF-8.")) from error
    if computed:
        words = _("These cells begin like a formula: %(cells)s. For a text that begins with “=” write “'=”.")
        raise BadSheet(words % {"cells": ", ".join(computed[:NAMED_AT_MOST])})


def _text_of(data: bytes) -> str:
    """A file that says it is UTF-8 and isn't was cut off or damaged: guessing on would make rubbish of its letters."""
    if data.startswith(codecs.BOM_UTF8):
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadSheet(_("The list is damaged: save it again from the spreadsheet as CSV UTF-8.")) from error
    return decoded(data)
