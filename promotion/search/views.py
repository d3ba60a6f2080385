"""`/<lang>/search/?q=`: pages, pictures and kits on one page; `/<lang>/search/suggest/?q=`: what it may become."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from locales.registry import tag_of
from media_library.models import AssetKind
from media_library.rights import Audience
from media_library.rights.audiences import audience_of
from media_library.selectors import AssetQuery
from media_library.selectors import search as search_assets
from promotion.image_bank.kinds import counted
from promotion.image_bank.query import WORDS_AT_MOST
from promotion.languages.reader import reader_language
from promotion.pictures import desk_of
from promotion.search.pictures import picture_hits
from promotion.search.selectors import search_pages
from promotion.search.sources import PICTURES, all_sources
from promotion.search.spelling import did_you_mean
from promotion.search.suggestions import suggest

PICTURES_SHOWN = 8


def words_of(request: HttpRequest) -> str:
    """What was typed, on one line and without characters that can't be seen."""
    typed = request.GET.get("q", "")
    return " ".join("".join(c if c.isprintable() else " " for c in typed).split())[:WORDS_AT_MOST]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    lang, audience, words = reader_language(), audience_of(request), words_of(request)
    context: dict[str, Any] = {
        "words": words,
        "steps": [(_("Search"), tag_of(lang), reverse("promotion:search"))],
        "robots": "noindex, follow",
    }
    if words:
        results = _results(request, words, audience, lang)
        correction = did_you_mean(words, audience, lang, list(all_sources().values()), results["total"])
        if correction and not results["total"]:
            # Nothing to show, so the reader needn't ask again; the page says what was done.
            results = _results(request, correction.words, audience, lang) | {"instead": True}
        context |= results | {"correction": correction}
    return render(request, "promotion/search.html", context)


def _results(request: HttpRequest, words: str, audience: Audience, lang: str) -> dict[str, Any]:
    pages = search_pages(words, lang, request.GET.get("page"))
    found = search_assets(AssetQuery(q=words), audience, lang, per_page=PICTURES_SHOWN)
    sections = [
        section for source in all_sources().values() if (section := source.section(request, words, audience, lang))
    ]
    desk = desk_of(request)
    desk.put(found.items)
    desk.want_heroes([pages.pages])
    return {
        "hits": pages.hits,
        "pager": pages.pager,
        "found": found,
        "pictures_counted": counted(AssetKind.PHOTO, found.total, more=found.more),
        "picture_hits": picture_hits(found.items, words, lang),
        "sections": [section for section in sections if section.hits],
        "searched": words,
        "total": pages.pager.total + found.total + sum(section.total for section in sections),
    }


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """`{"suggestions": [{"text", "lang"}]}`; with `in=images` only out of pictures."""
    lang, audience = reader_language(), audience_of(request)
    sources = [PICTURES] if request.GET.get("in") == "images" else list(all_sources().values())
    found = suggest(words_of(request), audience, lang, sources)  # type: ignore[arg-type]
    answer = {"suggestions": [{"text": one.text, "lang": one.lang} for one in found]}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
