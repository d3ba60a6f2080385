"""Photos as CSV (which Excel opens with all its letters) or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.utils import get_column_letter

from media_library.batch.columns import columns, texts_of
from media_library.batch.services import draft_of
from media_library.models import Photo
from media_library.spreadsheet.cells import FIXED, ID, STAMP, escaped, guarded

BOM = "\ufeff"


def headings() -> list[str]:
    return [*FIXED, *columns()]


def rows_of(photos: Iterable[Photo]) -> Iterator[list[str]]:
    """One row of texts for each photo, as its editors see it: the latest draft."""
    for photo in photos:
        draft = draft_of(photo)
        fixed = {
            ID: str(photo.uuid),
            STAMP: str(photo.latest_revision_id or 0),
            "state": _state(photo),
            "province": photo.province.code or "",
        }
        texts = texts_of(draft)
        yield [*(guarded(fixed[name]) for name in FIXED), *(guarded(texts[name]) for name in columns())]


def _state(photo: Photo) -> str:
    if photo.withdrawn_at:
        return "withdrawn"
    return "approved" if photo.approved_at else "draft"


def as_csv(photos: Iterable[Photo]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings())
    writer.writerows(rows_of(photos))
    return (BOM + out.getvalue()).encode()


def as_xlsx(photos: Iterable[Photo]) -> bytes:
    """Every cell is text, so that no program takes away zeros; the fixed columns are shaded and locked.

    The lock has no password: it keeps ids from being typed over, and whoever must can lift it.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("photos")
    sheet.freeze_panes = "B2"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.autoFilter = False  # allowed
    for number, name in enumerate(headings(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = 12 if name in FIXED else 28
        sheet.column_dimensions[get_column_letter(number)].hidden = name == STAMP
    bold, shade = Font(bold=True), PatternFill("solid", fgColor="E6ECEA")

    def cell(text: str, column: int, *, head: bool = False) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value=escaped(text))
        made.data_type = "s"  # never a formula, whatever it begins with
        made.number_format = "@"
        if head:
            made.font = bold
        if column < len(FIXED):
            made.fill = shade
        made.protection = Protection(locked=head or column < len(FIXED))
        return made

    sheet.append([cell(name, at, head=True) for at, name in enumerate(headings())])
    for row in rows_of(photos):
        sheet.append([cell(text, at) for at, text in enumerate(row)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
