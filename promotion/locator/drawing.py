"""The schematic: a dot at the centre of each province in force, and the two archipelagos by name.

No coast, no border and no outline of an island is drawn, because none is among the data: what isn't known exactly
can't be drawn officially. Hoàng Sa and Trường Sa are always there, as places that belong to Đà Nẵng and Khánh Hòa.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

import provinces
from locales.text import LocalText, read
from locales.units import measured, written
from provinces.models import Province

WEST, EAST, SOUTH, NORTH = 101.6, 116.0, 6.8, 23.8
"""In degrees; room for the names of the archipelagos is included."""
UNIT = 20.0
"""Units of the drawing for a degree of latitude."""
SHRINK = math.cos(math.radians(16))
"""A degree of longitude is so much shorter in the middle of the country."""
WIDTH, HEIGHT = round((EAST - WEST) * UNIT * SHRINK), round((NORTH - SOUTH) * UNIT)
EARTH = 6371.0
"""Kilometres."""
DATA = Path(provinces.__file__).resolve().parent / "data" / "archipelagos.csv"
NEAREST = 4


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    province: Province
    name: LocalText
    is_own: bool


@dataclass(frozen=True, slots=True)
class Archipelago:
    """A place by its name and the province it belongs to; a point, never an outline."""

    x: float
    y: float
    name: str
    of: str


@dataclass(frozen=True, slots=True)
class Near:
    """Another province and how far its centre is as the crow flies, written in kilometres and rounded to ten."""

    province: Province
    name: LocalText
    distance: str


@dataclass(frozen=True, slots=True)
class Locator:
    own: Dot
    dots: list[Dot]
    archipelagos: list[Archipelago]
    nearest: list[Near]
    width: int = WIDTH
    height: int = HEIGHT


def place(latitude: float, longitude: float) -> tuple[float, float]:
    """In units of the drawing, from its upper left corner."""
    return round((longitude - WEST) * UNIT * SHRINK, 1), round((NORTH - latitude) * UNIT, 1)


def distance(one: Province, other: Province) -> float:
    """Kilometres between two centres along the great circle."""
    first, second = _radians(one), _radians(other)
    half = (
        math.sin((second[0] - first[0]) / 2) ** 2
        + math.cos(first[0]) * math.cos(second[0]) * math.sin((second[1] - first[1]) / 2) ** 2
    )
    return 2 * EARTH * math.asin(math.sqrt(half))


def _radians(unit: Province) -> tuple[float, float]:
    return math.radians(float(unit.latitude or 0)), math.radians(float(unit.longitude or 0))


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _archipelago(row: dict[str, str], names: dict[str, str]) -> Archipelago:
    x, y = place(float(row["latitude"]), float(row["longitude"]))
    words = {"hoang-sa": _("Hoang Sa archipelago"), "truong-sa": _("Truong Sa archipelago")}
    return Archipelago(x, y, words[row["key"]], names.get(row["code"], ""))


def locator_of(province: Province, units: Sequence[Province], lang: str) -> Locator | None:
    """Of a province among the units in force; None where its centre isn't recorded. No queries."""
    known = [unit for unit in units if unit.latitude is not None and unit.longitude is not None]
    if province.latitude is None or province.longitude is None:
        return None
    dots = []
    for unit in known:
        x, y = place(float(unit.latitude), float(unit.longitude))  # type: ignore[arg-type]
        dots.append(Dot(x, y, unit, read(unit, "name", lang), unit.pk == province.pk))
    own = next((dot for dot in dots if dot.is_own), None)
    if own is None:
        return None
    others = sorted((unit for unit in known if unit.pk != province.pk), key=lambda unit: distance(province, unit))
    names = {unit.code: str(read(unit, "name", lang)) for unit in known}
    return Locator(
        own=own,
        dots=dots,
        archipelagos=[_archipelago(row, names) for row in _rows()],
        nearest=[
            Near(unit, read(unit, "name", lang), measured(round(distance(province, unit), -1), "length-kilometer", 0))
            for unit in others[:NEAREST]
        ],
    )


def in_words(locator: Locator) -> str:
    """What the drawing shows, for those who can't see it."""
    unit = locator.own.province
    near = ", ".join(f"{one.name} ({one.distance})" for one in locator.nearest)
    return _(
        "Schematic of where %(province)s lies among the provinces of Viet Nam, with the archipelagos of Hoang Sa "
        "(%(hoang_sa)s) and Truong Sa (%(truong_sa)s). Centre: %(latitude)s° N, %(longitude)s° E. Nearest centres: "
        "%(near)s."
    ) % {
        "province": locator.own.name,
        "hoang_sa": locator.archipelagos[0].of,
        "truong_sa": locator.archipelagos[1].of,
        "latitude": written(unit.latitude or 0, 1),
        "longitude": written(unit.longitude or 0, 1),
        "near": near,
    }
