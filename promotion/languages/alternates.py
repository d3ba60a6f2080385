"""The same content in the other languages: for the switcher, for hreflang, and for the canonical address."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from locales.registry import INTERNATIONAL, LANGUAGES, WORKING, enabled_codes, tag_of
from promotion.languages.reader import reader_codes, reader_language
from promotion.selectors.versions import versions_of


@dataclass(frozen=True, slots=True)
class Alternate:
    """Where the content is for readers of a language. `own`: it is really in that language there."""

    code: str
    tag: str
    name: str
    direction: str
    url: str
    own: bool
    current: bool
    delivered: str
    """Name of the language that readers really get there."""


@dataclass(frozen=True, slots=True)
class Alternates:
    all: tuple[Alternate, ...]
    canonical: str
    """Path of the version that search engines are to keep."""
    default: str
    """Path for readers of all other languages (x-default)."""

    @property
    def own(self) -> tuple[Alternate, ...]:
        return tuple(alternate for alternate in self.all if alternate.own)


def in_language(path: str, code: str) -> str:
    """The path with its language replaced: `/vi/images/` → `/en/images/`; `/<code>/` where it has none."""
    first, _slash, rest = path.lstrip("/").partition("/")
    return f"/{code}/{rest}" if first in LANGUAGES else f"/{code}/"


def page_url(page: Page, request: HttpRequest | None = None) -> str:
    """The page's own path, in its own language."""
    return str(page.get_url(request) or "/")


def reader_url(page: Page, lang: str, request: HttpRequest | None = None) -> str:
    """The path at which a reader of `lang` gets this page: its own, or as a fallback in the reader's tree."""
    own = page_url(page, request)
    return own if page.locale.language_code == lang else in_language(own, lang)


def of_page(request: HttpRequest, page: Page) -> Alternates:
    """One query for the versions."""
    enabled = enabled_codes()
    versions = versions_of(page)
    own = {code: page_url(versions[code], request) for code in enabled if code in versions}
    urls: dict[str, tuple[str, str]] = {}
    for code in enabled:
        delivered = next((wanted for wanted in reader_codes(code) if wanted in own), None)
        if delivered is None:
            urls[code] = (f"/{code}/", code)
        else:
            urls[code] = (own[code] if delivered == code else in_language(own[delivered], code), delivered)
    canonical = own.get(page.locale.language_code) or page_url(page, request)
    default = own.get(INTERNATIONAL) or own.get(WORKING) or canonical
    return Alternates(_alternates(urls, set(own)), canonical, default)


def of_path(request: HttpRequest, own_codes: Collection[str] | None = None) -> Alternates:
    """For addresses that exist in every language. `own_codes`: where it is really in that language."""
    enabled = enabled_codes()
    real = [code for code in enabled if own_codes is None or code in own_codes] or list(enabled)
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    urls = {
        code: (
            in_language(request.path, code) + query,
            next((c for c in reader_codes(code) if c in real), code),
        )
        for code in enabled
    }
    lang = reader_language()
    kept = next((code for code in reader_codes(lang) if code in real), real[0])
    default = INTERNATIONAL if INTERNATIONAL in real else real[0]
    return Alternates(_alternates(urls, set(real)), in_language(request.path, kept), in_language(request.path, default))


def _alternates(urls: dict[str, tuple[str, str]], own: set[str]) -> tuple[Alternate, ...]:
    lang = reader_language()
    return tuple(
        Alternate(
            code=code,
            tag=tag_of(code),
            name=LANGUAGES[code].name_native,
            direction=LANGUAGES[code].direction,
            url=url,
            own=code in own,
            current=code == lang,
            delivered=LANGUAGES[delivered].name_native,
        )
        for code, (url, delivered) in urls.items()
    )


def of_context(context: Any) -> Alternates | None:
    """For whatever a template shows; None outside of a request. Found once per answer."""
    request = context.get("request")
    if request is None:
        return None
    known: Alternates | None = getattr(request, "_alternates", None)
    if known is None:
        page = context.get("page")
        if isinstance(page, Page) and page.pk:
            known = of_page(request, page)
        else:
            known = of_path(request, context.get("own_codes"))
        request._alternates = known
    return known
