"""A comparison as a table with bars: every cell with its period and source, what is missing said as missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from locales.text import LocalText, read
from locales.units import written
from provinces.figures.ageing import is_old
from provinces.figures.comparing import Comparison
from provinces.models import Observation

LENGTH = 100
"""Of the longest bar, in the drawing's units."""


@dataclass(frozen=True, slots=True)
class Bar:
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Cell:
    """`of`: whose it is."""

    of: LocalText
    value: str
    period: str
    source: LocalText
    source_url: str
    illustrative: bool
    outdated: bool
    bar: Bar | None
    is_country: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator; a cell is None where there is no figure."""

    code: str
    label: LocalText
    unit: LocalText
    definition: LocalText
    cells: list[Cell | None]
    same_period: bool


def table(comparisons: Sequence[Comparison], names: Sequence[LocalText], country: LocalText, lang: str) -> list[Row]:
    """`names` of the provinces in the order of the comparisons' observations. The country is the last cell."""
    return [_row(one, names, country, lang) for one in comparisons]


def _row(comparison: Comparison, names: Sequence[LocalText], country: LocalText, lang: str) -> Row:
    indicator = comparison.indicator
    drawn = [row.value for row in comparison.observations if row]
    if comparison.country and not indicator.adds_up:
        drawn.append(comparison.country.value)
    low, high = min(Decimal(0), *drawn, Decimal(0)), max(Decimal(0), *drawn, Decimal(0))

    def cell(row: Observation | None, of: LocalText, *, is_country: bool = False) -> Cell | None:
        if row is None:
            return None
        return Cell(
            of=of,
            value=written(row.value, indicator.decimals),
            period=row.period_label,
            source=read(row, "source", lang),
            source_url=row.source_url,
            illustrative=row.is_illustrative,
            outdated=is_old(indicator, row.period_end),
            bar=None if is_country and indicator.adds_up else _bar(row.value, low, high),
            is_country=is_country,
        )

    cells = [cell(row, name) for row, name in zip(comparison.observations, names, strict=True)]
    return Row(
        code=indicator.code,
        label=read(indicator, "name", lang),
        unit=read(indicator, "unit", lang),
        definition=read(indicator, "definition", lang),
        cells=[*cells, cell(comparison.country, country, is_country=True)],
        same_period=comparison.same_period,
    )


def _bar(value: Decimal, low: Decimal, high: Decimal) -> Bar | None:
    """From nought, to the left for what is below it."""
    if high == low:
        return None
    share = LENGTH / (high - low)
    start = (min(value, Decimal(0)) - low) * share
    return Bar(round(float(start), 1), round(float(abs(value) * share), 1))
