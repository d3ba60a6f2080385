"""The reference-data API: provinces with their history, their indicators, key sectors. Open to everybody."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from ninja import Query, Router
from ninja.errors import HttpError

from locales.middleware import preferred_language
from locales.registry import code_of, tag_of
from locales.tables.writing import CSV
from locales.text import read, texts_of
from provinces import schemas
from provinces.figures.ageing import is_old
from provinces.figures.meaning import COUNTRY
from provinces.figures.reading_out import every_figure, readers_csv
from provinces.figures.series import country_name
from provinces.models import Observation, Province, Sector, Succession
from provinces.ordering import by_name
from provinces.selectors import in_force, kind_on

router = Router(tags=["reference data"])

On = Annotated[date | None, Query(description="The day whose units are meant, YYYY-MM-DD; default today")]
Lang = Annotated[
    str | None, Query(description="BCP 47 tag of the wanted language; default by cookie and Accept-Language")
]


@router.get("/provinces", response=schemas.ProvinceList, summary="Units in force on a day, by name")
def list_provinces(
    request: HttpRequest, response: HttpResponse, on: On = None, lang: Lang = None
) -> schemas.ProvinceList:
    language = _language(request, response, lang)
    day = on or timezone.localdate()
    units = by_name(_with_history().filter(in_force(day)), language)
    return schemas.ProvinceList(items=[_province(unit, day, language) for unit in units])


@router.get("/provinces/{code}", response=schemas.ProvinceOut, summary="The unit that has a code on a day")
def get_province(
    request: HttpRequest, response: HttpResponse, code: str, on: On = None, lang: Lang = None
) -> schemas.ProvinceOut:
    language = _language(request, response, lang)
    day = on or timezone.localdate()
    return _province(_unit(_with_history(), code, day), day, language)


@router.get("/provinces/{code}/indicators", response=schemas.IndicatorList, summary="Its figures")
def list_indicators(
    request: HttpRequest,
    response: HttpResponse,
    code: str,
    on: On = None,
    lang: Lang = None,
    history: Annotated[bool, Query(description="Also those of former units and of the country")] = False,
) -> schemas.IndicatorList:
    language = _language(request, response, lang)
    unit = _unit(Province.objects.all(), code, on or timezone.localdate())
    if history:
        observations = every_figure(unit, language)
    else:
        found = Observation.objects.filter(province=unit).select_related("indicator", "province")
        observations = list(found.order_by("indicator__order", "indicator__code", "-period_end", "pk"))
    return schemas.IndicatorList(items=[_indicator(observation, language) for observation in observations])


@router.get(
    "/provinces/{code}/indicators.csv",
    summary="Its figures, those of former units and of the country, as CSV",
    openapi_extra={"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}},
)
def province_figures_csv(
    request: HttpRequest, response: HttpResponse, code: str, on: On = None, lang: Lang = None
) -> HttpResponse:
    language = _language(request, response, lang)
    unit = _unit(Province.objects.all(), code, on or timezone.localdate())
    answer = HttpResponse(readers_csv(every_figure(unit, language), language), content_type=CSV)
    for name in ("Vary", "Content-Language"):
        if response.has_header(name):
            answer[name] = response[name]
    answer["Content-Disposition"] = f'attachment; filename="{unit.slug}.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@router.get("/sectors", response=schemas.SectorList, summary="Key sectors")
def list_sectors(request: HttpRequest, response: HttpResponse, lang: Lang = None) -> schemas.SectorList:
    language = _language(request, response, lang)
    sectors = Sector.objects.order_by("order", "slug")
    return schemas.SectorList(items=[_sector(sector, language) for sector in sectors])


# --- asking -----------------------------------------------------------------------------------------
def _language(request: HttpRequest, response: HttpResponse, lang: str | None) -> str:
    """The language of the answer, said in its headers. Raises HttpError 422 for a language we don't know."""
    if lang is None:
        code = preferred_language(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
    elif (known := code_of(lang)) is None:
        raise HttpError(422, f"Unknown language: {lang[:35]!r}")
    else:
        code = known
    response["Content-Language"] = tag_of(code)
    return code


def _with_history() -> QuerySet[Province]:
    """Units with their kinds, predecessors and successors: four queries for any number of them."""
    return Province.objects.prefetch_related(
        "kinds",
        Prefetch("predecessor_links", Succession.objects.select_related("predecessor")),
        Prefetch("successor_links", Succession.objects.select_related("successor")),
    )


def _unit(units: QuerySet[Province], code: str, day: date) -> Province:
    unit = units.filter(in_force(day), code=code).first()
    if unit is None:
        raise HttpError(404, f"No unit had code {code[:10]!r} on {day.isoformat()}")
    return unit


# --- answering --------------------------------------------------------------------------------------
def _names(record: Model) -> dict[str, str]:
    return {tag_of(code): text for code, text in texts_of(record, "name").items()}


def _province(unit: Province, day: date, language: str) -> schemas.ProvinceOut:
    name = read(unit, "name", language)
    centre = None
    if unit.latitude is not None and unit.longitude is not None:
        centre = schemas.Centre(latitude=float(unit.latitude), longitude=float(unit.longitude))
    return schemas.ProvinceOut(
        code=unit.code,
        slug=unit.slug,
        name=name.text,
        lang=name.lang,
        names=_names(unit),
        kind=kind_on(unit, day),
        area_km2=None if unit.area_km2 is None else float(unit.area_km2),
        population=unit.population,
        centre=centre,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        source=unit.source,
        source_url=unit.source_url,
        predecessors=[_related(link, link.predecessor, language) for link in unit.predecessor_links.all()],
        successors=[_related(link, link.successor, language) for link in unit.successor_links.all()],
    )


def _related(link: Succession, unit: Province, language: str) -> schemas.RelatedUnit:
    name = read(unit, "name", language)
    return schemas.RelatedUnit(
        code=unit.code,
        slug=unit.slug,
        name=name.text,
        lang=name.lang,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        on=link.on,
        basis=link.basis,
    )


def _indicator(observation: Observation, language: str) -> schemas.IndicatorOut:
    indicator = observation.indicator
    name = read(indicator, "name", language)
    return schemas.IndicatorOut(
        code=indicator.code,
        name=name.text,
        unit=str(read(indicator, "unit", language)),
        definition=str(read(indicator, "definition", language)),
        lang=name.lang,
        value=float(observation.value),
        decimals=indicator.decimals,
        period=schemas.Period(
            label=observation.period_label, start=observation.period_start, end=observation.period_end
        ),
        source=str(read(observation, "source", language)),
        source_url=observation.source_url,
        published_on=observation.published_on,
        illustrative=observation.is_illustrative,
        outdated=is_old(indicator, observation.period_end),
        province=_figure_unit(observation, language),
    )


def _figure_unit(observation: Observation, language: str) -> schemas.FigureUnit:
    unit = observation.province
    name = read(unit, "name", language) if unit else country_name(language)
    return schemas.FigureUnit(
        code=unit.code if unit else COUNTRY, name=name.text, lang=name.lang, valid_to=unit.valid_to if unit else None
    )


def _sector(sector: Sector, language: str) -> schemas.SectorOut:
    name = read(sector, "name", language)
    return schemas.SectorOut(
        slug=sector.slug,
        name=name.text,
        lang=name.lang,
        names=_names(sector),
        description=str(read(sector, "description", language)),
    )
