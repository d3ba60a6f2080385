"""`/<lang>/press/kits/<slug>/`: a kit, and its ZIP file."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from locales.registry import code_of
from media_library.rights import Audience
from media_library.rights.audiences import audience_of
from press import downloads
from press.feeds.following import feed_links
from press.kit_view import KitView
from press.policy import needs_terms
from press.selectors.kits import find_kit, present_slug, withdrawn_items
from press.views.answers import kept_as_asked, show, steps
from promotion.languages.reader import reader_language
from promotion.pictures import desk_of
from promotion.subjects import SubjectKind, name_subject

KitPage = Callable[[HttpRequest, str], HttpResponseBase]


def _kit_or_404(request: HttpRequest, slug: str) -> tuple[KitView, Audience]:
    audience = audience_of(request)
    view = find_kit(audience, reader_language(), slug=slug)
    if view is None:
        raise Http404
    return view, audience


def _follows_its_address(view: KitPage) -> KitPage:
    """A former address leads on to the present one, if the asker may know of the kit; else it isn't there at all."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponseBase:
        try:
            return view(request, slug)
        except Http404:
            present = present_slug(audience_of(request), slug)
            if present is None:
                raise
            match = request.resolver_match
            query = request.META.get("QUERY_STRING", "")
            path = reverse(match.view_name, args=[present]) if match else f"../{present}/"
            return kept_as_asked(request, HttpResponsePermanentRedirect(f"{path}?{query}" if query else path))

    return answer


@require_safe
@_follows_its_address
def kit(request: HttpRequest, slug: str) -> HttpResponseBase:
    view, audience = _kit_or_404(request, slug)
    name_subject(request, SubjectKind.KIT, view.uuid, view.kit.province_id)
    desk_of(request).put([*view.assets, *([view.cover] if view.cover else [])])
    path = reverse("press:kit", args=[slug])
    context = {
        "kit": view,
        "withdrawn": withdrawn_items(view.kit, audience),
        "must_accept": needs_terms(audience),
        "terms_url": f"{reverse('press:terms')}?{urlencode({'next': path})}",
        "feeds": feed_links(view.lang, {"kit": view.uuid}),
        "share_view": view.cover,
        "own_codes": [code_of(tag) for tag in view.languages],
        "steps": steps((view.title.text, view.title.lang, path)),
    }
    return show(request, "press/kit.html", context)


@require_safe
@_follows_its_address
def download(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The ZIP of all pictures, or of those named by `asset` (uuid, repeatable)."""
    view, audience = _kit_or_404(request, slug)
    if needs_terms(audience):
        back = reverse("press:kit", args=[slug])
        return redirect(f"{reverse('press:terms')}?{urlencode({'next': back})}")
    return downloads.respond(request, audience, view, chosen(request, view))


def chosen(request: HttpRequest, view: KitView) -> set[UUID] | None:
    """The pictures asked for; None for all. Raises Http404 for one that this reader can't have."""
    asked = request.GET.getlist("asset")
    if not asked:
        return None
    try:
        uuids = {UUID(text) for text in asked}
    except ValueError as error:
        raise Http404 from error
    if not uuids <= {UUID(asset.uuid) for asset in view.in_archive}:
        raise Http404
    return uuids
