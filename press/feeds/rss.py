"""RSS 2.0 with Media RSS. RSS knows no tombstones, so a withdrawn item stays under its guid and says so."""

from __future__ import annotations

from email.utils import format_datetime

from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]

from press.feeds.media_rss import DUBLIN_CORE, MEDIA, PRISM, embargo, language, media_group
from press.feeds.selection import Feed, Item, Tombstone
from press.feeds.words import gone_headline, headline, rights, told, urn
from promotion.feeds.words import plain

ATOM = "http://www.w3.org/2005/Atom"

_rss = ElementMaker(nsmap={"atom": ATOM, "media": MEDIA, "prism": PRISM, "dc": DUBLIN_CORE})
_item = ElementMaker()
_atom = ElementMaker(namespace=ATOM, nsmap={"atom": ATOM})
_dc = ElementMaker(namespace=DUBLIN_CORE, nsmap={"dc": DUBLIN_CORE})


def render(feed: Feed) -> bytes:
    channel = _item.channel(
        _item.title(plain(feed.title)),
        _item.link(feed.home),
        _item.description(plain(feed.title)),
        _item.language(feed.tag.lower()),
        _atom.link(rel="self", type="application/rss+xml", href=feed.url),
    )
    if feed.updated:
        channel.append(_item.lastBuildDate(format_datetime(feed.updated)))
    channel.extend([_entry(feed, entry) if isinstance(entry, Item) else _gone(feed, entry) for entry in feed.entries])
    return etree.tostring(_rss.rss(channel, version="2.0"), xml_declaration=True, encoding="utf-8")


def _entry(feed: Feed, item: Item) -> etree._Element:
    view = item.view
    entry = _item.item(
        _item.title(plain(headline(item))),
        _item.link(f"{feed.base}{view.html_url}"),
        _item.guid(urn(item), isPermaLink="false"),
        _item.pubDate(format_datetime(item.updated)),
        _item.description(plain(told(view))),
        *(_item.category(plain(sector.name.text)) for sector in view.sectors),
        _item.category(plain(view.province_name.text)),
        _dc.creator(plain(view.creator or view.credit_line)),
        _dc.rights(plain(rights(view))),
    )
    if view.downloadable:
        href = f"{feed.base}{view.original_url}"
        entry.append(_item.enclosure(url=href, length=str(view.bytes), type=view.media_type))
    entry.extend([*language(item), *embargo(item), media_group(feed, item)])
    return entry


def _gone(feed: Feed, entry: Tombstone) -> etree._Element:
    return _item.item(
        _item.title(plain(gone_headline())),
        _item.link(feed.home),
        _item.guid(urn(entry), isPermaLink="false"),
        _item.pubDate(format_datetime(entry.updated)),
        _item.description(plain(entry.reason.text)),
    )
