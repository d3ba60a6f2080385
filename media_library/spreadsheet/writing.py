"""Photos as CSV (which Excel opens with all its letters) or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.utils import get_column_letter

from locales.tables.cells import escaped, guarded
from media_library.columns import changed_together, columns, texts_of
from media_library.drafts import drafts_of
from media_library.models import Photo
from media_library.spreadsheet.cells import FIXED, ID, STAMP

BOM = "\ufeff"
AT_A_TIME = 50
LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds, in UTF-16 units (Excel specifications and limits): more is cut off."""


class CellTooLong(ValidationError):
    """A text that no workbook can hold; a CSV file can."""


def headings() -> list[str]:
    return [*FIXED, *changed_together()]


def rows_of(photos: Iterable[Photo]) -> Iterator[list[str]]:
    """One row of texts for each photo, as its editors see it: the latest draft."""
    waiting = iter(photos)
    while some := list(islice(waiting, AT_A_TIME)):
        drafts = drafts_of(some)
        for photo in some:
            yield _row(photo, drafts[photo.pk])


def _row(photo: Photo, draft: Photo) -> list[str]:
    fixed = {
        ID: str(photo.uuid),
        STAMP: str(photo.latest_revision_id or 0),
        "state": _state(photo),
        "province": photo.province.code or "",
    }
    texts = texts_of(draft)
    return [*(guarded(fixed[name]) for name in FIXED), *(guarded(texts[name]) for name in changed_together())]


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

    The lock has no password: it keeps ids from being typed over, and whoever must can lift it. Raises CellTooLong.
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
        _check_lengths(row)
        sheet.append([cell(text, at) for at, text in enumerate(row)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _check_lengths(row: list[str]) -> None:
    for name, text in zip(headings(), row, strict=True):
        length = len(escaped(text).encode("utf-16-le")) // 2
        if length > LONGEST_CELL:
            words = _(
                "“%(column)s” of the photo %(id)s has %(length)s characters; a cell of an XLSX file holds %(limit)s."
                " Choose CSV, or shorten the text first."
            )
            label = columns()[name].label
            raise CellTooLong(words % {"column": label, "id": row[0], "length": length, "limit": LONGEST_CELL})
