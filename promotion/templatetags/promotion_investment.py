"""Facts of projects and campaigns in the reader's words."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from locales.text import LocalText, read
from media_library.asset_view import AssetView
from media_library.licences import countries
from promotion.infrastructure import KINDS, STATES
from promotion.languages.reader import reader_language
from promotion.pictures import desk_of
from promotion.selectors import campaigns, opportunities

register = template.Library()
register.filter("status_words", opportunities.status_words)
register.filter("size_words", opportunities.size_words)
register.filter("takes_offers", opportunities.is_open)
register.filter("period_words", campaigns.period_words)


@register.filter
def country_words(page: Any) -> str:
    return campaigns.country_words(page, reader_language())


@register.filter
def of_kind(blocks: Any, kind: str) -> list[Any]:
    """Of a stream of several kinds of block those of one, in order."""
    return [block for block in blocks if block.block_type == kind]


@register.filter
def infrastructure_kind(value: Any) -> str:
    return str(dict(KINDS).get(value["kind"], ""))


@register.filter
def infrastructure_state(value: Any) -> str:
    return str(dict(STATES).get(value["state"], ""))


@register.filter
def country_name(code: str) -> str:
    """`JP` in the reader's language; empty for none."""
    return countries.spelt([code], reader_language())[0] if code else ""


@register.filter
def sector_words(page: Any) -> LocalText:
    return read(page.sector, "name", reader_language())


@register.simple_tag(takes_context=True)
def brief(context: Context, asset_id: int | None) -> AssetView | None:
    """The document as this reader may take it, or None: an ended or withdrawn one isn't offered at all."""
    request = context.get("request")
    view = desk_of(request).get(asset_id) if request is not None and asset_id else None
    return view if view is not None and view.downloadable else None
