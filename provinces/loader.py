"""Loads the reference data of `provinces/data`; see its README for sources.

Adds what is missing and fills what is empty, and never overwrites: running it again changes nothing, and
what an editor has changed stays. It works on the live models and, in the migrations that fill the tables, on
those migrations' historical ones, so `load_first` uses fields of migration 0001 only and `load_ways` of 0005.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import translation
from django.utils.text import slugify

from locales.registry import LANGUAGES, WORKING, column

DATA = Path(__file__).parent / "data"
LIST_OF_2008 = date(2008, 8, 1)
MERGER = date(2025, 7, 1)
MERGER_BASIS = "Resolution 202/2025/QH15"
HUE_BASIS = "Resolution 175/2024/QH15"
POPULATION_NOTE = "At the merger of 1 July 2025"

Row = dict[str, Any]
UnitKey = tuple[str, date]
"""(statistics-office code, first day in force)"""

GetModel = Callable[[str], Any]
"""From a model's name to its class, live or historical."""


def live_model(name: str) -> Any:
    return apps.get_model("provinces", name)


@transaction.atomic
def load(get_model: GetModel = live_model) -> dict[str, int]:
    """Load everything; returns {model name: records added}."""
    return load_first(get_model) | load_ways(get_model)


def load_ways(get_model: GetModel = live_model) -> dict[str, int]:
    """The coast, border gates, airports and ports; how long figures count as current."""
    with translation.override(WORKING):
        loader = _Loader(get_model)
        loader.load_ways()
        loader.load_ages()
    return loader.added


def load_first(get_model: GetModel = live_model) -> dict[str, int]:
    """Units and their history, sectors, the content framework, indicators and figures."""
    # Under the working language the base columns get the Vietnamese text (see PinnedBaseColumn).
    with translation.override(WORKING):
        loader = _Loader(get_model)
        loader.load_units()
        loader.load_kinds()
        loader.load_successions()
        loader.load_content()
        loader.load_figures()
    return loader.added


class _Loader:
    def __init__(self, get_model: GetModel) -> None:
        self.get_model = get_model
        self.added: dict[str, int] = {}
        self.former = _rows("provinces_until_2025.csv")
        self.current = _rows("provinces.csv")
        self.units: dict[UnitKey, Any] = {}

    def load_units(self) -> None:
        names: dict[UnitKey, Row] = {}
        for row in _rows("names.csv"):
            texts = names.setdefault((row["code"], _day(row["valid_from"])), {})
            texts[column("name", row["lang"])] = row["name"]
        units = [_former_unit(row) for row in self.former] + [_current_unit(row) for row in self.current]
        for unit in units:
            unit.update(names.get((unit["code"], unit["valid_from"]), {}))
        records = self._ensure("Province", ("code", "valid_from"), units)
        self.units = {(unit.code, unit.valid_from): unit for unit in records}

    def load_kinds(self) -> None:
        changes = {(row["code"], _day(row["valid_from"])): row for row in _rows("kinds.csv")}
        rows: list[Row] = []
        for row, key in [(row, _former_key(row)) for row in self.former] + [
            (row, _current_key(row)) for row in self.current
        ]:
            unit, change = self.units[key], changes.get(key)
            first: Row = {
                "province_id": unit.pk,
                "kind": row["kind"],
                "valid_from": unit.valid_from,
                "valid_to": unit.valid_to,
                "legal_basis": _basis(unit.valid_from),
            }
            rows.append(first)
            if change:
                since = _day(change["kind_from"])
                first["valid_to"] = since - timedelta(days=1)
                rows.append(
                    {
                        "province_id": unit.pk,
                        "kind": change["kind"],
                        "valid_from": since,
                        "valid_to": unit.valid_to,
                        "legal_basis": change["legal_basis"],
                    }
                )
        self._ensure("ProvinceKind", ("province_id", "valid_from"), rows)

    def load_successions(self) -> None:
        successors = {row["code"]: self.units[_current_key(row)] for row in self.current}
        rows: list[Row] = []
        for row in self.former:
            successor = successors[row["successor_code"]]
            first_day = max(successor.valid_from, _day(row["valid_to"]) + timedelta(days=1))
            rows.append(
                {
                    "predecessor_id": self.units[_former_key(row)].pk,
                    "successor_id": successor.pk,
                    "on": first_day,
                    "basis": _basis(first_day),
                }
            )
        self._ensure("Succession", ("predecessor_id", "successor_id"), rows)

    def load_content(self) -> None:
        self._ensure("Sector", ("slug",), [_translated(row) for row in _rows("sectors.csv")])
        known = set(self.get_model("ContentGroup").objects.values_list("key", flat=True))
        rows = [_translated(row) for row in _rows("content_groups.csv")]
        groups = self._ensure("ContentGroup", ("key",), rows)
        # Elements are the editors': they come with a new group and are never brought back.
        new = {group.key: group.pk for group in groups if group.key not in known}
        elements = [row for row in _rows("content_elements.csv") if row["group"] in new]
        for row in elements:
            row["group_id"] = new[row.pop("group")]
        self._ensure("ContentElement", ("group_id", "name_vi"), [_translated(row) for row in elements])

    def load_figures(self) -> None:
        records = self._ensure("Indicator", ("code",), [_translated(row) for row in _rows("indicators.csv")])
        indicators = {indicator.code: indicator.pk for indicator in records}
        rows = [
            _translated(
                {
                    "province_id": self.units[row.pop("code"), _day(row.pop("valid_from"))].pk,
                    "indicator_id": indicators[row.pop("indicator")],
                    **row,
                    "period_start": _day(row["period_start"]),
                    "period_end": _day(row["period_end"]),
                    "value": Decimal(row["value"]),
                }
            )
            for row in _rows("observations.csv")
        ]
        self._ensure("Observation", ("province_id", "indicator_id", "period_start", "period_end"), rows)

    def load_ways(self) -> None:
        """The gateways of a province without any: whose list somebody has begun, is theirs."""
        province, gateway = self.get_model("Province"), self.get_model("Gateway")
        units = {(unit.code, unit.valid_from): unit for unit in province.objects.filter(valid_to=None)}
        ids = {row["code"]: unit.pk for row in self.current if (unit := units.get(_current_key(row)))}
        begun = set(gateway.objects.values_list("province_id", flat=True))
        if not begun:  # later, whether a province lies on the coast is what its record says
            coast = [ids[row["code"]] for row in _rows("coast.csv") if row["code"] in ids]
            province.objects.filter(pk__in=coast).update(is_coastal=True)
        new = [row for row in _rows("gateways.csv") if ids.get(row["code"], 0) not in begun | {0}]
        gateway.objects.bulk_create(
            gateway(**_translated({"province_id": ids[row.pop("code")], **row, "order": int(row["order"])}))
            for row in new
        )
        self.added["Gateway"] = len(new)

    def load_ages(self) -> None:
        indicator = self.get_model("Indicator")
        if indicator.objects.exclude(months_valid=0).exists():
            return
        for row in _rows("indicator_ages.csv"):
            found = indicator.objects.filter(code=row["code"])
            found.update(months_valid=int(row["months_valid"]), adds_up=row["adds_up"] == "1")

    def _ensure(self, model_name: str, key: Sequence[str], rows: Sequence[Row]) -> list[Any]:
        """The records of the rows: new ones inserted in bulk, known ones with their blanks filled."""
        model = self.get_model(model_name)
        known = {_key(record, key): record for record in model.objects.all()}
        new = [model(**row) for row in rows if _row_key(row, key) not in known]
        model.objects.bulk_create(new)
        self.added[model_name] = self.added.get(model_name, 0) + len(new)
        for row in rows:
            if record := known.get(_row_key(row, key)):
                _fill_blanks(record, row)
        known |= {_key(record, key): record for record in new}
        return [known[_row_key(row, key)] for row in rows]


