"""Figures of a province as a reader sees them: value, unit, period and source always together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from locales.text import LocalText, read
from locales.units import written
from provinces.figures.ageing import is_old
from provinces.models import Observation, Province


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure, `value` already written in the active language's way."""

    label: LocalText
    value: str
    unit: LocalText
    period: str
    source: LocalText
    source_url: str
    definition: LocalText
    illustrative: bool
    published_on: date | None = None
    outdated: bool = False


SAID_ALREADY = ("area", "population")
"""Indicators that a profile gives beside the province's name, from its record."""


def key_figures(province: Province, lang: str, limit: int = 6) -> list[KeyFigure]:
    """The newest observation of each indicator, in the indicators' order. One query."""
    newer = Observation.objects.filter(
        province=OuterRef("province"), indicator=OuterRef("indicator"), period_end__gt=OuterRef("period_end")
    )
    newest = Observation.objects.filter(~Exists(newer), province=province).select_related("indicator")
    rows = newest.exclude(indicator__code__in=SAID_ALREADY)
    return [
        KeyFigure(
            label=read(row.indicator, "name", lang),
            value=written(row.value, row.indicator.decimals),
            unit=read(row.indicator, "unit", lang),
            period=row.period_label,
            source=read(row, "source", lang),
            source_url=row.source_url,
            definition=read(row.indicator, "definition", lang),
            illustrative=row.is_illustrative,
            published_on=row.published_on,
            outdated=is_old(row.indicator, row.period_end),
        )
        for row in rows.order_by("indicator__order", "-period_end", "pk")[:limit]
    ]
