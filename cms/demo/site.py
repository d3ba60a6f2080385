"""What stands around the provinces: home and the fixed lists in each language, licences, terms, figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.demo.people import Team
from cms.demo.source import Entry, provinces, shared, stable_id
from cms.site_setup import fixed_page
from locales.registry import WORKING, column
from media_library.models import Licence
from press.models import TermsVersion
from promotion.models import (
    HomePage,
    OpportunityIndexPage,
    ProvinceIndexPage,
    SectorIndexPage,
    StoryIndexPage,
    StoryPage,
)
from promotion.models.home import HomePicture, HomeProvince, HomeStory
from provinces.models import Indicator, Observation, Province
from provinces.selectors import province_by_code

INDICATOR_FIELDS = ("order", "decimals", "months_valid", "adds_up")
FIXED = {
    "provinces": ProvinceIndexPage,
    "sectors": SectorIndexPage,
    "stories": StoryIndexPage,
    "opportunities": OpportunityIndexPage,
}


def translated(field: str, texts: dict[str, str]) -> dict[str, str]:
    """{column: text} of a translated field, the base column with the Vietnamese text."""
    return {field: texts["vi"]} | {column(field, code): text for code, text in texts.items()}


# --- records --------------------------------------------------------------------------------------------
def ensure_licences() -> None:
    for told in shared()["licences"]:
        values: dict[str, Any] = translated("name", told["name"]) | translated("usage_terms", told["usage_terms"])
        values["valid_until"] = timezone.now() - timedelta(days=told["ended_days_ago"])
        Licence.objects.get_or_create(code=told["code"], defaults=values)


def ensure_terms() -> None:
    """Terms for partners, unless the site has its own."""
    told = shared()["terms"]
    if not TermsVersion.objects.exists():
        texts = translated("title", told["title"]) | translated("body", told["body"])
        TermsVersion.objects.create(number=1, published_at=timezone.now(), **texts)


@transaction.atomic
def ensure_figures(teams: dict[str, Team]) -> int:
    """Indicators and illustrative observations; returns how many observations were added."""
    for told in shared()["indicators"]:
        values: dict[str, Any] = {name: told[name] for name in INDICATOR_FIELDS if name in told}
        for field in ("name", "unit", "definition"):
            values |= translated(field, told[field])
        Indicator.objects.get_or_create(code=told["code"], defaults=values)
    indicators = {row.code: row for row in Indicator.objects.all()}
    source = translated("source", shared()["figures_source"])
    made = 0
    for entry in provinces():
        province = teams[entry["name"]].province
        for told in entry["figures"]:
            made += _observe(indicators[told["indicator"]], province, told["values"], source)
            for slug, values in told.get("former", {}).items():
                made += _observe(indicators[told["indicator"]], Province.objects.get(slug=slug), values, source)
    for told in shared()["country_figures"]:
        made += _observe(indicators[told["indicator"]], None, told["values"], source)
    return made


def _observe(indicator: Indicator, province: Province | None, values: dict[str, Any], source: dict[str, str]) -> int:
    """Yearly figures of a unit, None for the country; returns how many were added."""
    made = 0
    for year, value in values.items():
        _row, new = Observation.objects.get_or_create(
            province=province,
            indicator=indicator,
            period_start=date(int(year), 1, 1),
            period_end=date(int(year), 12, 31),
            defaults={"period_label": year, "value": Decimal(str(value)), "is_illustrative": True} | source,
        )
        made += int(new)
    return made


# --- pages ----------------------------------------------------------------------------------------------
def fill_home(home: HomePage, code: str, photos: dict[str, int], author: Any) -> bool:
    """Give the home page of a language its texts and choice, unless somebody has written there already."""
    told: Entry = shared()["home"]
    home = HomePage.objects.get(pk=home.pk)
    if home.lead or code not in told["title"]:
        return False
    home.title, home.lead = told["title"][code], told["lead"][code]
    home.site_name, home.legal_line = told["site_name"][code], told["legal_line"][code]
    home.hero_id = photos[told["hero"]]
    chosen: dict[str, list[Any]] = {
        "featured_provinces": [HomeProvince(province=province_by_code(entry["code"])) for entry in provinces()],
        "featured_stories": [HomeStory(story=story) for story in _stories(told["stories"], code)],
        "featured_pictures": [HomePicture(photo_id=photos[key]) for key in told["pictures"]],
    }
    for relation, rows in chosen.items():
        for order, row in enumerate(rows):
            row.sort_order = order
        setattr(home, relation, rows)
    home.save_revision(user=author).publish(user=author)
    return True


def _stories(keys: list[str], code: str) -> list[StoryPage]:
    """In the language, else in Vietnamese: the page itself shows each in its reader's best."""
    chosen = []
    for key in keys:
        versions = StoryPage.objects.filter(translation_key=stable_id("story", key))
        story = (
            versions.filter(locale__language_code=code).first() or versions.filter(locale__language_code="vi").first()
        )
        if story is not None:
            chosen.append(story)
    return chosen


def ensure_opportunity_lists(homes: dict[str, HomePage]) -> None:
    """A list of projects in each language: a site has it once it has projects."""
    for home in homes.values():
        fixed_page(OpportunityIndexPage, home, homes[WORKING], "Investment", "investment")


def fill_fixed_pages(home: HomePage, code: str, author: Any) -> None:
    """Titles and leads of the lists, in the languages they are written in; written ones stay."""
    for name, page_type in FIXED.items():
        told = shared()["fixed"][name]
        page = page_type.objects.child_of(home).first()
        if page is None or page.lead or code not in told["title"]:
            continue
        page.title, page.lead = told["title"][code], told["lead"][code]
        page.slug = told["slug"].get(code, told["slug"]["en"])
        page.save_revision(user=author).publish(user=author)
