"""What stands in a feed of stories: the newest that anybody may read, each in the language nearest to the reader's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from locales.machine.selectors import machine_made_pages
from locales.registry import tag_of
from locales.text import read
from media_library.asset_view import AssetView
from promotion.languages.alternates import reader_url
from promotion.pictures import desk_of
from promotion.selectors.frame import frame_for
from promotion.selectors.listings import stories
from provinces.models import Province

NEWEST = 30
NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)
"""Atom wants a time even of an empty feed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A story. `key` is the same in all languages: a translation that comes later updates the entry.

    `tag` is the BCP 47 tag of the language it really comes in; `url` is absolute.
    """

    key: UUID
    tag: str
    by_machine: bool
    title: str
    lead: str
    author: str
    province: str
    published: datetime
    updated: datetime
    url: str
    picture: AssetView | None


@dataclass(frozen=True, slots=True)
class StoryFeed:
    """Newest first. Addresses are absolute; `base` is scheme and host."""

    tag: str
    base: str
    url: str
    home: str
    title: str
    publisher: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=NOTHING_YET)


def select(request: HttpRequest, lang: str, province: Province | None) -> StoryFeed:
    """A constant number of queries. `lang` is the active language."""
    base = f"{request.scheme}://{request.get_host()}"
    pages = list(stories(lang, province_id=province.pk if province else None)[:NEWEST])
    desk = desk_of(request)
    desk.want(page.hero_id for page in pages)
    by_machine = machine_made_pages(pages, ("title", "lead"))
    site = frame_for(lang).name.text
    parts = [_("Stories"), str(read(province, "name", lang)) if province else "", site]
    entries = tuple(
        Entry(
            key=page.translation_key,
            tag=tag_of(page.locale.language_code),
            by_machine=page.pk in by_machine,
            title=page.title,
            lead=page.lead,
            author=page.author,
            province=str(read(page.province, "name", lang)) if page.province_id else "",
            published=timezone.make_aware(datetime.combine(page.date, time())),
            updated=page.last_published_at or timezone.make_aware(datetime.combine(page.date, time())),
            url=base + reader_url(page, lang),
            picture=desk.get(page.hero_id),
        )
        for page in pages
    )
    query = f"?province={province.slug}" if province else ""
    return StoryFeed(
        tag=tag_of(lang),
        base=base,
        url=f"{base}{request.path}{query}",
        home=f"{base}/{lang}/",
        title=" – ".join(part for part in parts if part),
        publisher=site,
        entries=entries,
    )
