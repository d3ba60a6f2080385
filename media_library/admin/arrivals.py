"""What became of files that came in, in words, for whoever brought them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from media_library.admin.resemblances import resembling
from media_library.models import Arrival, ArrivalOutcome, records_by_id
from media_library.rights import Purpose
from media_library.rights.ask import decision_on
from media_library.rights.audiences import audience_of
from media_library.services import missing_for_approval


def described(request: HttpRequest, arrivals: Iterable[Arrival]) -> list[dict[str, Any]]:
    """Each arrival for a page: what happened, in words, where to go on and what is missing.

    The same number of queries for any number of arrivals. Of an earlier file that the asker may not see,
    nothing is shown.
    """
    listed = list(arrivals)
    photos = records_by_id(arrival.asset_id for arrival in listed if arrival.asset_id)
    shown = [_described(request, arrival, photos.get(arrival.asset_id or 0)) for arrival in listed]
    alike = resembling(request, photos)
    for arrival, told in zip(listed, shown, strict=True):
        if arrival.outcome == ArrivalOutcome.ACCEPTED and arrival.asset_id in alike:
            told["resembles"] = alike[arrival.asset_id]
    return shown


def _described(request: HttpRequest, arrival: Arrival, photo: Any) -> dict[str, Any]:
    shown: dict[str, Any] = {"outcome": arrival.outcome, "name": arrival.path}
    match arrival.outcome:
        case ArrivalOutcome.REFUSED:
            return {**shown, "words": arrival.reason}
        case ArrivalOutcome.DUPLICATE:
            return {**shown, **_earlier(request, photo)}
    if photo is None:
        return {**shown, "words": _("Taken in, and deleted since.")}
    missing = missing_for_approval(photo) if photo.approved_at is None else []
    return {
        **shown,
        "words": _("Taken in as a draft."),
        "asset": photo.pk,
        "title": photo.title_vi or photo.title,
        "url": reverse(f"{photo.admin_namespace}:edit", args=[photo.pk]),
        **_thumbnail(photo),
        "missing": missing,
    }


def _thumbnail(record: Any) -> dict[str, str]:
    """Of what has pixels; the page leaves the place of others empty."""
    return {"thumbnail": reverse("media:rendition", args=[record.uuid, "thumb.webp"])} if record.has_pixels else {}


def _earlier(request: HttpRequest, photo: Any) -> dict[str, Any]:
    """The file that was there before, shown only to those who may see it."""
    audience = audience_of(request)
    if photo is None:
        return {"words": _("The library had this very file already; it has been deleted since. Send it again.")}
    if not (audience.works_in(photo.province_id) or decision_on(photo, audience, Purpose.PREVIEW).allowed):
        words = _("The library has this very file already, in another province's part. Ask the administrators.")
        return {"words": words}
    shown = {
        "words": _("The library has this very file already: “%s”.") % (photo.title_vi or photo.title),
        **_thumbnail(photo),
    }
    if audience.works_in(photo.province_id):
        shown["url"] = reverse(f"{photo.admin_namespace}:edit", args=[photo.pk])
    return shown
