"""A brand page's parts in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context

from locales.text import LocalText, read
from media_library.asset_view import AssetView
from media_library.models import AssetKind
from promotion.languages.reader import reader_language
from promotion.pictures import desk_of

register = template.Library()


@register.simple_tag(takes_context=True)
def proving(context: Context, chosen: Iterable[Any]) -> list[Any]:
    """The stories among those chosen that this reader may read, in the editors' order, each once."""
    told = context.get("told_stories") or {}
    found = (told.get(page.pk) for page in chosen or () if page is not None)
    return list(dict.fromkeys(story for story in found if story is not None))


@register.simple_tag(takes_context=True)
def told_story(context: Context, chosen: Any) -> Any:
    """The chosen story for this reader; None where it isn't public or none was chosen."""
    return next(iter(proving(context, [chosen])), None)


@register.simple_tag
def element_words(element: Any) -> LocalText:
    return read(element, "name", reader_language())


@register.simple_tag(takes_context=True)
def offered(context: Context, files: Any) -> list[AssetView]:
    """The files of a block that this reader may know of, in order: the decision's answer, asked once for all."""
    request = context.get("request")
    if request is None or not files:
        return []
    desk = desk_of(request)
    views = (desk.get(block.value.pk) for block in files if block.value is not None)
    return [view for view in views if view is not None]


@register.simple_tag(takes_context=True)
def sign_of(context: Context, photo: Any, files: list[AssetView]) -> AssetView | None:
    """What a logo is shown as: its own picture, else the first of its files that has a look."""
    request = context.get("request")
    shown = desk_of(request).get(photo.pk) if request is not None and photo is not None else None
    if shown is not None:
        return shown
    return next((view for view in files if view.has_pixels or view.kind == AssetKind.GRAPHIC), None)
