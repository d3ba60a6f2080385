"""Which pictures a page is about: `?ids=1,2,3`, or the query string of the photos list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from media_library.models import KINDS, Asset, Photo
from media_library.worklists.conditions import Viewer
from media_library.worklists.query import NotAQuery, canonical, condition
from provinces.scoped_admin import visible_to

MOST = 1000
"""Pictures that are looked at together."""

LONGEST_ADDRESS = 6000
"""Characters of ids that a link may carry: servers and proxies cut longer addresses."""


def ids_in(text: str) -> list[int]:
    """The numbers of a list such as "12,7,9", each once, at most `MOST`. Raises Http404 for anything else."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isascii() and part.isdecimal() and len(part) <= 18 for part in parts):
        raise Http404
    return list(dict.fromkeys(int(part) for part in parts))[:MOST]


def joined(ids: Iterable[int]) -> str:
    """The ids for an address, as many as one can carry."""
    text = ",".join(str(pk) for pk in ids)
    return text if len(text) <= LONGEST_ADDRESS else text[:LONGEST_ADDRESS].rsplit(",", 1)[0]


def selected(request: HttpRequest) -> QuerySet[Any]:
    """What a request is about, of what the user sees; unlimited and unordered.

    `ids` name assets of any kind. Without them and without a search it is the whole list of photos.
    Raises Http404 for what is no selection.
    """
    photos: QuerySet[Photo] = visible_to(request.user, Photo)
    if "ids" in request.GET:
        seen = Q()
        for kind, model in KINDS.items():
            seen |= Q(kind=kind, province__in=visible_to(request.user, model).order_by().values("province"))
        return Asset.objects.filter(seen, pk__in=ids_in(request.GET["ids"]))
    try:
        return photos.filter(condition(request.GET, Viewer(request.user, timezone.now())))
    except NotAQuery as error:
        raise Http404 from error


def chosen_ids(request: HttpRequest) -> list[int]:
    """The ids of a selection in the order in which they were given, else the newest changes first; at most `MOST`."""
    found = list(selected(request).order_by("-updated_at", "-pk").values_list("pk", flat=True)[: MOST + 1])
    if "ids" in request.GET:
        order = {pk: place for place, pk in enumerate(ids_in(request.GET["ids"]))}
        found.sort(key=order.__getitem__)
    return found[:MOST]


def query_of(request: HttpRequest) -> str:
    """The selection as a query string for a link to another page about it."""
    if "ids" in request.GET:
        return f"ids={joined(ids_in(request.GET['ids']))}"
    try:
        return canonical(request.GET)
    except NotAQuery:
        return ""
