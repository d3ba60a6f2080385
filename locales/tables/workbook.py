"""The first sheet of an XLSX file as lines of text. It comes from outside: its size is bounded before it is parsed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from locales.tables.cells import text_of_cell, unescaped
from locales.tables.errors import BadSheet

UNPACKED_AT_MOST = 100 * 1024 * 1024
TAGS_AT_MOST = 4_000_000
"""A thousand rows with every column filled have half a million; beyond, parsing takes longer than a reader waits."""
PARTS_AT_MOST = 200
BLANK_ROWS_AT_MOST = 20_000
COLUMNS_AT_MOST = 300
NAMED_AT_MOST = 20
PIECE = 1024 * 1024


def lines_of(data: bytes) -> Iterator[list[str]]:
    """Every row down to the last, blank ones too. Raises BadSheet for what is no workbook, is a bomb or computes."""
    try:
        _check_size(data)
        # openpyxl reads XML through defusedxml where that is installed, as it is here: no entities.
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            yield from _lines(book.worksheets[0])
        finally:
            book.close()
    except BadSheet:
        raise
    except Exception as error:  # a parser of hostile files raises almost anything
        raise BadSheet(_("The spreadsheet is damaged and can't be opened. Save it again as XLSX.")) from error


def _check_size(data: bytes) -> None:
    """What the archive says of itself bounds what is read from it: zipfile never gives more than that."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        too_much = _("The spreadsheet unpacks to far more than it should. Copy its cells into a new file.")
        if len(parts) > PARTS_AT_MOST or sum(part.file_size for part in parts) > UNPACKED_AT_MOST:
            raise BadSheet(too_much)
        tags = 0
        for part in parts:
            with archive.open(part) as unpacked:
                while piece := unpacked.read(PIECE):
                    tags += piece.count(b"<")
                    if tags > TAGS_AT_MOST:
                        raise BadSheet(too_much)


def _lines(sheet: Any) -> Iterator[list[str]]:
    # What the file says about its own extent is often wrong, and rows beyond it would be lost unseen.
    sheet.reset_dimensions()
    computed: list[str] = []
    blank = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if len(row) > COLUMNS_AT_MOST:
            raise BadSheet(_("The table has more than %(count)s columns.") % {"count": COLUMNS_AT_MOST})
        line = []
        for cell in row:
            if cell.data_type in ("f", "e"):
                computed.append(cell.coordinate)
            text = text_of_cell(cell.value)
            line.append(unescaped(text) if type(text) is str else text)
        blank = 0 if any(line) else blank + bool(row)
        if blank > BLANK_ROWS_AT_MOST or number > 1_048_576:
            raise BadSheet(_("The table has thousands of empty rows. Copy its cells into a new file."))
        if len(computed) >= NAMED_AT_MOST:
            break
        yield line
    if computed:
        words = _("These cells hold a formula or an error: %(cells)s. Copy them and paste them as values.")
        raise BadSheet(words % {"cells": ", ".join(computed)})
