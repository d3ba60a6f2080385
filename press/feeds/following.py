"""How a page or a saved search is followed: the addresses of its feeds, in every format, and none with a token."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from locales.registry import tag_of

FORMATS = (
    ("Atom", "application/atom+xml", "feeds:atom"),
    ("RSS 2.0", "application/rss+xml", "feeds:rss"),
    ("JSON Feed", "application/feed+json", "feeds:json-feed"),
    ("ninjs 3.1", "application/json", "feeds:ninjs"),
)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """Name of the format, media type, path with its query."""

    name: str
    type: str
    url: str


def feed_links(lang: str, asked: dict[str, str]) -> list[FeedLink]:
    """`asked`: the feeds' parameters besides the language (code)."""
    query = urlencode({"lang": tag_of(lang), **asked})
    return [FeedLink(name, media_type, f"{reverse(route)}?{query}") for name, media_type, route in FORMATS]
