"""Wagtail's image chooser, limited to approved photos that the editor may see."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern
from django.utils import timezone
from wagtail.images.views.chooser import viewset

from media_library.models import Photo
from media_library.rights import Purpose, sql
from media_library.rights.audiences import audience_of

CLOSED = frozenset({"create"})
"""Uploading in the chooser would go around the upload page, which checks and reads the files."""


def choosable(request: HttpRequest, photos: QuerySet[Photo] | None = None) -> QuerySet[Photo]:
    """Approved photos that this user may see: what pages and kits are built from."""
    may_see = sql.allowed(audience_of(request), Purpose.PREVIEW, timezone.now())
    chosen = Photo.objects.all() if photos is None else photos
    return chosen.filter(may_see, approved_at__isnull=False, withdrawn_at__isnull=True)


def _guarded(view: Callable[..., HttpResponseBase], name: str | None) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = {str(pk) for pk in [*args, *kwargs.values(), *request.GET.getlist("id")]}
        if name in CLOSED or not all(pk.isdecimal() for pk in asked):
            raise Http404
        if asked and choosable(request).filter(pk__in=asked).count() != len(asked):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def guarded_patterns() -> list[URLPattern]:
    """The chooser's own addresses with the check in front, to be mounted before Wagtail's."""
    return [
        URLPattern(pattern.pattern, _guarded(pattern.callback, pattern.name), pattern.default_args)
        for pattern in viewset.get_urlpatterns()
    ]
