"""The figures of a province and of the units it was formed from, in the columns in which they come in."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from locales.registry import INTERNATIONAL, LANGUAGES, WORKING, column
from locales.tables.writing import csv_of, xlsx_of
from locales.text import read, texts_of
from provinces.figures.columns import COLUMNS
from provinces.figures.meaning import COUNTRY
from provinces.figures.numbers import unmistakable
from provinces.history import forebears_of
from provinces.models import Observation, Province

WIDTHS = {"value": 16, "period": 12, "province": 9, "unit_on": 12, "illustrative": 11, "published_on": 13}


def exported(area: Province | None) -> list[Observation]:
    """What a file for a province (or the country) speaks of, in a reader's order. Three queries."""
    found = Observation.objects.select_related("indicator", "province")
    found = found.filter(province=None) if area is None else found.filter(province__in=[area, *forebears_of(area)])
    return list(found.order_by("indicator__order", "indicator__code", "province__code", "period_end", "pk"))


def as_csv(observations: Iterable[Observation]) -> bytes:
    rows, headings = _rows(observations)
    return csv_of(headings, [[unmistakable(cell) if isinstance(cell, Decimal) else cell for cell in row]
                             for row in rows])  # fmt: skip


def as_xlsx(observations: Iterable[Observation]) -> bytes:
    rows, headings = _rows(observations)
    return xlsx_of("figures", headings, rows, [WIDTHS.get(heading, 26) for heading in headings])


def _rows(observations: Iterable[Observation]) -> tuple[list[list[str | Decimal]], list[str]]:
    known = list(observations)
    sources = [texts_of(row, "source") for row in known]
    more = [code for code in LANGUAGES if code not in (WORKING, INTERNATIONAL) and any(code in one for one in sources)]
    headings = [*COLUMNS, *(column("source", code) for code in more)]
    rows = [_row(row, texts, more) for row, texts in zip(known, sources, strict=True)]
    return rows, headings


def _row(row: Observation, sources: dict[str, str], more: list[str]) -> list[str | Decimal]:
    unit = row.province
    return [
        unit.code if unit else COUNTRY,
        str(read(unit, "name", WORKING)) if unit else "Việt Nam",
        _unit_on(row),
        row.indicator.code,
        str(read(row.indicator, "name", WORKING)),
        row.period_label,
        row.value.normalize(),
        str(read(row.indicator, "unit", WORKING)),
        sources.get(WORKING, ""),
        sources.get(INTERNATIONAL, ""),
        row.source_url,
        row.published_on.isoformat() if row.published_on else "",
        "yes" if row.is_illustrative else "no",
        *(sources.get(code, "") for code in more),
    ]


def _unit_on(row: Observation) -> str:
    """A day on which the code means this unit, where it doesn't on the last of the period."""
    unit, end = row.province, row.period_end
    if unit is None or (unit.valid_from <= end and (unit.valid_to is None or end <= unit.valid_to)):
        return ""
    return unit.valid_from.isoformat()
