"""A feed of stories as Atom 1.0 (RFC 4287) or RSS 2.0, both with Media RSS for the picture."""

from __future__ import annotations

from email.utils import format_datetime

from django.utils.translation import gettext as _
from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]

from promotion.feeds.selection import Entry, StoryFeed
from promotion.feeds.words import plain, rfc3339, translated_by_machine

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "http://search.yahoo.com/mrss/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_a = ElementMaker(namespace=ATOM, nsmap={None: ATOM, "media": MEDIA, "dc": DUBLIN_CORE})
_rss = ElementMaker(nsmap={"atom": ATOM, "media": MEDIA, "dc": DUBLIN_CORE})
_item = ElementMaker()
_atom = ElementMaker(namespace=ATOM, nsmap={"atom": ATOM})
_media = ElementMaker(namespace=MEDIA, nsmap={"media": MEDIA})
_dc = ElementMaker(namespace=DUBLIN_CORE, nsmap={"dc": DUBLIN_CORE})


def atom(feed: StoryFeed) -> bytes:
    root = _a.feed(
        _a.id(feed.url),
        _a.title(plain(feed.title)),
        _a.updated(rfc3339(feed.updated)),
        _a.author(_a.name(plain(feed.publisher))),
        _a.link(rel="self", type="application/atom+xml", href=feed.url),
        _a.link(rel="alternate", type="text/html", href=feed.home, hreflang=feed.tag),
        *(_atom_entry(feed, entry) for entry in feed.entries),
    )
    root.set(XML_LANG, feed.tag)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _atom_entry(feed: StoryFeed, entry: Entry) -> etree._Element:
    made = _a.entry(
        _a.id(f"urn:uuid:{entry.key}"),
        _a.title(plain(entry.title)),
        _a.updated(rfc3339(entry.updated)),
        _a.published(rfc3339(entry.published)),
        _a.author(_a.name(plain(entry.author or entry.province or feed.publisher))),
        _a.link(rel="alternate", type="text/html", href=entry.url, hreflang=entry.tag),
        _a.summary(plain(_told(entry)), type="text"),
    )
    if entry.province:
        made.append(_a.category(term=plain(entry.province)))
    made.set(XML_LANG, entry.tag)
    made.extend([*_language(entry), *_picture(feed, entry)])
    return made


def rss(feed: StoryFeed) -> bytes:
    channel = _item.channel(
        _item.title(plain(feed.title)),
        _item.link(feed.home),
        _item.description(plain(feed.title)),
        _item.language(feed.tag.lower()),
        _item.lastBuildDate(format_datetime(feed.updated)),
        _atom.link(rel="self", type="application/rss+xml", href=feed.url),
    )
    channel.extend([_rss_item(feed, entry) for entry in feed.entries])
    return etree.tostring(_rss.rss(channel, version="2.0"), xml_declaration=True, encoding="utf-8")


def _rss_item(feed: StoryFeed, entry: Entry) -> etree._Element:
    made = _item.item(
        _item.title(plain(entry.title)),
        _item.link(entry.url),
        _item.guid(f"urn:uuid:{entry.key}", isPermaLink="false"),
        _item.pubDate(format_datetime(entry.published)),
        _item.description(plain(_told(entry))),
        _dc.creator(plain(entry.author or entry.province or feed.publisher)),
    )
    if entry.province:
        made.append(_item.category(plain(entry.province)))
    made.extend([*_language(entry, always=entry.tag != feed.tag), *_picture(feed, entry)])
    return made


def _told(entry: Entry) -> str:
    """The lead, with what readers must know of the text: these formats have no field for it."""
    return f"{entry.lead} [{_('Machine translation')}]".strip() if entry.by_machine else entry.lead


def _language(entry: Entry, *, always: bool = False) -> list[etree._Element]:
    """Of what a machine translated, with the extension that says so; else where the format has no other way."""
    if entry.by_machine:
        return [_dc.language(translated_by_machine(entry.tag))]
    return [_dc.language(entry.tag)] if always else []


def _picture(feed: StoryFeed, entry: Entry) -> list[etree._Element]:
    """The opening picture with its words and credit, where anybody may see it."""
    view = entry.picture
    if view is None or not view.has_pixels:
        return []
    shown = view.renditions["medium"]
    content = _media.content(
        _media.description(plain(view.alt_text.text), type="plain"),
        _media.credit(plain(view.credit_line)),
        url=f"{feed.base}{shown.url}",
        medium="image",
        width=str(shown.width),
        height=str(shown.height),
    )
    return [content]
