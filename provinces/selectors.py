"""Reads of units and their history. A day without `on` is today in the product's time zone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from locales.registry import LANGUAGES, WORKING, code_of, column
from locales.text import LocalText, localized, read, texts_of
from provinces.history import descendants_of, forebears_of, names_with_forebears
from provinces.models import Kind, Province
from provinces.naming import same_name
from provinces.ordering import by_name


def in_force(on: date | None = None) -> Q:
    """The condition on `Province` (or on `ProvinceKind`) of being in force on a day, both ends included."""
    day = on or timezone.localdate()
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def current_provinces(on: date | None = None, lang: str | None = None) -> QuerySet[Province]:
    """Units in force, ordered by their name in the language by the database's collation.

    For a list that people read, `listed_provinces` follows the Vietnamese alphabet in every database.
    """
    return Province.objects.filter(in_force(on)).order_by(localized("name", lang or _active()), "code")


def listed_provinces(on: date | None = None, lang: str | None = None) -> list[Province]:
    """Units in force in the order of the alphabet, by their name in `lang` (default: the active)."""
    return by_name(Province.objects.filter(in_force(on)), lang or _active())


def province_by_code(code: str, on: date | None = None) -> Province | None:
    """The unit that had the statistics-office code on a day: codes are reused, so the day matters."""
    return Province.objects.filter(in_force(on), code=code).first()


def province_by_slug(slug: str) -> Province | None:
    """The unit with the slug, in force or former (`binh-dinh-until-2025`)."""
    return Province.objects.filter(slug=slug).first()


def units_named(text: str) -> list[Province]:
    """Units of any time with this name in any language, those in force first.

    Marks, case and the two spellings Hòa and Hoà make no difference, nor do words such as "Tỉnh", "TP."
    or "Province" around the name.
    """
    if not text.strip():
        return []
    units = Province.objects.order_by("-valid_from", "code")
    found = [unit for unit in units if any(same_name(text, name) for name in texts_of(unit, "name").values())]
    return sorted(found, key=lambda unit: unit.valid_to is not None)


def owners_of(province: Province) -> list[Province]:
    """Units in force now that the unit is or has become part of; several if it was split."""
    if province.valid_to is None:
        return [province]
    last = [unit for unit in descendants_of(province) if unit.valid_to is None]
    return sorted(last, key=lambda unit: unit.code)


def owner_of(province: Province) -> Province:
    """The unit in force that answers for a unit now: itself, or what it became part of.

    Of several, the one with the lowest code. Raises Province.DoesNotExist if the records name no successor.
    """
    owners = owners_of(province)
    if not owners:
        raise Province.DoesNotExist(f"no unit in force follows {province.slug}")
    return owners[0]


def historic_units(province: Province, on: date) -> list[Province]:
    """Units in force on the day that became part of the unit (or that it became part of), by code."""
    if _covers(province, on):
        return [province]
    related = forebears_of(province) if on < province.valid_from else descendants_of(province)
    return sorted((unit for unit in related if _covers(unit, on)), key=lambda unit: unit.code)


def historic_unit(province: Province, on: date) -> Province | None:
    """The unit that stood for `province` on the day, where there is exactly one; else nobody can tell."""
    units = historic_units(province, on)
    return units[0] if len(units) == 1 else None


def name_on(province: Province, on: date, lang: str | None = None) -> LocalText:
    """The name valid on the day; the unit's own where several units stood for it then."""
    return read(historic_unit(province, on) or province, "name", lang or _active())


def kind_on(province: Province, on: date | None = None) -> Kind:
    """Province or municipality on a day; outside the recorded time, the nearest recorded kind.

    No query where `kinds` is prefetched. Raises ValueError for a unit without any recorded kind.
    """
    day = on or timezone.localdate()
    kinds = sorted(province.kinds.all(), key=lambda row: row.valid_from)
    if not kinds:
        raise ValueError(f"no kind recorded for {province.slug}")
    started = [row for row in kinds if row.valid_from <= day]
    return Kind((started[-1] if started else kinds[0]).kind)


def names_for_search(province: Province) -> list[str]:
    """Own and forebears' names in all languages, without repeats: "Bình Định" finds Gia Lai's material."""
    return names_for_search_by_id([province.pk])[province.pk]


def names_for_search_by_id(ids: Iterable[int] | None = None) -> dict[int, list[str]]:
    """`names_for_search` for many units (all, without `ids`) in two queries."""
    return names_with_forebears(ids)


def _covers(province: Province, day: date) -> bool:
    return province.valid_from <= day and (province.valid_to is None or day <= province.valid_to)


def _active() -> str:
    code = code_of(get_language() or WORKING)
    return code if code in LANGUAGES else WORKING


def province_names(ids: Collection[int]) -> dict[int, str]:
    """{primary key: name in the working language}. One query."""
    return dict(Province.objects.filter(pk__in=ids).values_list("pk", column("name", WORKING)))
