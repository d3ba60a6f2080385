"""Pages in the reader's language, else the nearest fallback under the reader's own address."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from promotion.languages.alternates import reader_url
from promotion.languages.reader import reader_codes, reader_language
from promotion.selectors.versions import best_versions


def route_by_language(home: Any, request: HttpRequest, components: list[str]) -> RouteResult:
    """Route a path in the tree of the reader's language, then in those of its fallbacks.

    `home` is any language's front page. Raises Http404 where none of the trees has the path.
    """
    homes = type(home)._default_manager.filter(translation_key=home.translation_key).select_related("locale")
    by_code = {version.locale.language_code: version for version in homes}
    for code in reader_codes(reader_language()):
        if code not in by_code:
            continue
        try:
            return by_code[code].route_in_own_tree(request, components)
        except Http404:
            continue
    raise Http404


def better_address(page: Any, request: HttpRequest) -> str | None:
    """Where this reader should go instead: the page in the own language, or a nearer fallback elsewhere.

    None where the page is what the reader is to get, here.
    """
    lang = reader_language()
    if page.locale.language_code == lang:
        return None
    best = best_versions(Page.objects.filter(translation_key=page.translation_key), lang).first() or page
    target = reader_url(best, lang, request)
    return None if target == request.path else target
