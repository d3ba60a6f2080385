"""What a brand page shows beside its own text. A constant number of queries, however much stands on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from wagtail.models import Page

from media_library.rights.audiences import audience_of
from promotion.brand.markets import markets_for
from promotion.brand.palette import FORMATS, swatches
from promotion.framework.public import told_groups
from promotion.page_pictures import asset_ids_of
from promotion.pictures import desk_of
from promotion.selectors.versions import best_versions

if TYPE_CHECKING:
    from promotion.models import BrandPage, StoryPage


def brand_listings(page: BrandPage, request: HttpRequest, lang: str) -> dict[str, Any]:
    from promotion.selectors.listings import profile_of

    desk_of(request).want(asset_ids_of(page))
    markets = [block["value"] for block in page.markets.get_prep_value()]
    stories = stories_that_prove(page, lang)
    return {
        "profile": profile_of(lang, page.province_id),
        "markets": markets_for(markets, lang, audience_of(request).country),
        "told_stories": stories,
        "proof_stories": list(stories.values()),
        "groups": told_groups(page, lang),
        "palette_forms": list(FORMATS.items()) if _has_colours(page) else [],
    }


def _has_colours(page: BrandPage) -> bool:
    """And a page of its own to fetch them from: a preview of a new page has none yet."""
    return bool(page.live and swatches(block["value"] for block in page.palette.get_prep_value()))


def stories_that_prove(page: BrandPage, lang: str) -> dict[int, StoryPage]:
    """{id of a page chosen in a pillar: that story for this reader}. Those that aren't public aren't there.

    Two queries: the translation keys of what was chosen, and their best versions.
    """
    from promotion.models import StoryPage

    chosen = set(_chosen(page))
    if not chosen:
        return {}
    keys = dict(Page.objects.filter(pk__in=chosen).values_list("pk", "translation_key"))
    stories = best_versions(StoryPage.objects.filter(translation_key__in=keys.values()), lang)
    by_key = {story.translation_key: story for story in stories.select_related("province")}
    return {pk: by_key[key] for pk, key in keys.items() if key in by_key}


def _chosen(page: BrandPage) -> Iterator[int]:
    for block in page.pillars.get_prep_value():
        for item in block["value"].get("stories") or ():
            value = item["value"] if isinstance(item, dict) else item
            if value:
                yield int(value)
