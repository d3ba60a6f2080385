"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). What it has no words for stands under `_rights`
and, of texts that a machine translated, under `_translation`.
"""

from __future__ import annotations

from typing import Any

import orjson

from press.feeds.selection import Feed, Item, Tombstone
from press.feeds.words import gone_headline, headline, language_of, machine_tag, told, urn
from promotion.feeds.words import rfc3339


def render(feed: Feed) -> bytes:
    return orjson.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": feed.home,
            "feed_url": feed.url,
            "language": feed.tag,
            "items": [_item(feed, entry) if isinstance(entry, Item) else _gone(feed, entry) for entry in feed.entries],
        }
    )


def _item(feed: Feed, item: Item) -> dict[str, Any]:
    view = item.view
    until = view.embargo_until
    data: dict[str, Any] = {
        "id": urn(item),
        "url": f"{feed.base}{view.html_url}",
        "title": headline(item),
        "content_text": told(view),
        "date_published": rfc3339(view.approved_at or item.updated),
        "date_modified": rfc3339(item.updated),
        "authors": [{"name": view.creator}] if view.creator else [],
        "tags": [sector.name.text for sector in view.sectors],
        "language": language_of(view) or feed.tag,
        "_rights": {
            "credit_line": view.credit_line,
            "digital_source_type": view.digital_source_type.uri,
            "licence": view.licence.code if view.licence else "",
            "usage_terms": view.licence.usage_terms.text if view.licence else "",
            "embargo_until": rfc3339(until) if item.embargoed and until else None,
            "expires_at": rfc3339(view.expires_at) if view.expires_at else None,
        },
    }
    if tag := machine_tag(view):
        data["_translation"] = {"machine": True, "language": tag}
    if view.has_pixels:
        data["image"] = f"{feed.base}{view.renditions['large'].url}"
    if view.downloadable:
        href = f"{feed.base}{view.original_url}"
        data["attachments"] = [{"url": href, "mime_type": view.media_type, "size_in_bytes": view.bytes}]
    return data


def _gone(feed: Feed, entry: Tombstone) -> dict[str, Any]:
    return {
        "id": urn(entry),
        "url": feed.home,
        "title": gone_headline(),
        "content_text": entry.reason.text or gone_headline(),
        "date_modified": rfc3339(entry.updated),
        "_rights": {"withdrawn_at": rfc3339(entry.updated), "reason": entry.reason.text},
    }
