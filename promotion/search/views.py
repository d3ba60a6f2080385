"""`/<lang>/search/?q=`: pages and pictures on one page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from locales.registry import tag_of
from media_library.rights.audiences import audience_of
from media_library.selectors import AssetQuery
from media_library.selectors import search as search_assets
from promotion.image_bank.query import WORDS_AT_MOST
from promotion.languages.reader import reader_language
from promotion.pictures import desk_of
from promotion.search.selectors import search_pages

PICTURES = 8


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    lang = reader_language()
    words = " ".join("".join(c if c.isprintable() else " " for c in request.GET.get("q", "")).split())[:WORDS_AT_MOST]
    context: dict[str, Any] = {
        "words": words,
        "steps": [(_("Search"), tag_of(lang), reverse("promotion:search"))],
        "robots": "noindex, follow",
    }
    if words:
        hits = search_pages(words, lang, request.GET.get("page"))
        found = search_assets(AssetQuery(q=words), audience_of(request), lang, per_page=PICTURES)
        desk = desk_of(request)
        desk.put(found.items)
        desk.want_heroes([hits.pages])
        context |= {"hits": hits.pages, "pager": hits.pager, "found": found}
    return render(request, "promotion/search.html", context)
