"""Figures of several provinces for the same period, where there is one they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from provinces.figures.series import own_ids
from provinces.models import Indicator, Observation, Province

Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One indicator: the observation of each province, None where there is none, and the country's.

    `same_period`: whether all that are there are of one period.
    """

    indicator: Indicator
    observations: list[Observation | None]
    country: Observation | None
    same_period: bool


def compare(provinces: Sequence[Province], indicators: Sequence[Indicator] = ()) -> list[Comparison]:
    """Without indicators, all of which at least one province has a figure. Two queries for any number of them."""
    owners = {unit: at for at, ids in enumerate(own_ids(provinces)) for unit in ids}
    found = Observation.objects.filter(Q(province__in=owners) | Q(province=None)).select_related("indicator")
    if indicators:
        found = found.filter(indicator__in=indicators)
    by_indicator: dict[int, list[Observation]] = {}
    for row in found.order_by("indicator__order", "indicator__code", "period_end", "pk"):
        by_indicator.setdefault(row.indicator_id, []).append(row)
    compared = [_compare(rows, owners, len(provinces)) for rows in by_indicator.values()]
    if not indicators:
        return [one for one in compared if any(one.observations)]
    known = {one.indicator.pk: one for one in compared}
    return [known.get(one.pk) or Comparison(one, [None] * len(provinces), None, True) for one in indicators]


def _compare(rows: list[Observation], owners: dict[int, int], count: int) -> Comparison:
    held: list[dict[Period, Observation]] = [{} for _number in range(count)]
    country: dict[Period, Observation] = {}
    for row in rows:
        place = country if row.province_id is None else held[owners[row.province_id]]
        place[row.period_start, row.period_end] = row
    with_figures = [one for one in held if one]
    shared = set.intersection(*(set(one) for one in with_figures)) if with_figures else set()
    if shared:
        period = max(shared, key=lambda one: (one[1], one[0]))
        chosen = [one.get(period) for one in held]
        return Comparison(rows[0].indicator, chosen, country.get(period), True)
    newest = [one[max(one, key=lambda key: (key[1], key[0]))] if one else None for one in held]
    return Comparison(rows[0].indicator, newest, None, not with_figures)
