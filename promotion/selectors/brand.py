"""What a brand page shows beside its own text. A constant number of queries, however much stands on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from media_library.rights.audiences import audience_of
from promotion.brand.markets import markets_for
from promotion.brand.palette import FORMATS, swatches
from promotion.framework.public import told_groups
from promotion.page_pictures import asset_ids_of
from promotion.pictures import desk_of
from promotion.selectors.chosen_stories import chosen_stories

if TYPE_CHECKING:
    from promotion.models import BrandPage


def brand_listings(page: BrandPage, request: HttpRequest, lang: str) -> dict[str, Any]:
    from promotion.selectors.listings import profile_of

    desk_of(request).want(asset_ids_of(page))
    markets = [block["value"] for block in page.markets.get_prep_value()]
    stories = chosen_stories(set(_chosen(page)), lang)
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


def _chosen(page: BrandPage) -> Iterator[int]:
    for block in page.pillars.get_prep_value():
        for item in block["value"].get("stories") or ():
            value = item["value"] if isinstance(item, dict) else item
            if value:
                yield int(value)