def _fill_blanks(record: Any, row: Row) -> None:
    blank = ("", None)
    news = {name: value for name, value in row.items() if value not in blank and getattr(record, name) in blank}
    if news:
        for name, value in news.items():
            setattr(record, name, value)
        record.save()


def _key(record: Any, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in names)


def _row_key(row: Row, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


# --- rows of the files as field values ------------------------------------------------------------------
def _rows(file_name: str) -> list[Row]:
    with (DATA / file_name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _former_key(row: Mapping[str, str]) -> UnitKey:
    return row["code_2008_edition"], _day(row["valid_from"])


def _current_key(row: Mapping[str, str]) -> UnitKey:
    return row["code"], _day(row["valid_from"])


def _former_unit(row: Mapping[str, str]) -> Row:
    code, valid_from = _former_key(row)
    valid_to = _day(row["valid_to"])
    return _translated(
        {
            "code": code,
            "slug": f"{slugify(row['name_en'])}-until-{valid_to.year}",
            "name_vi": row["name_vi"],
            "name_en": row["name_en"],
            "valid_from": valid_from,
            "valid_to": valid_to,
            "source": row["source"],
        }
    )


def _current_unit(row: Mapping[str, str]) -> Row:
    code, valid_from = _current_key(row)
    return _translated(
        {
            "code": code,
            "slug": row["slug"],
            "name_vi": row["name_vi"],
            "name_en": row["name_en"],
            "valid_from": valid_from,
            "area_km2": Decimal(row["area_km2"]),
            "population": int(row["population"]),
            "population_note": POPULATION_NOTE,
            "latitude": Decimal(row["latitude"]),
            "longitude": Decimal(row["longitude"]),
            "source": row["source"],
        }
    )


def _translated(row: Row) -> Row:
    """The row without empty cells, base columns pinned to Vietnamese: bulk inserts bypass `save()`."""
    suffix = "_" + LANGUAGES[WORKING].column_suffix
    base = {name.removesuffix(suffix): value for name, value in row.items() if name.endswith(suffix)}
    return {name: value for name, value in (row | base).items() if value != ""}


def _basis(first_day: date) -> str:
    """The resolution by which the units that began on the day were made; none recorded for 2008."""
    return {LIST_OF_2008: "", MERGER: MERGER_BASIS}.get(first_day, HUE_BASIS)
