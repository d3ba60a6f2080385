"""Walks the public site by its own links, as Django answers them: no browser, no network.

A page is read once. Addresses with a query (filters, searches, pages of lists) are asked for, but only those links
are followed from them that have no query themselves: filters could be combined without end.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree, html

from locales.registry import LANGUAGES

HOST = "testserver"
REDIRECTS = 4
CHOOSES_LANGUAGE = re.compile(r"^/[a-z-]+/language/$")
BYTES = re.compile(r"^/(media|iiif)/|/download/$")
"""Files: asked for whether they are there."""
COMBINED_IN = frozenset({"vi", "en", "lo"})
"""Filters and sums of filters lead to the same pages in every language; they are tried in three."""


@dataclass(frozen=True, slots=True)
class Link:
    page: str
    """The address it stands on."""
    target: str
    """Path and query."""
    fragment: str


@dataclass(slots=True)
class Visit:
    """What one address answered; `kind` is the page's type or the view's name."""

    path: str
    status: int
    kind: str
    queries: int
    content_type: str = ""
    body: bytes = b""
    anchors: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()

    @property
    def language(self) -> str:
        return self.path.lstrip("/").partition("/")[0]

    @property
    def structured(self) -> list[str]:
        """The JSON-LD blocks as they stand in the page."""
        tree = html.fromstring(self.body)
        return [block.text or "" for block in tree.iterfind('.//script[@type="application/ld+json"]')]


@dataclass(slots=True)
class Crawl:
    visits: dict[str, Visit] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def pages(self) -> Iterator[Visit]:
        for visit in self.visits.values():
            if visit.status == 200 and visit.content_type.startswith("text/html"):
                yield visit


def crawl(client: Client, starts: Iterable[str]) -> Crawl:
    """Everything that can be reached from `starts`."""
    found = Crawl()
    waiting = deque(starts)
    known = set(waiting)
    while waiting:
        path = waiting.popleft()
        visit = visited(client, path)
        found.visits[path] = visit
        found.links += visit.links
        for link in visit.links:
            if link.target in known or _is_endless(path, link.target):
                continue
            known.add(link.target)
            waiting.append(link.target)
    return found


def _is_endless(path: str, target: str) -> bool:
    if "?" not in target:
        return False
    return "?" in path or (target.count("/") > 1 and target.split("/")[1] in set(LANGUAGES) - COMBINED_IN)


def visited(client: Client, path: str) -> Visit:
    """Ask for one address, redirects followed."""
    if path.startswith("/static/"):
        there = finders.find(unquote(urlsplit(path).path).removeprefix("/static/")) is not None
        return Visit(path, 200 if there else 404, "static", 0)
    is_page = BYTES.search(urlsplit(path).path) is None
    with CaptureQueriesContext(connection) as asked:
        response: Any = client.get(path) if is_page else client.head(path)
    for _again in range(REDIRECTS):
        if response.status_code not in (301, 302):
            break
        target = urljoin(path, response["Location"])
        with CaptureQueriesContext(connection) as asked:
            response = client.get(target)
    visit = Visit(path, response.status_code, _kind(response), len(asked), response.get("Content-Type", ""))
    if is_page and visit.content_type.startswith("text/html"):
        visit.body = response.content
        visit.anchors, visit.links = _read(path, visit.body)
    response.close()
    return visit


def _kind(response: Any) -> str:
    page = None
    for context in response.context or ():
        if "page" in context and hasattr(context["page"], "page_ptr_id"):
            page = context["page"]
            break
    if page is not None:
        return str(type(page).__name__)
    match = getattr(response, "resolver_match", None)
    return match.view_name or match.route if match else "?"


def _read(path: str, body: bytes) -> tuple[frozenset[str], tuple[Link, ...]]:
    tree = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    anchors = frozenset(str(name) for name in tree.xpath("//@id | //a/@name"))
    return anchors, tuple(dict.fromkeys(_links(path, tree)))


def _links(path: str, tree: etree._Element) -> Iterator[Link]:
    base = f"http://{HOST}{path}"
    values = [
        str(value) for value in tree.xpath("//a/@href | //link/@href | //img/@src | //script/@src | //form/@action")
    ]
    for srcset in tree.xpath("//@srcset"):
        values += [part.split()[0] for part in str(srcset).split(",") if part.strip()]
    for value in values:
        address, fragment = urldefrag(urljoin(base, value))
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.hostname != HOST:
            continue
        if CHOOSES_LANGUAGE.match(parts.path):
            # It leads to where it says, and there would be one for each page and language.
            chosen = parse_qs(parts.query).get("to")
            if chosen:
                yield Link(path, chosen[0], "")
                continue
        yield Link(path, parts.path + (f"?{parts.query}" if parts.query else ""), unquote(fragment))
