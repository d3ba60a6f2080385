"""The photos that batch editing and exports speak of."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone

from media_library.batch.hindrances import changeable
from media_library.batch.planning import AT_MOST
from media_library.models import Arrival, ArrivalOutcome, BatchEdit, Photo, UploadBatch
from media_library.worklists.conditions import Viewer
from media_library.worklists.query import NotAQuery, condition

WAYS = ("list", "of", "upload", "ids")


class Selection:
    """`list=<query string of the photos list>`: all of it; `of=<id>`: those of a change of one's own;
    `upload=<uuid>`: those that came with an upload of one's own; `ids=1,2,3`.
    """

    def __init__(self, request: HttpRequest, data: QueryDict) -> None:
        self.request = request
        self.way = next((way for way in WAYS if way in data), "ids")
        self.value = data.get(self.way, "")

    @property
    def query(self) -> str:
        """For a link to another page about the same photos."""
        return urlencode({self.way: self.value})

    def photos(self) -> QuerySet[Photo]:
        """Those among them that the user may edit. Raises Http404 for what is no selection."""
        mine = self._limited(changeable(self.request.user))
        found = mine.select_related("latest_revision__user", "province", "licence", "consent").order_by("-pk")
        return found.distinct()

    def _limited(self, photos: QuerySet[Photo]) -> QuerySet[Photo]:
        match self.way:
            case "list":
                try:
                    return photos.filter(condition(QueryDict(self.value), Viewer(self.request.user, timezone.now())))
                except (NotAQuery, ValidationError) as error:
                    raise Http404 from error
            case "of":
                return photos.filter(pk__in=own_change(self.request, self.value).items.values("photo"))
            case "upload":
                return photos.filter(pk__in=_arrived(self.request, self.value))
        numbers = [part for part in self.value.split(",") if _is_number(part)]
        return photos.filter(pk__in=numbers[: AT_MOST + 1])


def own_change(request: HttpRequest, pk: str | int) -> BatchEdit:
    """Raises Http404 for one that isn't there or is somebody else's."""
    return get_object_or_404(BatchEdit.objects.defer("source"), pk=pk if _is_number(str(pk)) else 0, owner=request.user)


def _arrived(request: HttpRequest, uuid: str) -> QuerySet[Arrival, Any]:
    try:
        batch = get_object_or_404(UploadBatch, uuid=UUID(uuid), owner=request.user)
    except ValueError as error:
        raise Http404 from error
    found: QuerySet[Arrival, Any] = batch.arrivals.filter(outcome=ArrivalOutcome.ACCEPTED).values("asset")
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 18
