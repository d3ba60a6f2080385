"""Atom 1.0 (RFC 4287) with Media RSS, and tombstones (RFC 6721) for what was withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime

from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]

from press.feeds.media_rss import DUBLIN_CORE, MEDIA, PRISM, embargo, language, media_group
from press.feeds.selection import Feed, Item, Tombstone
from press.feeds.words import headline, language_of, rights, told, urn
from promotion.feeds.words import plain, rfc3339

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)
"""Atom wants a time even of an empty feed."""

_a = ElementMaker(
    namespace=ATOM, nsmap={None: ATOM, "media": MEDIA, "at": TOMBSTONES, "prism": PRISM, "dc": DUBLIN_CORE}
)
_at = ElementMaker(namespace=TOMBSTONES, nsmap={"at": TOMBSTONES})


def render(feed: Feed) -> bytes:
    root = _a.feed(
        _a.id(feed.url),
        _a.title(plain(feed.title)),
        _a.updated(rfc3339(feed.updated or NOTHING_YET)),
        _a.author(_a.name(plain(feed.title))),
        _a.link(rel="self", type="application/atom+xml", href=feed.url),
        _a.link(rel="alternate", type="text/html", href=feed.home, hreflang=feed.tag),
        *(_entry(feed, entry) if isinstance(entry, Item) else _gone(entry) for entry in feed.entries),
    )
    root.set(XML_LANG, feed.tag)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _entry(feed: Feed, item: Item) -> etree._Element:
    view = item.view
    entry = _a.entry(
        _a.id(urn(item)),
        _a.title(plain(headline(item))),
        _a.updated(rfc3339(item.updated)),
        _a.published(rfc3339(view.approved_at or item.updated)),
        _a.author(_a.name(plain(view.creator or view.province_name.text))),
        _a.link(rel="alternate", type="text/html", href=f"{feed.base}{view.html_url}"),
        _a.summary(plain(told(view)), type="text"),
        _a.rights(plain(rights(view))),
        _a.category(
            term=view.province_slug, scheme=f"{feed.base}/api/v1/provinces", label=plain(view.province_name.text)
        ),
        *(
            _a.category(term=sector.slug, scheme=f"{feed.base}/api/v1/sectors", label=plain(sector.name.text))
            for sector in view.sectors
        ),
    )
    entry.set(XML_LANG, language_of(view) or feed.tag)
    if view.downloadable:
        href, size = f"{feed.base}{view.original_url}", str(view.bytes)
        entry.append(_a.link(rel="enclosure", type=view.media_type, length=size, href=href))
    if view.licence and view.licence.url:
        entry.append(_a.link(rel="license", href=view.licence.url))
    entry.extend([*language(item), *embargo(item), media_group(feed, item)])
    return entry


def _gone(entry: Tombstone) -> etree._Element:
    stone = _at("deleted-entry", ref=urn(entry), when=rfc3339(entry.updated))
    if entry.reason:
        comment = _at.comment(plain(entry.reason.text))
        comment.set(XML_LANG, entry.reason.lang)
        stone.append(comment)
    return stone
