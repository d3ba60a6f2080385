"""The upload page: a folder at once, each file with its own outcome."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from media_library.ingest import Accepted, Duplicate, Outcome, Refused, ingest
from media_library.models import Photo
from media_library.permissions import upload_province_ids
from media_library.rights import Purpose
from media_library.rights.ask import decision_on
from media_library.rights.audiences import audience_of
from provinces.models import Province
from provinces.selectors import current_provinces


def provinces_for(user: Any) -> list[Province]:
    """Provinces into whose library the user may upload."""
    provinces = current_provinces()
    return list(provinces if user.is_superuser else provinces.filter(pk__in=upload_province_ids(user)))


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """GET: the page. POST: `files` (one or many) into `province`; JSON for the page's script, else the page."""
    provinces = provinces_for(request.user)
    if not provinces:
        raise PermissionDenied
    outcomes: list[dict[str, str]] = []
    if request.method == "POST":
        province = _chosen(request, provinces)
        outcomes = [
            describe(request, ingest(file, file.name or "?", province=province, actor=request.user))  # type: ignore[arg-type]
            for file in request.FILES.getlist("files")
        ]
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"outcomes": outcomes})
    return render(request, "media_library/upload.html", {"provinces": provinces, "outcomes": outcomes})


def _chosen(request: HttpRequest, provinces: list[Province]) -> Province:
    allowed = [province.pk for province in provinces]
    if len(provinces) == 1:
        return provinces[0]
    return get_object_or_404(Province, pk__in=allowed, pk=request.POST.get("province") or 0)


def describe(request: HttpRequest, outcome: Outcome) -> dict[str, str]:
    """An outcome for the page: what happened, in words, and where to go on."""
    match outcome:
        case Accepted(name=name, photo=photo):
            return {
                "outcome": "accepted",
                "name": name,
                "words": _("Taken in as a draft."),
                "url": reverse("photos:edit", args=[photo.pk]),
                "thumbnail": reverse("media:rendition", args=[photo.uuid, "thumb.webp"]),
            }
        case Duplicate(name=name, of=of):
            return _describe_duplicate(request, name, of.pk)
        case Refused(name=name, reason=reason):
            return {"outcome": "refused", "name": name, "words": reason}


def _describe_duplicate(request: HttpRequest, name: str, pk: int) -> dict[str, str]:
    """Shows the earlier file only to those who may see it."""
    earlier = Photo.objects.select_related("licence", "consent").get(pk=pk)
    if not decision_on(earlier, audience_of(request), Purpose.PREVIEW).allowed:
        words = _("The library has this very file already, in another province's part. Ask the administrators.")
        return {"outcome": "duplicate", "name": name, "words": words}
    shown = {
        "outcome": "duplicate",
        "name": name,
        "words": _("The library has this very file already: “%s”.") % (earlier.title_vi or earlier.title),
        "thumbnail": reverse("media:rendition", args=[earlier.uuid, "thumb.webp"]),
    }
    if audience_of(request).works_in(earlier.province_id):
        shown["url"] = reverse("photos:edit", args=[earlier.pk])
    return shown
