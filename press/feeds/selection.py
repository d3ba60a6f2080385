"""What stands in a feed: the newest of what its reader may pass on, and tombstones of what was taken back.

Everything goes through the rights decision's SQL twin. The number of queries is fixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from locales.registry import tag_of
from locales.text import LocalText, read
from media_library.asset_view import AssetView
from media_library.models import Asset
from media_library.reasons import reason_in
from media_library.rights import Audience, Purpose, sql
from media_library.selectors import matching, views, visible
from press.feeds.query import FeedQuery
from press.kit_drafts import shown_title
from press.models import PublishedItem

NEWEST = 100


@dataclass(frozen=True, slots=True)
class Item:
    """An asset as the feed's reader sees it. `updated` moves on every change, and at the end of its embargo."""

    view: AssetView
    updated: datetime
    embargoed: bool


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An asset this reader could see, taken back at `updated` for `reason`."""

    uuid: UUID
    kind: str
    updated: datetime
    reason: LocalText
    successor: UUID | None


@dataclass(frozen=True, slots=True)
class Feed:
    """Newest first. Addresses are absolute; `base` is scheme and host."""

    query: FeedQuery
    base: str
    url: str
    title: str
    entries: tuple[Item | Tombstone, ...]

    @property
    def tag(self) -> str:
        return tag_of(self.query.lang)

    @property
    def home(self) -> str:
        """The page for people: of the kit, of the search in the image bank, else the press room."""
        root = f"{self.base}/{self.query.lang}"
        if self.query.kit is not None:
            return f"{root}/press/kits/{self.query.kit.slug}/"
        if search := self.query.search:
            return f"{root}/images/?{urlencode(search)}"
        return f"{root}/press/"

    @property
    def updated(self) -> datetime | None:
        return self.entries[0].updated if self.entries else None


def select(query: FeedQuery, audience: Audience, at: datetime, *, base: str, url: str) -> Feed:
    """The feed's contents for an audience at a moment (aware)."""
    entries: list[Item | Tombstone] = [*_items(query, audience, at), *_tombstones(query, audience)]
    entries.sort(key=lambda entry: (entry.updated, _identity(entry)), reverse=True)
    return Feed(query, base, url, _title(query), tuple(entries[:NEWEST]))


def _asked(query: FeedQuery, assets: QuerySet[Asset]) -> QuerySet[Asset]:
    found = matching(query.as_asset_query(), assets)
    if query.kit is None:
        return found
    return found.filter(pk__in=PublishedItem.objects.filter(kit=query.kit).order_by().values("asset"))


def _items(query: FeedQuery, audience: Audience, at: datetime) -> list[Item]:
    """Changed last, and released last: the end of an embargo changes no row, but makes an asset new to readers."""
    allowed, lang = _asked(query, visible(audience, at=at, purpose=Purpose.REDISTRIBUTION)), query.lang
    changed = views(allowed.order_by("-updated_at", "-pk")[:NEWEST], audience, lang, at)
    released = allowed.filter(embargo_until__lte=at).order_by("-embargo_until", "-pk")[:NEWEST]
    found = {view.id: view for view in (*changed, *views(released, audience, lang, at))}
    return [_item(view, at) for view in found.values()]


def _item(view: AssetView, at: datetime) -> Item:
    until = view.embargo_until
    embargoed = until is not None and at < until
    released = until if until is not None and not embargoed else view.updated_at
    return Item(view, max(view.updated_at, released), embargoed)


def _tombstones(query: FeedQuery, audience: Audience) -> list[Tombstone]:
    gone = _asked(query, Asset.objects.filter(sql.known(audience))).order_by("-withdrawn_at", "-pk")
    columns = ("uuid", "kind", "withdrawn_at", "successor__uuid", "withdrawal_reason", "withdrawal_reason_texts")
    return [
        Tombstone(uuid, kind, at, reason_in(reason, texts, query.lang), successor)
        for uuid, kind, at, successor, reason, texts in gone.values_list(*columns)[:NEWEST]
    ]


def _identity(entry: Item | Tombstone) -> str:
    return entry.view.uuid if isinstance(entry, Item) else str(entry.uuid)


def _title(query: FeedQuery) -> str:
    """Called under the feed's language."""
    parts = [_("Pictures for the press")]
    if query.kit is not None and (title := shown_title(query.kit, query.lang)):
        parts.append(title.text)
    if query.q:
        parts.append(f"“{query.q}”")
    for record in (query.province, query.sector):
        name = read(record, "name", query.lang) if record is not None else LocalText()
        if name:
            parts.append(name.text)
    return " – ".join(parts)
