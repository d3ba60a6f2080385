"""Reading approved assets. Every function takes the audience and goes through the decision's SQL twin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

import orjson
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.fields import BooleanField
from django.db.models.functions import Cast
from django.utils import timezone

from media_library.asset_view import AssetView
from media_library.models import Asset
from media_library.rights import Audience, AudienceKind, Purpose, sql

Order = Literal["newest", "updated", "relevance"]
Orientation = Literal["landscape", "portrait", "square", "panorama"]

COLUMNS = (
    "pk",
    "approved_body",
    "published__sha256",
    "published__bytes",
    "approved_at",
    "embargo_until",
    "expires_at",
    "licence__valid_until",
    "consent__expires_at",
    "updated_at",
)
"""What the API tells of an asset: a page of it costs one query and no model instances."""
VIEW_COLUMNS = (*COLUMNS, "withdrawn_at", "licence__audience", "downloadable")


def visible(audience: Audience, *, at: datetime | None = None, purpose: Purpose = Purpose.PREVIEW) -> QuerySet[Asset]:
    """Approved assets that this audience may use for `purpose`; public exits show nothing else.

    Without `at` it means the moment at which the database is asked. Staff get here what readers get plus their
    own embargoed and internal assets, but no drafts.
    """
    return _shown(audience, purpose, at) if at else _shown_now(audience, purpose).all()


def _shown(audience: Audience, purpose: Purpose, at: sql.Moment) -> QuerySet[Asset]:
    shown = sql.allowed(audience, purpose, at) & Q(published__isnull=False)
    if audience.kind is AudienceKind.STAFF:
        shown &= Q(approved_at__isnull=False, withdrawn_at__isnull=True)
    return Asset.objects.filter(shown)


@lru_cache(maxsize=256)
def _shown_now(audience: Audience, purpose: Purpose) -> QuerySet[Asset]:
    """Kept, because putting the conditions together costs as much as running them. Never evaluated itself."""
    return _shown(audience, purpose, sql.RightNow())


def rows(assets: QuerySet[Asset]) -> QuerySet[Any, tuple[Any, ...]]:
    """`COLUMNS` of each; the document as text, because orjson reads it faster than Django does."""
    # None of the columns is translated, so nothing is lost without modeltranslation's queryset, which costs a tenth.
    plain: QuerySet[Asset] = QuerySet(Asset, assets.query.chain(), assets.db)
    return plain.annotate(approved_body=Cast("published__body", TextField())).values_list(*COLUMNS)


def _view_rows(assets: QuerySet[Asset], audience: Audience, at: datetime | None) -> QuerySet[Any, tuple[Any, ...]]:
    may_download = sql.allowed(audience, Purpose.DOWNLOAD, at or timezone.now())
    return assets.annotate(
        approved_body=Cast("published__body", TextField()),
        downloadable=Case(When(may_download, then=Value(True)), default=Value(False), output_field=BooleanField()),
    ).values_list(*VIEW_COLUMNS)


def _view(row: Sequence[Any], lang: str) -> AssetView:
    ends = [moment for moment in row[6:9] if moment is not None]
    return AssetView(
        id=row[0],
        body=orjson.loads(row[1]),
        lang=lang,
        sha256=row[2],
        bytes=row[3],
        approved_at=row[4],
        embargo_until=row[5],
        expires_at=min(ends, default=None),
        updated_at=row[9],
        withdrawn_at=row[10],
        licence_audience=row[11] or "",
        downloadable=row[12],
    )


def views(assets: QuerySet[Asset], audience: Audience, lang: str, at: datetime | None = None) -> list[AssetView]:
    """The assets of a queryset that came from `visible`, in its order, for a reader of `lang`. One query."""
    return [_view(row, lang) for row in _view_rows(assets, audience, at)]


def views_of(
    audience: Audience,
    lang: str,
    *,
    ids: Iterable[int] | None = None,
    uuids: Iterable[Any] | None = None,
    at: datetime | None = None,
) -> dict[int, AssetView]:
    """{asset id: view} of those among the given that this audience may see. One query."""
    chosen = Q()
    if ids is not None:
        chosen &= Q(pk__in=set(ids))
    if uuids is not None:
        chosen &= Q(uuid__in=set(uuids))
    return {view.id: view for view in views(visible(audience, at=at).filter(chosen), audience, lang, at)}


def known_uuids(audience: Audience, ids: Iterable[int | None]) -> dict[int, UUID]:
    """{id: UUID} of those that the audience sees, or may be told are gone; to others they don't exist. Two queries."""
    wanted = {pk for pk in ids if pk is not None}
    if not wanted:
        return {}
    found: dict[int, UUID] = {}
    for assets in (Asset.objects.filter(sql.known(audience)), visible(audience)):
        found |= dict(assets.filter(pk__in=wanted).order_by().values_list("pk", "uuid"))
    return found


_LONGEST_LINE = 10
"""Successors of successors that are followed."""


