"""What each page type shows beside its own text. Each a constant number of queries, however many items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from locales.collation import sort_key
from locales.registry import tag_of
from locales.text import LocalText, read
from locales.units import measured, written
from media_library.asset_view import AssetView
from media_library.models import AssetKind
from media_library.rights.audiences import audience_of
from media_library.selectors import AssetQuery, newest
from promotion.charts.figures import charted
from promotion.compare import finding
from promotion.compare.query import AT_MOST as COMPARED_AT_MOST
from promotion.locator.checking import check_of
from promotion.locator.drawing import locator_of
from promotion.locator.showing import ShownLocator, shown
from promotion.page_pictures import asset_ids_of
from promotion.pager import Pager
from promotion.pictures import desk_of
from promotion.selectors.campaigns import campaigns_now
from promotion.selectors.chosen_stories import chosen_stories
from promotion.selectors.figures import key_figures
from promotion.selectors.opportunities import open_opportunities
from promotion.selectors.versions import best_versions
from provinces.figures.series import figures_of
from provinces.models import Province, Sector
from provinces.selectors import in_force, listed_provinces

if TYPE_CHECKING:
    from promotion.models import BrandPage, HomePage, ProvincePage, SectorPage, StoryPage

STORIES_PER_PAGE = 12


@dataclass(frozen=True, slots=True)
class ProvinceEntry:
    """A province in a list, with its profile where there is one."""

    province: Province
    name: LocalText
    profile: ProvincePage | None


@dataclass(frozen=True, slots=True)
class SectorEntry:
    sector: Sector
    name: LocalText
    description: LocalText
    pages: list[SectorPage]


# --- the parts -----------------------------------------------------------------------------------------
def profiles(lang: str) -> list[ProvincePage]:
    """All profiles in the best language each, in the alphabet of the provinces' names."""
    from promotion.models import ProvincePage

    found = best_versions(ProvincePage.objects.all(), lang).select_related("province")
    return sorted(found, key=lambda page: sort_key(str(read(page.province, "name", lang)), lang))


def stories(lang: str, *, province_id: int | None = None, besides: str | None = None) -> Any:
    """Stories newest first, as a queryset; `besides` is a translation key to leave out."""
    from promotion.models import StoryPage

    found = StoryPage.objects.all()
    if province_id is not None:
        found = found.filter(province_id=province_id)
    if besides is not None:
        found = found.exclude(translation_key=besides)
    return best_versions(found, lang).select_related("province").order_by("-date", "-first_published_at", "pk")


def sector_pages(lang: str, **filters: Any) -> list[SectorPage]:
    from promotion.models import SectorPage

    found = best_versions(SectorPage.objects.filter(**filters), lang).select_related("sector", "province")
    return sorted(found, key=lambda page: (page.sector.order, sort_key(str(page.province_name), lang)))


def brand_of(lang: str, province_id: int) -> BrandPage | None:
    from promotion.models import BrandPage

    return best_versions(BrandPage.objects.filter(province_id=province_id), lang).first()


def profile_of(lang: str, province_id: int | None) -> ProvincePage | None:
    from promotion.models import ProvincePage

    if province_id is None:
        return None
    found = best_versions(ProvincePage.objects.filter(province_id=province_id), lang)
    return found.select_related("province").first()


def pictures(request: HttpRequest, lang: str, query: AssetQuery, limit: int = 8) -> list[AssetView]:
    """The newest pictures that this reader may see, kept at the desk."""
    found = newest(query, audience_of(request), lang, limit)
    desk_of(request).put(found)
    return found


# --- what the page types show --------------------------------------------------------------------------
def home_listings(page: HomePage, request: HttpRequest, lang: str) -> dict[str, Any]:
    every = profiles(lang)
    chosen = [row.province_id for row in page.featured_provinces.all()]
    by_province = {profile.province_id: profile for profile in every}
    featured = [by_province[pk] for pk in chosen if pk in by_province] or every[:6]
    photo_ids = [row.photo_id for row in page.featured_pictures.all()]
    return {
        "campaigns": campaigns_now(lang),
        "profiles": featured,
        "stories": _featured_stories(page, lang),
        "photo_ids": photo_ids,
        "newest_pictures": [] if photo_ids else pictures(request, lang, AssetQuery(kind=AssetKind.PHOTO), 10),
        "sectors": sector_entries(lang),
    }


def _featured_stories(page: HomePage, lang: str) -> list[StoryPage]:
    rows = page.featured_stories.select_related("story").all() if page.pk else page.featured_stories.all()
    keys = [row.story.translation_key for row in rows]
    if not keys:
        return list(stories(lang)[:4])
    found = {story.translation_key: story for story in stories(lang).filter(translation_key__in=keys)}
    return [found[key] for key in keys if key in found]


def province_entries(lang: str, every: list[ProvincePage]) -> list[ProvinceEntry]:
    by_province = {profile.province_id: profile for profile in every}
    return [
        ProvinceEntry(province, read(province, "name", lang), by_province.get(province.pk))
        for province in listed_provinces(lang=lang)
    ]


