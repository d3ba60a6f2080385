"""Figures of a province as a reader sees them: value, unit, period and source always together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Exists, OuterRef
from django.utils import numberformat
from django.utils.formats import get_format

from locales.text import LocalText, read
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


def written(value: Decimal | int | float, decimals: int | None = None) -> str:
    """A number with the active language's separators, in groups of three; without `decimals`, as many as it has.

    Django's own Vietnamese and Lao formats don't group, which makes large figures hard to read.
    """
    number = Decimal(str(value))
    if decimals is None:
        decimals = max(0, -int(number.normalize().as_tuple().exponent))
    return numberformat.format(
        # Rounded here, because Django cuts off what is beyond the decimals.
        number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP),
        get_format("DECIMAL_SEPARATOR", use_l10n=True),
        decimals,
        grouping=3,
        thousand_sep=get_format("THOUSAND_SEPARATOR", use_l10n=True),
        force_grouping=True,
        use_l10n=True,
    )


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
        )
        for row in rows.order_by("indicator__order", "-period_end", "pk")[:limit]
    ]
