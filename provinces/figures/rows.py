"""Every row of a sent table checked; what is wrong is told by row and column, and then nothing of it is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from locales.registry import LANGUAGES, column
from locales.search.folding import fold
from locales.tables.cells import unguarded
from locales.tables.errors import BadSheet
from locales.tables.reading import NumberedRow
from locales.text import texts_of
from provinces.figures.cell_values import check_unit, optional_day, source_text, web_address, yes_or_no
from provinces.figures.columns import REQUIRED, SOURCES, column_named
from provinces.figures.meaning import Units
from provinces.figures.numbers import parse_number
from provinces.figures.periods import Period, parse_period
from provinces.models import Indicator, Province

ERRORS_AT_MOST = 200
NAMED_AT_MOST = 30


@dataclass(frozen=True, slots=True)
class RowError:
    """`row` as the spreadsheet counts, None for the whole table; `column` as the file calls it."""

    row: int | None
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure as a row says it. What is None wasn't in the table and stays as it is."""

    number: int
    unit: Province | None
    indicator: Indicator
    period: Period
    value: Decimal
    sources: Mapping[str, str]
    source_url: str | None
    published_on: date | None
    says_published_on: bool
    is_illustrative: bool | None

    @property
    def key(self) -> tuple[int | None, int, date, date]:
        return (self.unit.pk if self.unit else None, self.indicator.pk, self.period.start, self.period.end)


@dataclass
class CheckedTable:
    rows: list[FigureRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    def refuse(self, row: int | None, column: str, words: str) -> None:
        if len(self.errors) < ERRORS_AT_MOST:
            self.errors.append(RowError(row, column, words))


def check(numbered: Iterable[NumberedRow], units: Units) -> CheckedTable:
    """All rows after the headings. Raises BadSheet where the columns can't be told."""
    (_number, headings), *lines = numbered
    table = CheckedTable()
    places = _places(headings, table)
    reader = _Reader(units, places, headings)
    seen: dict[Any, int] = {}
    for number, line in lines:
        row = reader.read(number, line, table)
        if row is None:
            continue
        if row.key in seen:
            words = _("The same figure stands in row %(other)s already.") % {"other": seen[row.key]}
            table.refuse(number, "", words)
        seen.setdefault(row.key, number)
        table.rows.append(row)
    if not lines:
        raise BadSheet(_("The table has headings and no rows."))
    return table


def _places(headings: list[str], table: CheckedTable) -> dict[str, int]:
    """{column: position}."""
    places: dict[str, int] = {}
    for at, heading in enumerate(headings):
        if not heading.strip():
            continue
        name = column_named(unguarded(heading))
        if name is None:
            table.refuse(None, heading[:60], _("This isn't a column that is known."))
        elif name in places:
            raise BadSheet(_("The column “%(column)s” is there twice.") % {"column": heading[:60]})
        else:
            places[name] = at
    missing = [name for name in REQUIRED if name not in places]
    if missing:
        raise BadSheet(
            _("These columns are missing: %(columns)s. Begin with an export, which has them all.")
            % {"columns": ", ".join(missing)}
        )
    return places


class _Reader:
    """Knows the indicators and units; reads one line after the other."""

    def __init__(self, units: Units, places: Mapping[str, int], headings: list[str]) -> None:
        self.units, self.places, self.headings = units, places, headings
        self.indicators = list(Indicator.objects.all())

    def read(self, number: int, line: list[str], table: CheckedTable) -> FigureRow | None:
        before = len(table.errors)
        for at in range(len(line)):
            if line[at].strip() and (at >= len(self.headings) or not self.headings[at].strip()):
                table.refuse(number, "", _("There is text in a cell whose column has no heading."))
                break
        cells = {name: _cell(line, at) for name, at in self.places.items()}

        def ask(name: str, parse: Callable[[str], Any]) -> Any:
            try:
                if name in REQUIRED and not cells[name].strip():
                    raise ValidationError(_missing(name))
                return parse(cells[name])
            except ValidationError as error:
                table.refuse(number, self._heading(name), " ".join(error.messages))
                return None

        indicator = ask("indicator", self._indicator)
        period = ask("period", parse_period)
        value = ask("value", parse_number)
        ask("unit", lambda text: check_unit(indicator, text))
        unit_on = ask("unit_on", optional_day) if "unit_on" in cells else None
        unit = None
        if period is not None:
            name = cells.get("province_name", "").strip()
            unit = ask("province", lambda code: self.units.meant(code, name, period.end, unit_on))
        sources = {code: ask(name, source_text) for code in LANGUAGES if (name := column("source", code)) in cells}
        url = ask("source_url", web_address) if "source_url" in cells else None
        published = ask("published_on", optional_day) if "published_on" in cells else None
        illustrative = ask("illustrative", yes_or_no) if "illustrative" in cells else None
        if published is not None and period is not None and published < period.start:
            words = _("It was published before its period began.")
            table.refuse(number, self._heading("published_on"), words)
        if len(table.errors) > before or len(table.errors) >= ERRORS_AT_MOST:
            return None
        says = "published_on" in cells
        return FigureRow(number, unit, indicator, period, value, sources, url, published, says, illustrative)

    def _heading(self, name: str) -> str:
        return self.headings[self.places[name]].strip()

    def _indicator(self, text: str) -> Indicator:
        wanted = fold(text).strip()
        for indicator in self.indicators:
            if wanted in (indicator.code, *(fold(name).strip() for name in texts_of(indicator, "name").values())):
                return indicator
        codes = ", ".join(indicator.code for indicator in self.indicators[:NAMED_AT_MOST])
        words = _("“%(text)s” isn't an indicator that is known. Known are: %(codes)s.")
        raise ValidationError(words % {"text": text[:60], "codes": codes})


def _cell(line: list[str], at: int) -> str:
    text = line[at] if at < len(line) else ""
    return text if type(text) is not str else unguarded(text)


def _missing(name: str) -> str:
    if name in SOURCES:
        return _("The source is missing: a figure without a source isn't shown to anybody.")
    return _("It is empty.")
