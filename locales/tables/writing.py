"""Tables as CSV (which Excel opens with all its letters) or XLSX. Cells are texts or numbers, never formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from locales.tables.cells import escaped, guarded

BOM = "\ufeff"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

Cell = str | Decimal


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Texts are guarded against being run as formulas; numbers, a minus before them too, stay as they are."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([_plain(text) for text in row] for row in rows)
    return (BOM + out.getvalue()).encode()


def _plain(text: str) -> str:
    is_number = text[1:].replace(".", "", 1).isdecimal() and text[:1] == "-"
    return text if is_number else guarded(text)


def xlsx_of(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int] = ()) -> bytes:
    """Texts in cells formatted as text, so that no program makes a date of `06/2025` or takes a zero away."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    bold = Font(bold=True)

    def made(value: Cell, *, head: bool = False) -> WriteOnlyCell:
        if isinstance(value, Decimal):
            return WriteOnlyCell(sheet, value=value)
        cell = WriteOnlyCell(sheet, value=escaped(guarded(value)))
        cell.data_type = "s"
        cell.number_format = "@"
        if head:
            cell.font = bold
        return cell

    sheet.append([made(name, head=True) for name in headings])
    for row in rows:
        sheet.append([made(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
