"""Provinces by what they have: key sector, coast, border gate, airport, port, size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from locales.text import LocalText, read
from provinces.models import Gateway, GatewayKind, Province, Sector
from provinces.ordering import by_name
from provinces.selectors import in_force

AREAS = {
    "small": (0, 5000, gettext_lazy("under 5,000 km²")),
    "middle": (5000, 10000, gettext_lazy("5,000 to 10,000 km²")),
    "large": (10000, None, gettext_lazy("10,000 km² and more")),
}
PEOPLE = {
    "few": (0, 1_500_000, gettext_lazy("under 1.5 million")),
    "middle": (1_500_000, 3_500_000, gettext_lazy("1.5 to 3.5 million")),
    "many": (3_500_000, None, gettext_lazy("3.5 million and more")),
}


@dataclass(slots=True)
class ProvinceQuery:
    """A checked question; nonsense is left out, as if it hadn't been asked."""

    sector: Sector | None = None
    coast: bool = False
    gateways: list[str] = field(default_factory=list)
    area: str = ""
    people: str = ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.sector or self.coast or self.gateways or self.area or self.people)


@dataclass(frozen=True, slots=True)
class Found:
    """A province with what speaks for it: (kind of gateway in words, their names)."""

    province: Province
    name: LocalText
    ways: list[tuple[str, list[LocalText]]]


def parse(parameters: Mapping[str, str], sectors: Iterable[Sector]) -> ProvinceQuery:
    wanted = parameters.get("sector", "")
    return ProvinceQuery(
        sector=next((sector for sector in sectors if sector.slug == wanted), None),
        coast=parameters.get("coast") == "1",
        gateways=[kind for kind in GatewayKind.values if parameters.get(kind) == "1"],
        area=parameters.get("area", "") if parameters.get("area") in AREAS else "",
        people=parameters.get("people", "") if parameters.get("people") in PEOPLE else "",
    )


def find(query: ProvinceQuery, lang: str, *, with_sector: frozenset[int] = frozenset()) -> list[Found]:
    """Units in force that have all that was asked, by name. `with_sector`: those with a page on the asked sector.

    Two queries.
    """
    units = Province.objects.filter(in_force()).prefetch_related(Prefetch("gateways", Gateway.objects.all()))
    found = [unit for unit in units if _fits(unit, query, with_sector)]
    return [Found(unit, read(unit, "name", lang), _ways(unit, lang)) for unit in by_name(found, lang)]


def _fits(unit: Province, query: ProvinceQuery, with_sector: frozenset[int]) -> bool:
    kinds = {gateway.kind for gateway in unit.gateways.all()}
    return (
        (query.sector is None or unit.pk in with_sector)
        and (not query.coast or unit.is_coastal)
        and set(query.gateways) <= kinds
        and _within(unit.area_km2, AREAS.get(query.area))
        and _within(unit.population, PEOPLE.get(query.people))
    )


def _within(value: Decimal | int | None, limits: tuple[int, int | None, Any] | None) -> bool:
    """Whether a size lies in a class; one that isn't known lies in none."""
    if limits is None:
        return True
    low, high, _words = limits
    return value is not None and low <= value and (high is None or value < high)


def _ways(unit: Province, lang: str) -> list[tuple[str, list[LocalText]]]:
    words = {
        GatewayKind.BORDER_GATE: _("Border gates"),
        GatewayKind.AIRPORT: _("Airports"),
        GatewayKind.PORT: _("Ports"),
    }
    named = [
        (label, [read(gateway, "name", lang) for gateway in unit.gateways.all() if gateway.kind == kind])
        for kind, label in words.items()
    ]
    return [(label, names) for label, names in named if names]
