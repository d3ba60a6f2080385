"""Media RSS 1.5.1 elements, which Atom and RSS share, the embargo as PRISM names it, the language as Dublin Core."""

from __future__ import annotations

from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]

from media_library.asset_view import AssetView
from press.feeds.selection import Feed, Item
from press.feeds.words import machine_tag, told
from promotion.feeds.words import plain, rfc3339

MEDIA = "http://search.yahoo.com/mrss/"
PRISM = "http://prismstandard.org/namespaces/basic/2.0/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"

_media = ElementMaker(namespace=MEDIA, nsmap={"media": MEDIA})
_prism = ElementMaker(namespace=PRISM, nsmap={"prism": PRISM})
_dc = ElementMaker(namespace=DUBLIN_CORE, nsmap={"dc": DUBLIN_CORE})
SIZES = ("small", "medium", "large")
MEDIUMS = {"photo": "image", "graphic": "image", "video": "video", "document": "document"}


def media_group(feed: Feed, item: Item) -> etree._Element:
    """The picture in all sizes the reader may take, with its texts, credit and licence."""
    view = item.view
    group = _media.group(
        *(
            _media.content(
                url=f"{feed.base}{view.renditions[name].url}",
                type=view.renditions[name].type,
                medium="image",
                width=str(view.renditions[name].width),
                height=str(view.renditions[name].height),
            )
            for name in SIZES
            if name in view.renditions
        ),
    )
    if view.downloadable:
        group.insert(
            0,
            _media.content(
                url=f"{feed.base}{view.original_url}",
                type=view.media_type,
                medium=MEDIUMS[view.kind],
                isDefault="true",
                fileSize=str(view.bytes),
                **_measures(view),
            ),
        )
    group.extend(
        [
            _media.title(plain(view.title.text), type="plain"),
            _media.description(plain(told(view)), type="plain"),
            *_thumbnail(feed, view),
            _media.credit(plain(view.credit_line or view.creator), role="owner", scheme="urn:ebu"),
        ]
    )
    if view.keywords:
        group.append(_media.keywords(plain(", ".join(view.keywords))))
    if view.licence:
        licence = _media.license(plain(view.licence.name.text), type="text/html")
        if view.licence.url:
            licence.set("href", view.licence.url)
        group.append(licence)
    return group


def _thumbnail(feed: Feed, view: AssetView) -> list[etree._Element]:
    """None for what has no pixels."""
    if not view.has_pixels:
        return []
    thumb = view.renditions["thumb"]
    return [_media.thumbnail(url=f"{feed.base}{thumb.url}", width=str(thumb.width), height=str(thumb.height))]


def _measures(view: AssetView) -> dict[str, str]:
    """Width and height in pixels and duration in seconds, of what has them."""
    found = {"width": view.width, "height": view.height, "duration": view.duration}
    return {name: str(value) for name, value in found.items() if value}


def language(item: Item) -> list[etree._Element]:
    """The language of an item that a machine translated, which says so; others have theirs from the feed."""
    tag = machine_tag(item.view)
    return [_dc.language(tag)] if tag else []


def embargo(item: Item) -> list[etree._Element]:
    """When an embargoed item may be used, for programs; its title says it to people."""
    until = item.view.embargo_until
    return [_prism.embargoDate(rfc3339(until))] if item.embargoed and until else []
