"""A spreadsheet that comes back: every row checked, what is wrong told by row and column."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from locales.tables.cells import unguarded
from locales.tables.errors import BadSheet
from locales.tables.reading import numbered_rows
from media_library.columns import as_text, changed_together
from media_library.spreadsheet.cells import FIXED, ID, STAMP

BYTES_AT_MOST = 20 * 1024 * 1024
ROWS_AT_MOST = 1000
ERRORS_AT_MOST = 200


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
    numbered = numbered_rows(data, ROWS_AT_MOST)
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
