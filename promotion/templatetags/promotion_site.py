"""The frame of the site and the language of what stands in it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from wagtail.models import Page

from locales.machine.selectors import is_machine_made_page
from locales.registry import LANGUAGES, WORKING, tag_of
from locales.text import LocalText
from locales.units import written
from promotion.languages import alternates as languages
from promotion.languages.reader import reader_language
from promotion.selectors.breadcrumbs import Crumb, page_crumbs, view_crumbs
from promotion.selectors.frame import Frame, frame_for

register = template.Library()


def _direction(tag: str) -> str:
    return next((language.direction for language in LANGUAGES.values() if language.tag == tag), "ltr")


def _tag(thing: Any) -> str:
    if isinstance(thing, Page):
        return tag_of(thing.locale.language_code)
    return str(getattr(thing, "lang", thing) or "")


@register.simple_tag
def lang(thing: Any) -> str:
    """` lang="…"` where a page, local text or tag is in another language than the answer; else nothing."""
    tag = _tag(thing)
    own = tag_of(reader_language())
    if not tag or tag == own:
        return ""
    if _direction(tag) == _direction(own):
        return format_html(' lang="{}"', tag)
    return format_html(' lang="{}" dir="{}"', tag, _direction(tag))


@register.filter
def local(text: LocalText | str | None) -> SafeString | str:
    """A local text, inside a span that names its language where that isn't the answer's."""
    if isinstance(text, LocalText) and text and text.lang != tag_of(reader_language()):
        return format_html("<span{}>{}</span>", lang(text), text.text)
    return conditional_escape(str(text or ""))


@register.filter
def number(value: Any) -> str:
    """A number as the answer's language writes it; nothing for nothing."""
    return "" if value is None or value == "" else written(value)


@register.simple_tag
def reader_tag() -> str:
    """BCP 47 tag of the answer's language."""
    return tag_of(reader_language())


@register.simple_tag
def reader_direction() -> str:
    return LANGUAGES[reader_language()].direction


@register.simple_tag(takes_context=True)
def reader_url(context: Context, page: Page) -> str:
    """The page's address for this reader: in the own language, or as a fallback under the reader's prefix."""
    return languages.reader_url(page, reader_language(), context.get("request"))


@register.simple_tag(takes_context=True)
def site_frame(context: Context) -> Frame:
    """Name, navigation and legal line; read once per answer."""
    request = context.get("request")
    known: Frame | None = getattr(request, "_frame", None)
    if known is None:
        known = frame_for(reader_language())
        if request is not None:
            request._frame = known
    return known


@register.simple_tag(takes_context=True)
def alternates(context: Context) -> languages.Alternates | None:
    return languages.of_context(context)


@register.simple_tag
def language_choice(alternate: languages.Alternate) -> str:
    """The link that also remembers the choice."""
    path = languages.in_language(reverse("promotion:language"), alternate.code)
    return f"{path}?to={quote(alternate.url, safe='/')}"


@register.simple_tag(takes_context=True)
def fallback_language(context: Context) -> dict[str, str] | None:
    """Which language is missing and which is given instead, when a page is served as a fallback."""
    page = context.get("page")
    if not isinstance(page, Page) or not page.pk:
        return None
    wanted, given = reader_language(), page.locale.language_code
    if wanted == given or given not in LANGUAGES:
        return None
    return {
        "wanted": LANGUAGES[wanted].name_native,
        "given": LANGUAGES[given].name_native,
        "tag": tag_of(given),
    }


@register.simple_tag(takes_context=True)
def machine_note(context: Context, thing: Any = None) -> dict[str, str] | None:
    """Where the original is of what a machine translated: of this page, or of a view that knows it of itself.

    None where a person wrote or changed every word.
    """
    page = context.get("page")
    versions = languages.of_context(context)
    if isinstance(page, Page) and page.pk:
        shown, made = page.locale.language_code, is_machine_made_page(page)
    else:
        shown, made = reader_language(), bool(getattr(thing, "is_machine_made", False))
    if not made:
        return None
    original = next((version for version in versions.own if version.code == WORKING), None) if versions else None
    if original is None or original.code == shown:
        return {}
    return {"url": original.url, "tag": original.tag, "name": original.name, "direction": original.direction}


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context) -> list[Crumb]:
    """Of a page, or of a view that says its `steps`."""
    frame = site_frame(context)
    page = context.get("page")
    if isinstance(page, Page) and page.pk:
        return page_crumbs(page, context.get("profile"), frame)
    steps = context.get("steps")
    return view_crumbs(steps, frame) if steps else []


@register.simple_tag(takes_context=True)
def absolute(context: Context, path: str) -> str:
    """A path as an address with host, for search engines and share cards."""
    request = context.get("request")
    return str(request.build_absolute_uri(path)) if request is not None else path


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The query string of this address with some parameters set, or taken away where the value is empty."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    text = parameters.urlencode()
    return f"?{text}" if text else "?"


@register.simple_tag
def tongue(thing: Any) -> str:
    """The name of the language that a page or text is in, where that isn't the answer's; else empty."""
    tag = _tag(thing)
    if not tag or tag == tag_of(reader_language()):
        return ""
    return next((language.name_native for language in LANGUAGES.values() if language.tag == tag), tag)
