"""`/<lang>/fact-sheets/<province>.pdf`: the sheet, or a page that says it is being made."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from locales.registry import tag_of
from locales.text import read
from media_library.delivery.responses import CachePolicy, send
from promotion.fact_sheet import store
from promotion.fact_sheet.content import FactSheet, fact_sheet_of
from promotion.languages.alternates import reader_url
from promotion.languages.reader import reader_language
from provinces.models import Province

LOOK_AGAIN_AFTER = 3
"""Seconds. A sheet takes about half a second, when its turn comes."""
TRIES = 20
"""So often the waiting page looks by itself; then people decide."""


@require_safe
def fact_sheet(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The file where it says what the profile says now, else 202 and the file is made.

    404 exactly where the reader would get no profile of the province. The same for everybody, staff included: what
    isn't public is on no sheet.
    """
    lang = reader_language()
    sheet = fact_sheet_of(get_object_or_404(Province, slug=slug), lang)
    if sheet is None:
        raise Http404
    found = store.kept(sheet)
    if found is None:
        store.ask_for(sheet)
        found = store.kept(sheet)  # a queue that works at once has made it
    return _file(request, sheet, found) if found else _waiting(request, sheet)


def _file(request: HttpRequest, sheet: FactSheet, found: store.Kept) -> HttpResponseBase:
    answer = send(
        request,
        found.source,
        media_type="application/pdf",
        filename=f"{sheet.province.slug}-{tag_of(sheet.lang)}.pdf",
        etag=sheet.digest,
        last_modified=found.made_at,
        cache=CachePolicy.public(expires_at=sheet.banner.closes_at if sheet.banner else None),
        repr_digest_sha256=None,
        as_attachment=True,
    )
    answer.headers.setdefault("Content-Language", tag_of(sheet.lang))
    return answer


def _waiting(request: HttpRequest, sheet: FactSheet) -> HttpResponse:
    """202 with a time to come back, for programs in Retry-After and for browsers in Refresh."""
    tried = request.GET.get("tried", "")
    tries = min(int(tried), TRIES) + 1 if tried.isascii() and tried.isdigit() and len(tried) < 4 else 1
    again = f"{reverse('promotion:fact-sheet', args=[sheet.province.slug])}?tried={tries}"
    context = {
        "title": read(sheet.province, "name", sheet.lang),
        "profile_url": reader_url(sheet.page, sheet.lang, request),
        "again": again,
        "gave_up": tries > TRIES,
        "robots": "noindex",
    }
    response = render(request, "promotion/fact_sheet/waiting.html", context, status=202)
    response["Cache-Control"] = "private, no-store"
    response["Retry-After"] = str(LOOK_AGAIN_AFTER)
    if tries <= TRIES:
        response["Refresh"] = f"{LOOK_AGAIN_AFTER}; url={again}"
    return response
