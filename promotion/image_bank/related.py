"""Pictures that go with a picture: of the same place, sector, subject or province, nearest first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from media_library.asset_view import AssetView
from media_library.models import Asset
from media_library.rights import Audience
from media_library.search import ASSET_INDEX
from media_library.selectors import AssetQuery, matching, views, visible

CANDIDATES = 18
"""Newest of each group that are weighed. Three groups, three queries, however large the library is."""
WORDS = 2
"""Keywords that are looked for; editors put the most telling ones first."""


def related(view: AssetView, audience: Audience, lang: str, limit: int = 6) -> list[AssetView]:
    """The nearest others that this audience may see, at most `limit`."""
    found: dict[int, AssetView] = {}
    for group in _groups(view, visible(audience).exclude(pk=view.id)):
        newest = group.order_by("-approved_at", "-pk")[:CANDIDATES]
        found.update((other.id, other) for other in views(newest, audience, lang))
    return sorted(found.values(), key=lambda other: (-_nearness(view, other), -other.id))[:limit]


def _groups(view: AssetView, others: QuerySet[Asset]) -> Iterator[QuerySet[Asset]]:
    yield matching(AssetQuery(province=view.province_slug), others)
    if view.sectors:
        yield matching(AssetQuery(sector=view.sectors[0].slug), others)
    if words := view.keywords[:WORDS]:
        yield others.filter(reduce(or_, (Q(pk__in=ASSET_INDEX.matching(word)) for word in words)))


def _nearness(view: AssetView, other: AssetView) -> int:
    """The same place says most, then shared subjects; the province alone says least."""
    place = bool(view.place) and other.body["texts"].get("place") == view.body["texts"].get("place")
    sectors = {sector.slug for sector in view.sectors} & {sector.slug for sector in other.sectors}
    keywords = {word.casefold() for word in view.keywords} & {word.casefold() for word in other.keywords}
    return 6 * place + 3 * len(keywords) + 2 * len(sectors) + (view.province_id == other.province_id)
