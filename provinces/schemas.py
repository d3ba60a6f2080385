"""Answers of the reference-data API. Names are in the asked language or its fallback: see `lang`."""

from __future__ import annotations

from datetime import date

from ninja import Field, Schema

from provinces.models import Kind


class Centre(Schema):
    latitude: float = Field(description="Degrees north, WGS 84")
    longitude: float = Field(description="Degrees east, WGS 84")


class RelatedUnit(Schema):
    code: str
    slug: str
    name: str
    lang: str = Field(description="BCP 47 tag of the language that `name` is really in")
    valid_from: date
    valid_to: date | None
    on: date = Field(description="First day of the successor")
    basis: str


class ProvinceOut(Schema):
    code: str = Field(description="Statistics-office code; codes are reused, so it identifies a unit only with a date")
    slug: str
    name: str
    lang: str = Field(description="BCP 47 tag of the language that `name` is really in")
    names: dict[str, str] = Field(description="Name by BCP 47 tag, where there is one")
    kind: Kind = Field(description="On the asked day")
    area_km2: float | None
    population: int | None
    centre: Centre | None
    valid_from: date
    valid_to: date | None = Field(description="Last day in force; null while it lasts")
    source: str
    source_url: str
    predecessors: list[RelatedUnit]
    successors: list[RelatedUnit]


class ProvinceList(Schema):
    items: list[ProvinceOut]
    next: str | None = None


class Period(Schema):
    label: str
    start: date
    end: date


class FigureUnit(Schema):
    code: str = Field(description="Statistics-office code at that time; VN: the whole country")
    name: str
    lang: str = Field(description="BCP 47 tag of the language that `name` is really in")
    valid_to: date | None = Field(description="Last day in force; null while it lasts")


class IndicatorOut(Schema):
    code: str
    name: str
    unit: str
    definition: str
    lang: str = Field(description="BCP 47 tag of the language that `name` is really in")
    value: float
    decimals: int = Field(description="Decimals to show")
    period: Period
    source: str
    source_url: str
    published_on: date | None
    illustrative: bool = Field(description="An example and not a published figure")
    outdated: bool = Field(description="Older than its indicator allows; a newer figure should be out")
    province: FigureUnit = Field(description="Whose figure it is: never add up or join different ones")


class IndicatorList(Schema):
    items: list[IndicatorOut]
    next: str | None = None


class SectorOut(Schema):
    slug: str
    name: str
    lang: str = Field(description="BCP 47 tag of the language that `name` is really in")
    names: dict[str, str] = Field(description="Name by BCP 47 tag, where there is one")
    description: str


class SectorList(Schema):
    items: list[SectorOut]
    next: str | None = None
