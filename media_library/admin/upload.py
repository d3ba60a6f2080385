"""The upload page: folders and ZIPs at once, each file with its own outcome.

With JavaScript files are sent resumably (`media_library.uploads.tus`); without it the form sends them all.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from media_library.admin.arrivals import described
from media_library.ingest import Refused
from media_library.models import Upload, UploadBatch, UploadState, WayIn
from media_library.permissions import upload_province_ids
from media_library.uploads import services
from media_library.uploads.tus import may_bring
from media_library.uploads.zip_names import clean_path
from provinces.models import Province
from provinces.selectors import current_provinces

ANNOUNCED_AT_ONCE = 1_000


def provinces_for(user: Any) -> list[Province]:
    """Provinces into whose library the user may upload."""
    provinces = current_provinces()
    return list(provinces if user.is_superuser else provinces.filter(pk__in=upload_province_ids(user)))


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """GET: the page. POST: `files` (one or many) into `province`; JSON where asked for, else the page."""
    provinces = provinces_for(request.user)
    if not provinces:
        raise PermissionDenied
    outcomes: list[dict[str, Any]] = []
    batch = None
    if request.method == "POST" and (files := request.FILES.getlist("files")):
        batch = services.open_batch(request.user, _chosen(request, provinces), WayIn.FORM)
        for file in files:
            services.take_form_file(batch, file, file.name or "?")  # type: ignore[arg-type]
        outcomes = described(request, batch.arrivals.all())
    if request.method == "POST" and request.headers.get("Accept") == "application/json":
        return JsonResponse({"outcomes": outcomes})
    context = {"provinces": provinces, "outcomes": outcomes, "batch": batch, "unfinished": unfinished(request.user)}
    return render(request, "media_library/upload.html", context)


def _chosen(request: HttpRequest, provinces: list[Province]) -> Province:
    allowed = [province.pk for province in provinces]
    if len(provinces) == 1:
        return provinces[0]
    asked = request.POST.get("province", "")
    return get_object_or_404(Province, pk__in=allowed, pk=asked if asked.isdecimal() and len(asked) < 19 else 0)


def unfinished(user: Any) -> QuerySet[Upload]:
    """What the user began to send and can still go on sending, oldest first."""
    begun = Upload.objects.filter(owner=user, state=UploadState.SENDING, expires_at__gt=timezone.now())
    return begun.exclude(offset=F("size")).select_related("batch__province").order_by("pk")


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Announce files that the page's script is about to send: JSON with the batch and each file's address.

    Takes `province` or the `batch` to add to, and `files`: JSON, a list of [name, size in bytes, fingerprint].
    A file that is too big is refused here; one that is here already, wholly or partly, keeps its address.
    """
    provinces = provinces_for(request.user)
    if not provinces:
        raise PermissionDenied
    batch = _batch(request, provinces)
    try:
        files = _announced(request)
        small = [file for file in files if file.size <= services.largest(file.name)]
        uploads = iter(services.resume_or_begin(batch, small))
    except (services.TooMuch, ValueError) as error:
        return JsonResponse({"words": str(error)}, status=413 if isinstance(error, services.TooMuch) else 400)
    answers = [_answer(next(uploads)) if file in small else _too_big(batch, file) for file in files]
    address = reverse("media_library_batch", args=[batch.uuid])
    return JsonResponse({"batch": str(batch.uuid), "url": address, "files": answers}, status=201)


def _batch(request: HttpRequest, provinces: list[Province]) -> UploadBatch:
    named = request.POST.get("batch")
    if not named:
        return services.open_batch(request.user, _chosen(request, provinces))
    try:
        uuid = UUID(named)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(batches_of(request.user), uuid=uuid, province__in=[each.pk for each in provinces])


def _announced(request: HttpRequest) -> list[services.Announced]:
    """The files that the script announces. Raises ValueError for what isn't such a list."""
    try:
        listed = orjson.loads(request.POST.get("files", ""))
        files = [services.Announced(str(name), int(size), str(mark)) for name, size, mark in listed]
    except (TypeError, ValueError) as error:
        raise ValueError(_("The list of files is incomplete. Reload the page.")) from error
    if len(files) > ANNOUNCED_AT_ONCE or any(not 0 <= file.size < 2**62 for file in files):
        raise ValueError(_("The list of files is incomplete. Reload the page."))
    return [services.Announced(clean_path(file.name), file.size, file.fingerprint.replace("\0", "")) for file in files]


def _answer(upload: Upload) -> dict[str, Any]:
    return {
        "url": reverse("media_library_tus_file", args=[upload.uuid]),
        "offset": upload.offset,
        "here": upload.state != UploadState.SENDING,
    }


def _too_big(batch: UploadBatch, file: services.Announced) -> dict[str, Any]:
    words = _("The file is too big (%(size)s; at most %(limit)s). Export a smaller copy.") % {
        "size": filesizeformat(file.size),
        "limit": filesizeformat(services.largest(file.name)),
    }
    services.note(batch, file.name, Refused(file.name, words))
    return {"outcomes": [{"outcome": "refused", "name": file.name, "words": words}]}


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Give up one's unfinished uploads: the one named by `upload`, or all of them."""
    mine = unfinished(request.user)
    if named := request.POST.get("upload"):
        try:
            mine = mine.filter(uuid=UUID(named))
        except ValueError:
            mine = mine.none()
    for begun in mine:
        if may_bring(request.user, begun.batch.province_id):
            services.discard(begun)
    return redirect("media_library_upload")


def batches_of(user: Any) -> QuerySet[UploadBatch]:
    return UploadBatch.objects.filter(owner=user).select_related("province")
