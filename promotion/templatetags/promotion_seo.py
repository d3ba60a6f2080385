"""Structured data and share cards."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page

from locales.registry import tag_of
from media_library.asset_view import AssetView
from promotion.languages.alternates import page_url
from promotion.languages.reader import reader_language
from promotion.models import CampaignPage, OpportunityPage, ProvincePage, StoryPage
from promotion.pictures import desk_of
from promotion.seo import jsonld
from promotion.templatetags.promotion_site import absolute as absolute_url
from promotion.templatetags.promotion_site import breadcrumbs, site_frame

register = template.Library()

# What could end a script element or open a comment inside it; the same set as Django's `json_script`.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(data: jsonld.JsonLd) -> SafeString:
    """A data block: never executed, so no policy on scripts asks anything of it (HTML, 4.12.1)."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    # Escaped above for the one place it stands in.
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


@register.simple_tag(takes_context=True)
def share_image(context: Context) -> AssetView | None:
    """The picture that stands for what is shown: the view's own, or the page's opening picture."""
    view = context.get("share_view")
    if isinstance(view, AssetView):
        return view if view.has_pixels else None
    request, page = context.get("request"), context.get("page")
    if request is None or not isinstance(page, Page):
        return None
    return desk_of(request).get(getattr(page, "hero_id", None))


@register.simple_tag(takes_context=True)
def share_card(context: Context) -> str:
    """The address of the page's share card; empty for what is no stored page. Its file asks the decision itself.

    The query makes programs fetch it again once title or picture are others than when they last did.
    """
    page = context.get("page")
    if not isinstance(page, Page) or not page.pk:
        return ""
    picture = share_image(context)
    told = f"{page.title}:{picture.sha256 if picture else ''}"
    return f"{reverse('share-card', args=[page.pk])}?v={hashlib.sha256(told.encode()).hexdigest()[:12]}"


@register.simple_tag(takes_context=True)
def structured_data(context: Context) -> SafeString:
    """All data blocks of an answer: of the page or of the view's picture, and the way down to it."""
    request = context.get("request")
    if request is None:
        return mark_safe("")

    def absolute(path: str) -> str:
        return absolute_url(context, path)

    blocks: list[jsonld.JsonLd] = []
    page, view = context.get("page"), context.get("share_view")
    if isinstance(page, Page) and page.pk:
        blocks.append(_page_data(context, page, absolute))
        if isinstance(page, ProvincePage) and (figures := _figures(context, page, absolute)):
            blocks.append(figures)
    elif isinstance(view, AssetView):
        blocks.append(jsonld.media_object(view, absolute))
    if crumbs := breadcrumbs(context):
        blocks.append(jsonld.breadcrumb_list(crumbs, absolute))
    return mark_safe("\n".join(json_ld(block) for block in blocks))  # noqa: S308  (each is escaped)


def _page_data(context: Context, page: Any, absolute: jsonld.Absolute) -> jsonld.JsonLd:
    url = absolute(page_url(page, context["request"]))
    hero = share_image(context)
    if isinstance(page, ProvincePage):
        return jsonld.administrative_area(page, {"url": url, "former": context.get("former", [])}, hero, absolute)
    if isinstance(page, StoryPage):
        return jsonld.article(page, url, str(site_frame(context).name), hero, absolute)
    if isinstance(page, OpportunityPage):
        return jsonld.project_page(page, url, str(page.province_name), hero, absolute)
    if isinstance(page, CampaignPage):
        told = {"url": url, "organizer": str(site_frame(context).name), "place": str(page.province_name) or "Viet Nam"}
        return jsonld.campaign(page, told, hero, absolute)
    return jsonld.web_page(page, url, hero, absolute)


def _figures(context: Context, page: ProvincePage, absolute: jsonld.Absolute) -> jsonld.JsonLd | None:
    code, tag = page.province.code, tag_of(reader_language())
    told = {"province": page.title}
    return jsonld.dataset(
        page,
        {
            "url": absolute(page_url(page, context["request"])),
            "publisher": str(site_frame(context).name),
            "name": _("Figures of %(province)s") % told,
            "description": _(
                "Figures of %(province)s, of the units it was formed from and of Viet Nam, each with its unit, period, "
                "source and definition. Figures before and after a merger are kept apart; illustrative ones are marked."
            )
            % told,
            "charts": context.get("charts", []),
            "figures": context.get("figures", []),
            "downloads": {
                "text/csv": f"{reverse('api:province_figures_csv', args=[code])}?lang={tag}",
                "application/json": f"{reverse('api:list_indicators', args=[code])}?lang={tag}&history=true",
            },
        },
        absolute,
    )
