"""`/<lang>/press/kits/<slug>/`: a kit, and its ZIP file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from locales.registry import LANGUAGES, code_of, enabled_codes, tag_of
from media_library.renditions.presets import PRESETS
from media_library.rights import Audience
from media_library.rights.audiences import audience_of
from press import downloads
from press.archive.formats import formats
from press.archive.places import takes_a_place
from press.download_choice import ORIGINAL, SIZES, BadChoice, parse
from press.feeds.following import feed_links
from press.kit_view import KitView
from press.models import Kit
from press.policy import needs_terms
from press.selectors.kits import find_ended, find_kit, present_slug, withdrawn_items
from press.selectors.versions import new_since_taken, versions_of
from press.views.answers import full, kept_as_asked, show, steps
from promotion.languages.reader import reader_language
from promotion.pictures import desk_of
from promotion.subjects import SubjectKind, name_subject

KitPage = Callable[[HttpRequest, str], HttpResponseBase]


class _Ended(Exception):
    """The kit's time is over, and the asker could see it until then."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit


def _kit_or_404(request: HttpRequest, slug: str, at: datetime) -> tuple[KitView, Audience]:
    """Raises Http404 for what the asker may not know of, `_Ended` for what they could see until its end."""
    audience = audience_of(request)
    view = find_kit(audience, reader_language(), at=at, slug=slug)
    if view is None and (over := find_ended(audience, at, slug=slug)):
        raise _Ended(over)
    if view is None:
        raise Http404
    return view, audience


def _follows_its_address(view: KitPage) -> KitPage:
    """A former address leads on to the present one, if the asker may know of the kit; else it isn't there at all."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponseBase:
        try:
            return view(request, slug)
        except _Ended as error:
            context = {"ended_at": error.kit.expires_at, "steps": steps()}
            return show(request, "press/kit_ended.html", context, status=410)
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
    now = timezone.now()
    view, audience = _kit_or_404(request, slug, now)
    versions = versions_of(view.kit, audience, view.lang, now) if not view.is_draft else []
    name_subject(request, SubjectKind.KIT, view.uuid, view.kit.province_id)
    desk_of(request).put([*view.assets, *([view.cover] if view.cover else [])])
    path = reverse("press:kit", args=[slug])
    context = {
        "kit": view,
        "withdrawn": withdrawn_items(view.kit, audience),
        "kit_versions": versions,
        "new_since": new_since_taken(view.kit, audience, view.lang, now) if not view.is_draft else None,
        "must_accept": needs_terms(audience),
        "take": take_options(view),
        "terms_url": f"{reverse('press:terms')}?{urlencode({'next': path})}",
        "feeds": feed_links(view.lang, {"kit": view.uuid}),
        "share_view": view.cover,
        "own_codes": [code_of(tag) for tag in view.languages],
        "steps": steps((view.title.text, view.title.lang, path)),
    }
    return show(request, "press/kit.html", context)


@require_safe
@takes_a_place(full)
@_follows_its_address
def download(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The ZIP of all files or of those named by `asset`; `size`, `captions` and `lang` as in the API."""
    view, audience = _kit_or_404(request, slug, timezone.now())
    if needs_terms(audience):
        back = reverse("press:kit", args=[slug])
        return redirect(f"{reverse('press:terms')}?{urlencode({'next': back})}")
    try:
        choice = parse(request.GET)
    except BadChoice as error:
        if error.field == "asset":
            raise Http404 from error
        context = {"kit": view, "problem": str(error), "steps": steps()}
        return show(request, "press/kit_choice.html", context, status=400)
    if not downloads.has_all(view, choice):
        raise Http404
    if progress := downloads.preparing(view, choice):
        return _prepared_later(request, view, progress)
    return downloads.respond(request, audience, view, choice=choice)


def _prepared_later(request: HttpRequest, view: KitView, progress: downloads.Preparing) -> HttpResponseBase:
    """A page that asks again by itself until the copies are there."""
    context = {"kit": view, "progress": progress, "again": request.get_full_path(), "steps": steps()}
    response = show(request, "press/kit_preparing.html", context, status=202)
    response["Cache-Control"] = "private, no-store"
    response["Refresh"] = str(downloads.ASK_AGAIN)
    return response


def take_options(view: KitView) -> dict[str, Any]:
    """What the form of the download offers: (value, label)."""
    names = {ORIGINAL: _("Original")} | {name: PRESETS[name].label for name in SIZES if name != ORIGINAL}
    return {
        "sizes": [(name, names[name]) for name in SIZES] if any(one.has_pixels for one in view.in_archive) else [],
        "forms": [(one.extension, one.label) for one in formats().values()],
        "languages": [(tag_of(code), LANGUAGES[code].name_native) for code in enabled_codes()],
    }
