"""What matches a member's interests: conditions for the database, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from locales.registry import column
from media_library.models import Asset
from media_library.rights import Audience
from media_library.search import ASSET_INDEX
from media_library.selectors import visible as visible_assets
from press.models import Interests, Member, PublishedItem
from press.search import KIT_INDEX


@dataclass(frozen=True, slots=True)
class Wish:
    """Ids of provinces and sectors, words to search for, language codes. An empty side is open."""

    provinces: tuple[int, ...] = ()
    sectors: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return not (self.provinces or self.sectors or self.topics or self.languages)


def wish_of(interests: Interests) -> Wish:
    """Two queries."""
    return Wish(
        tuple(interests.provinces.order_by("pk").values_list("pk", flat=True)),
        tuple(interests.sectors.order_by("pk").values_list("pk", flat=True)),
        tuple(interests.topics),
        tuple(interests.languages),
    )


def wish_of_member(member: Member | None) -> Wish:
    interests = Interests.objects.filter(member=member).first() if member else None
    return wish_of(interests) if interests else Wish()


def assets_wished(wish: Wish) -> Q:
    """The condition on `Asset`; who may see them is asked beside it."""
    found = Q()
    if wish.provinces:
        found &= Q(province__in=wish.provinces)
    if wish.sectors:
        through: Any = Asset.sectors.through  # type: ignore[attr-defined]
        found &= Q(pk__in=through.objects.filter(sector__in=wish.sectors).values("asset"))
    if wish.topics:
        found &= _any(wish.topics, lambda word: Q(pk__in=ASSET_INDEX.matching(word)))
    if wish.languages:
        found &= _any(wish.languages, lambda code: Q(published__body__texts__title__has_key=code))
    return found


def kits_wished(wish: Wish, audience: Audience, at: datetime) -> Q:
    """The condition on `Kit`. Sectors and topics of a kit are those of its pictures that the audience may see."""
    found = Q()
    if wish.provinces:
        found &= Q(province__in=wish.provinces)
    if wish.sectors:
        found &= _holds(Wish(sectors=wish.sectors), audience, at)
    if wish.topics:
        in_texts = _any(wish.topics, lambda word: Q(pk__in=KIT_INDEX.matching(word)))
        found &= in_texts | _holds(Wish(topics=wish.topics), audience, at)
    if wish.languages:
        found &= _any(wish.languages, lambda code: Q(**{f"{column('title', code)}__gt": ""}))
    return found


def own_first(kits: QuerySet[Any], wish: Wish, audience: Audience, at: datetime) -> QuerySet[Any]:
    """The same kits, those that match first, each marked by `is_wished`; newest first among both."""
    matches = Case(When(kits_wished(wish, audience, at), then=Value(True)), default=Value(False))
    return kits.annotate(is_wished=matches).order_by("-is_wished", *kits.query.order_by)


def _holds(wish: Wish, audience: Audience, at: datetime) -> Q:
    pictures: QuerySet[Asset] = visible_assets(audience, at=at).filter(assets_wished(wish))
    return Q(Exists(PublishedItem.objects.filter(kit=OuterRef("pk"), asset__in=pictures.values("pk"))))


def _any(values: Iterable[str], condition: Callable[[str], Q]) -> Q:
    return reduce(or_, map(condition, values))
