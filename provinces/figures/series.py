"""Figures through the years, never joined over a change of territory (docs/adr/0009).

A unit that went on alone in the same borders is continued; units that were merged keep series of their own, each with
its last day; the country stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext

from locales.registry import tag_of
from locales.text import LocalText, read
from provinces.figures.ageing import is_old
from provinces.figures.periods import Frequency, frequency_of
from provinces.models import Indicator, Observation, Province, Succession


@dataclass(frozen=True, slots=True)
class Series:
    """Observations of one territory, oldest first. `until`: the last day of a former unit."""

    name: LocalText
    observations: list[Observation]
    until: date | None = None

    def of(self, frequency: Frequency) -> list[Observation]:
        return [row for row in self.observations if frequency_of(row.period_start, row.period_end) == frequency]

    @property
    def newest(self) -> Observation | None:
        return self.observations[-1] if self.observations else None


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """One indicator of one province. `merged_on`: first day of the territory, where it was made of several units."""

    indicator: Indicator
    own: Series
    former: list[Series]
    country: Series
    merged_on: date | None

    @property
    def is_old(self) -> bool:
        """Whether the newest figure of today's territory is past its time."""
        newest = self.own.newest
        return newest is not None and is_old(self.indicator, newest.period_end)

    @property
    def main_frequency(self) -> Frequency | None:
        """The one with the most figures, and of several the longest; None without figures."""
        counts: dict[Frequency, int] = {}
        for row in self.local:
            found = frequency_of(row.period_start, row.period_end)
            counts[found] = counts.get(found, 0) + 1
        order = list(Frequency)
        return min(counts, key=lambda one: (-counts[one], order.index(one)), default=None)

    @property
    def newest(self) -> Observation | None:
        """Of today's territory, of the frequency that the chart shows: a quarter isn't put beside years."""
        frequency = self.main_frequency
        alike = self.own.of(frequency) if frequency else []
        return alike[-1] if alike else self.own.newest

    @property
    def local(self) -> list[Observation]:
        """The province's and its predecessors'."""
        return [*self.own.observations, *(row for series in self.former for row in series.observations)]

    @property
    def all_series(self) -> list[Series]:
        """Those with figures: the province's, its predecessors', the country's."""
        return [one for one in (self.own, *self.former, self.country) if one.observations]

    def country_in(self, observation: Observation) -> Observation | None:
        """The country's figure of exactly the same period."""
        period = (observation.period_start, observation.period_end)
        return next((row for row in self.country.observations if (row.period_start, row.period_end) == period), None)


@dataclass
class Lineage:
    """The units whose figures a province shows: it and those it only continues, and those it was merged from."""

    own: list[int]
    former: list[Province] = field(default_factory=list)
    merged_on: date | None = None


@dataclass
class _Links:
    """Who came from whom, read at once."""

    back: dict[int, list[tuple[int, date]]] = field(default_factory=dict)
    successors: dict[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls) -> _Links:
        links = cls()
        for before, after, on in Succession.objects.values_list("predecessor_id", "successor_id", "on"):
            links.back.setdefault(after, []).append((before, on))
            links.successors[before] = links.successors.get(before, 0) + 1
        return links

    def own(self, unit: int) -> list[int]:
        """The unit and those that it alone continues, the newest first."""
        own = [unit]
        while len(links := self.back.get(unit, [])) == 1 and self.successors[links[0][0]] == 1:
            unit = links[0][0]
            if unit in own:
                break
            own.append(unit)
        return own

    def forebears(self, unit: int) -> list[int]:
        reached: dict[int, None] = {}
        edge = [before for before, _on in self.back.get(unit, [])]
        while edge:
            reached.update(dict.fromkeys(edge))
            edge = [before for one in edge for before, _on in self.back.get(one, []) if before not in reached]
        return list(reached)


def own_ids(provinces: Sequence[Province]) -> list[list[int]]:
    """For each province the records of its own territory. One query."""
    links = _Links.read()
    return [links.own(province.pk) for province in provinces]


def lineage_of(province: Province) -> Lineage:
    """Two queries."""
    links = _Links.read()
    own = links.own(province.pk)
    oldest = own[-1]
    units = list(Province.objects.filter(pk__in=links.forebears(oldest)).order_by("code", "-valid_from"))
    return Lineage(own, units, max((on for _before, on in links.back.get(oldest, [])), default=None))


def figures_of(province: Province, lang: str) -> list[IndicatorFigures]:
    """All indicators with a figure of the province or a predecessor, in the indicators' order. Three queries."""
    lineage = lineage_of(province)
    wanted = Q(province__in=[*lineage.own, *(unit.pk for unit in lineage.former)]) | Q(province=None)
    found = Observation.objects.filter(wanted).select_related("indicator", "province")
    by_indicator: dict[int, list[Observation]] = {}
    for row in found.order_by("indicator__order", "indicator__code", "period_end", "period_start", "pk"):
        by_indicator.setdefault(row.indicator_id, []).append(row)
    own_name = read(province, "name", lang)
    country = country_name(lang)
    return [
        IndicatorFigures(
            indicator=group[0].indicator,
            own=Series(own_name, _only(group, lineage.own)),
            former=[
                Series(read(unit, "name", lang), mine, unit.valid_to)
                for unit in lineage.former
                if (mine := _only(group, [unit.pk]))
            ],
            country=Series(country, [row for row in group if row.province_id is None]),
            merged_on=lineage.merged_on,
        )
        for group in by_indicator.values()
        if any(row.province_id is not None for row in group)
    ]


def country_name(lang: str) -> LocalText:
    with translation.override(lang):
        return LocalText(gettext("Viet Nam"), tag_of(lang))


def _only(rows: Iterable[Observation], units: list[int]) -> list[Observation]:
    """Of a unit that goes on, the later record's figure counts where both have one of a period."""
    kept: dict[tuple[date, date], Observation] = {}
    for row in rows:
        if row.province_id in units:
            known = kept.get((row.period_start, row.period_end))
            if known is None or units.index(row.province_id) < units.index(known.province_id or 0):
                kept[row.period_start, row.period_end] = row
    return list(kept.values())
