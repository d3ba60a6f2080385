"""A table out of a CSV or XLSX file, told apart by content: its filled rows as texts, numbered as programs count."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from locales.tables import workbook
from locales.tables.errors import BadSheet
from locales.tables.text import decoded, separator_of

NAMED_AT_MOST = 20
ZIP_MAGIC = b"PK\x03\x04"

NumberedRow = tuple[int, list[str]]
"""(number as the spreadsheet counts, cells); of a workbook, cells may be `NumberText` or `DateText`."""


def numbered_rows(data: bytes, at_most: int) -> list[NumberedRow]:
    """Rows with anything in them, the headings first. Raises BadSheet where there is no table, or a longer one."""
    filled = _filled(workbook.lines_of(data) if data.startswith(ZIP_MAGIC) else _csv(data), at_most)
    if not filled:
        raise BadSheet(_("The list is empty."))
    return filled


def _filled(lines: Iterable[list[str]], at_most: int) -> list[NumberedRow]:
    filled: list[NumberedRow] = []
    for number, line in enumerate(lines, start=1):
        if not any(cell.strip() for cell in line):
            continue
        if not filled and line[0].lower().startswith("sep="):
            continue
        filled.append((number, line))
        if len(filled) > at_most + 1:
            raise BadSheet(_("The table has more than %(count)s rows. Send it in parts.") % {"count": at_most})
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
