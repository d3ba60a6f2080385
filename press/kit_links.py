"""Kits that pages of the site lead to, for readers who may open them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from media_library.rights.audiences import audience_of
from press.selectors.kits import find_kit
from promotion.kit_links import KitLink


def link_to_kit(request: HttpRequest, slug: str, lang: str) -> KitLink | None:
    view = find_kit(audience_of(request), lang, slug=slug)
    return KitLink(view.title, reverse("press:kit", args=[slug])) if view is not None else None