def successors_of(ids: Iterable[int]) -> dict[int, int]:
    """{withdrawn asset: the last of those that took its place, one after the other}; others are left out.

    One query where nothing was replaced, one more for each further step.
    """
    last: dict[int, int] = {}
    asked = set(ids)
    for _step in range(_LONGEST_LINE):
        gone = Asset.objects.filter(pk__in=asked, withdrawn_at__isnull=False, successor__isnull=False)
        steps = dict(gone.order_by().values_list("pk", "successor_id"))
        if not steps:
            break
        last = {first: steps.get(latest, latest) for first, latest in last.items()} if last else steps
        asked = set(last.values())
    return last


@dataclass(frozen=True, slots=True)
class AssetQuery:
    """What a reader looks for. Empty strings don't filter."""

    q: str = ""
    province: str = ""
    """Slug or code of a province in force."""
    sector: str = ""
    kind: str = ""
    licence: str = ""
    orientation: str = ""
    taken_after: datetime | None = None
    taken_before: datetime | None = None
    updated_after: datetime | None = None


COUNTED_AT_MOST = 1000
"""Hits beyond these aren't counted: nobody turns so many pages, and deciding on each of them takes the most time."""


@dataclass(frozen=True, slots=True)
class AssetPage:
    """One page of a search, numbered from 1. `total` counts all hits, `COUNTED_AT_MOST` of them if there are `more`."""

    items: list[AssetView]
    total: int
    number: int
    per_page: int
    more: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


ORIENTATION = {
    "panorama": Q(photo__width__gte=2 * F("photo__height")),
    "square": Q(photo__width__gte=0.95 * F("photo__height"), photo__height__gte=0.95 * F("photo__width")),
    "landscape": Q(photo__width__lt=2 * F("photo__height"), photo__height__lt=0.95 * F("photo__width")),
    "portrait": Q(photo__width__lt=0.95 * F("photo__height")),
}
"""The same bounds as `asset_view.orientation_of`; a test compares them."""


def matching(query: AssetQuery, assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """Those of `assets` that a query finds, unordered. An unknown value finds nothing."""
    from media_library.search import ASSET_INDEX

    if query.province:
        assets = assets.filter(
            Q(province__slug=query.province) | Q(province__code=query.province, province__valid_to__isnull=True)
        )
    if query.sector:
        assets = assets.filter(pk__in=Asset.sectors.through.objects.filter(sector__slug=query.sector).values("asset"))  # type: ignore[attr-defined]
    if query.kind:
        assets = assets.filter(kind=query.kind)
    if query.licence:
        assets = assets.filter(licence__code=query.licence)
    if query.orientation:
        assets = assets.filter(ORIENTATION.get(query.orientation, Q(pk__in=[])))
    if query.taken_after:
        assets = assets.filter(taken_at__gte=query.taken_after)
    if query.taken_before:
        assets = assets.filter(taken_at__lt=query.taken_before)
    if query.updated_after:
        assets = assets.filter(updated_at__gt=query.updated_after)
    if query.q.strip():
        assets = assets.filter(pk__in=ASSET_INDEX.matching(query.q))
    return assets


RANKED_AT_MOST = 240
"""Ranking gives this many best hits; what lies beyond is shown newest first."""


def search(query: AssetQuery, audience: Audience, lang: str, *, page: int = 1, per_page: int = 24) -> AssetPage:
    """One page of what the audience may see of the hits: best first with words, else newest first."""
    from media_library.search import ASSET_INDEX

    words = bool(query.q.strip())
    among = matching(replace(query, q=""), visible(audience))
    ranked: list[int] = []
    if words:
        best, counted = ASSET_INDEX.ranked_and_counted(
            query.q, RANKED_AT_MOST, COUNTED_AT_MOST + 1, among=among.values("pk"), lang=lang
        )
        ranked = [pk for pk, _score in best]
    else:
        counted = among.order_by()[: COUNTED_AT_MOST + 1].count()
    total = min(counted, COUNTED_AT_MOST)
    number = min(max(1, page), max(1, -(-total // per_page)))
    start = (number - 1) * per_page
    if words:
        chosen = _chosen(ranked, query, audience, start, min(per_page, total - start))
        by_id = {view.id: view for view in views(visible(audience).filter(pk__in=chosen), audience, lang)}
        items = [by_id[pk] for pk in chosen if pk in by_id]
    else:
        items = newest(query, audience, lang, per_page, start=start)
    return AssetPage(items, total, number, per_page, more=counted > total)


def newest(query: AssetQuery, audience: Audience, lang: str, limit: int, *, start: int = 0) -> list[AssetView]:
    """What the audience may see of the hits, newest first. One query."""
    found = matching(query, visible(audience)).order_by("-approved_at", "-pk")
    return views(found[start : start + limit], audience, lang)


def _chosen(ranked: list[int], query: AssetQuery, audience: Audience, start: int, count: int) -> list[int]:
    """Best first; hits beyond those that are weighed follow, newest first."""
    chosen = ranked[start : start + count]
    if len(chosen) >= count:
        return chosen
    beyond = max(0, start - len(ranked))
    rest = matching(query, visible(audience)).exclude(pk__in=ranked).order_by("-pk").values_list("pk", flat=True)
    return chosen + list(rest[beyond : beyond + count - len(chosen)])
