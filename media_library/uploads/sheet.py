"""A list of captions as people make it: CSV from Excel or a text editor, in the encodings these write."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from locales.tables.errors import BadSheet
from locales.tables.text import decoded, separator_of
from media_library.columns.headings import Typed, read_typed

FILE_HEADINGS = ("file", "filename", "file name", "tệp", "tên tệp", "path")
BYTES_AT_MOST = 64 * 1024 * 1024


@dataclass
class Row:
    """One line of the list, `number` as a spreadsheet counts (headings are 1)."""

    number: int
    file: str
    typed: Typed
    used_by: str = ""


@dataclass
class Sheet:
    """Rows by file, asked by path. A row is for the file whose path ends as the row says."""

    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._by_file: dict[str, list[Row]] = {}
        for row in self.rows:
            self._by_file.setdefault(_key(row.file), []).append(row)

    def row_for(self, path: str) -> tuple[Row | None, str]:
        """The row for a path, and why the path can't be taken in with it ("" if it can).

        The row that names most of the path counts: `hue/a.jpg` before `a.jpg`.
        """
        parts = _key(path).split("/")
        for start in range(len(parts)):
            rows = self._by_file.get("/".join(parts[start:]))
            if not rows:
                continue
            return rows[0], _trouble(rows, path)
        return None, ""

    def shared(self, paths: list[str]) -> dict[str, str]:
        """Paths that share their row with another path: which of them is meant nobody can say."""
        users: Counter[int] = Counter()
        for path in paths:
            row = self._quiet(path)
            if row is not None:
                users[row.number] += 1
        return {
            path: _fits_several(row)
            for path in paths
            if (row := self._quiet(path)) is not None and users[row.number] > 1
        }

    def _quiet(self, path: str) -> Row | None:
        parts = _key(path).split("/")
        for start in range(len(parts)):
            if rows := self._by_file.get("/".join(parts[start:])):
                return rows[0]
        return None

    def unused(self) -> list[tuple[str, str]]:
        """Rows for which no file came: (file, reason)."""
        return [
            (row.file, _("Row %(row)s names it, but it isn't among the files.") % {"row": row.number})
            for row in self.rows
            if not row.used_by
        ]


def _trouble(rows: list[Row], path: str) -> str:
    """Why a file can't be taken in with these rows ("" if it can); they count as used from now on."""
    row, earlier = rows[0], rows[0].used_by
    for each in rows:
        each.used_by = each.used_by or path
    if len(rows) > 1:
        numbers = ", ".join(str(each.number) for each in rows)
        return _("The rows %(rows)s all speak of this file. Leave one of them.") % {"rows": numbers}
    if row.typed.errors:
        return _("Row %(row)s: %(errors)s") % {"row": row.number, "errors": " ".join(row.typed.errors)}
    return _fits_several(row) if earlier and earlier != path else ""


def _fits_several(row: Row) -> str:
    words = _("Row %(row)s fits several files. Write the folder too, such as “hue/%(name)s”.")
    return words % {"row": row.number, "name": row.file}


def _key(path: str) -> str:
    """Paths as people compare them: composed letters, forward slashes, any case."""
    clean = unicodedata.normalize("NFC", path).replace("\\", "/").casefold()
    return "/".join(part for part in clean.split("/") if part not in ("", "."))


def read_sheet(path: Path) -> Sheet:
    """Read a list. Raises BadSheet where there is no list at all; what is wrong in a row is told with its file."""
    try:
        if path.stat().st_size > BYTES_AT_MOST:
            raise BadSheet(_("The list is too big."))
        data = path.read_bytes()
    except OSError as error:
        raise BadSheet(_("The list can't be opened.")) from error
    text = decoded(data)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text)))
    except csv.Error as error:
        raise BadSheet(_("The list isn't CSV: save it from the spreadsheet as CSV UTF-8.")) from error
    return _sheet(lines)


def _sheet(lines: list[list[str]]) -> Sheet:
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if any(cell.strip() for cell in line)]
    if numbered and numbered[0][1][0].lower().startswith("sep="):
        numbered = numbered[1:]
    if not numbered:
        raise BadSheet(_("The list is empty."))
    headings = [heading.strip() for heading in numbered[0][1]]
    place = next((at for at, heading in enumerate(headings) if heading.casefold() in FILE_HEADINGS), None)
    if place is None:
        raise BadSheet(_("The first row must name the columns, and one of them must be “file”."))
    repeated = [heading for heading, count in Counter(headings).items() if heading and count > 1]
    if repeated:
        raise BadSheet(_("The column “%(column)s” is there twice.") % {"column": repeated[0]})
    return Sheet([_row(number, line, headings, place) for number, line in numbered[1:]])


def _row(number: int, line: list[str], headings: list[str], place: int) -> Row:
    raw = {heading: cell for at, (heading, cell) in enumerate(zip(headings, line, strict=False)) if at != place}
    typed = read_typed(raw)
    if any(cell.strip() for cell in line[len(headings) :]):
        typed.errors.append(_("It has more cells than there are columns."))
    return Row(number, line[place].strip() if place < len(line) else "", typed)