def province_index_listings(request: HttpRequest, lang: str) -> dict[str, Any]:
    """All provinces, or those that have what `?sector= coast= border_gate= airport= port= area= people=` ask for."""
    sectors = list(Sector.objects.all())
    query = finding.parse(request.GET, sectors)
    every = profiles(lang)
    told: dict[str, Any] = {
        "query": query,
        "sector_choices": [(sector.slug, read(sector, "name", lang)) for sector in sectors],
        "area_choices": _choices(finding.AREAS, lang),
        "people_choices": _choices(finding.PEOPLE, lang),
        "compare_at_most": COMPARED_AT_MOST,
    }
    if not query.is_filtered:
        return told | {"profiles": every, "entries": province_entries(lang, every)}
    pages = sector_pages(lang, sector=query.sector) if query.sector else []
    found = finding.find(query, lang, with_sector=frozenset(page.province_id for page in pages if page.province_id))
    by_province = {profile.province_id: profile for profile in every}
    return told | {
        "robots": "noindex, follow",
        "found": [(one, by_province.get(one.province.pk)) for one in found],
    }


def _choices(classes: dict[str, Any], lang: str) -> list[tuple[str, LocalText]]:
    return [(key, LocalText(str(words), tag_of(lang))) for key, (_low, _high, words) in classes.items()]


def profile_listings(page: ProvincePage, request: HttpRequest, lang: str) -> dict[str, Any]:
    province = page.province
    charts = charted(figures_of(province, lang), lang)
    return {
        "province_name": read(province, "name", lang),
        "former": former_names(province, lang),
        "area": measured(province.area_km2, "area-square-kilometer", 0) if province.area_km2 else "",
        "population": written(province.population) if province.population else "",
        "figures": key_figures(province, lang),
        "charts": charts,
        "merged_on": next((one.merged_on for one in charts if one.merged_on), None),
        "campaigns": campaigns_now(lang, province_id=province.pk),
        "sector_pages": sector_pages(lang, province_id=province.pk),
        "opportunities": open_opportunities(lang, province_id=province.pk),
        "brand": brand_of(lang, province.pk),
        "locator": _locator(province, lang),
        "stories": list(stories(lang, province_id=province.pk)[:3]),
        "newest_pictures": pictures(request, lang, AssetQuery(province=province.slug, kind=AssetKind.PHOTO)),
    }


def _locator(province: Province, lang: str) -> ShownLocator | None:
    """Nothing before the approver has compared it. One query then, else three."""
    if check_of(province) is None:
        return None
    units = list(Province.objects.filter(in_force()).order_by("code"))
    drawn = locator_of(province, units, lang)
    return shown(drawn, {profile.province_id: profile for profile in profiles(lang)}) if drawn else None


def sector_entries(lang: str) -> list[SectorEntry]:
    pages: dict[int, list[SectorPage]] = {}
    for page in sector_pages(lang):
        pages.setdefault(page.sector_id, []).append(page)
    return [
        SectorEntry(sector, read(sector, "name", lang), read(sector, "description", lang), pages.get(sector.pk, []))
        for sector in Sector.objects.all()
    ]


def sector_index_listings(lang: str) -> dict[str, Any]:
    entries = sector_entries(lang)
    return {"entries": entries, "pages": [page for entry in entries for page in entry.pages]}


def sector_listings(page: SectorPage, request: HttpRequest, lang: str) -> dict[str, Any]:
    chosen = [block["value"] for block in page.pictures.get_prep_value()]
    query = AssetQuery(
        province=page.province.slug if page.province else "", sector=page.sector.slug, kind=AssetKind.PHOTO
    )
    desk_of(request).want(asset_ids_of(page))
    told = {block["value"].get("story") for block in page.successes.get_prep_value()}
    return {
        "sector_name": read(page.sector, "name", lang),
        "profile": profile_of(lang, page.province_id),
        "told_stories": chosen_stories(told - {None}, lang),
        "photo_ids": chosen,
        "newest_pictures": [] if chosen else pictures(request, lang, query),
        "opportunities": open_opportunities(lang, province_id=page.province_id, sector_id=page.sector_id),
        "others": [other for other in sector_pages(lang, sector_id=page.sector_id)
                   if other.translation_key != page.translation_key][:3],
    }  # fmt: skip


def story_index_listings(request: HttpRequest, lang: str) -> dict[str, Any]:
    """One page of stories; `?province=` (a slug), `?page=`: nonsense means everything, and the first."""
    slug = request.GET.get("province", "")
    every = profiles(lang)
    province = next((profile.province for profile in every if profile.province.slug == slug), None)
    found = stories(lang, province_id=province.pk if province else None)
    pager = Pager.over(found.count(), STORIES_PER_PAGE, request.GET.get("page"))
    return {
        "stories": list(found[pager.slice(STORIES_PER_PAGE)]),
        "pager": pager,
        "province": province,
        "province_name": read(province, "name", lang) if province else None,
        "filter_entries": [(profile.province, read(profile.province, "name", lang)) for profile in every],
    }


def story_listings(page: StoryPage, request: HttpRequest, lang: str) -> dict[str, Any]:
    more = stories(lang, province_id=page.province_id, besides=page.translation_key)
    return {"profile": profile_of(lang, page.province_id), "more_stories": list(more[:3])}


def former_names(province: Province, lang: str) -> list[LocalText]:
    """The units that a province was formed from; none where it only went on under its own name."""
    units = list(province.predecessors.order_by("code"))
    if all(unit.name_vi == province.name_vi for unit in units):
        return []
    return [read(unit, "name", lang) for unit in units]
