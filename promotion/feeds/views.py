"""`/<lang>/stories/atom.xml` and `rss.xml`, with `?province=<slug>`. Kept, tagged and answered 304 as pages are."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from promotion.feeds import formats
from promotion.feeds.selection import StoryFeed, select
from promotion.languages.reader import reader_language
from provinces.models import Province


def _answer(request: HttpRequest, render: Callable[[StoryFeed], bytes], media_type: str) -> HttpResponse:
    slug = request.GET.get("province", "")
    province = None
    if slug:
        province = Province.objects.filter(slug=slug[:80].replace("\0", ""), valid_to=None).first()
        if province is None:
            raise Http404
    feed = select(request, reader_language(), province)
    return HttpResponse(render(feed), content_type=f"{media_type}; charset=utf-8")


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    return _answer(request, formats.atom, "application/atom+xml")


@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    return _answer(request, formats.rss, "application/rss+xml")
