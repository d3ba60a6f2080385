"""What became of my last 300 files: one's batches, and each batch file by file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from media_library.admin.arrivals import described
from media_library.admin.upload import batches_of
from media_library.batch.planning import AT_MOST
from media_library.models import ArrivalOutcome, Photo, UploadBatch, UploadState
from media_library.uploads.tus import may_bring

PER_PAGE = 50
TOGETHER = 500
"""Files of one link to batch editing: its address has to stay short enough for every server on the way."""

COUNTS = {
    "accepted": Count("arrivals", filter=Q(arrivals__outcome=ArrivalOutcome.ACCEPTED)),
    "duplicate": Count("arrivals", filter=Q(arrivals__outcome=ArrivalOutcome.DUPLICATE)),
    "refused": Count("arrivals", filter=Q(arrivals__outcome=ArrivalOutcome.REFUSED)),
}


@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """One's own batches, newest first, with what became of them."""
    mine = batches_of(request.user).annotate(**COUNTS).order_by("-created_at", "-pk")
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("p"))
    _count_unfinished(page.object_list)
    return render(request, "media_library/upload_batches.html", {"page": page})


def _count_unfinished(listed: Any) -> None:
    """How many files of each batch are still on their way; one query for the page."""
    open_uploads = UploadBatch.objects.filter(pk__in=[batch.pk for batch in listed])
    counts = dict(
        open_uploads.annotate(unfinished=Count("uploads", filter=~Q(uploads__state=UploadState.FINISHED))).values_list(
            "pk", "unfinished"
        )
    )
    for batch in listed:
        batch.unfinished = counts.get(batch.pk, 0)


@require_GET
def batch(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One batch, file by file; `show` limits it to an outcome."""
    found = get_object_or_404(batches_of(request.user).annotate(**COUNTS), uuid=uuid)
    if not may_bring(request.user, found.province_id):
        raise Http404
    arrivals = found.arrivals.order_by("pk")
    show = request.GET.get("show", "")
    if show in ArrivalOutcome.values:
        arrivals = arrivals.filter(outcome=show)
    page = Paginator(arrivals, PER_PAGE).get_page(request.GET.get("p"))
    uploads = found.uploads.exclude(state=UploadState.FINISHED)
    context = {
        "batch": found,
        "page": page,
        "show": show,
        "outcomes": described(request, page.object_list),
        "sending": uploads.filter(state=UploadState.SENDING).exclude(offset=F("size")),
        "working": [upload for upload in uploads if upload.offset == upload.size],
        "edit_links": _edit_links(found),
        "tabs": _tabs(found),
    }
    return render(request, "media_library/upload_batch.html", context)


def _tabs(found: Any) -> list[tuple[str, str, int]]:
    counts = {value: getattr(found, value) for value in ArrivalOutcome.values}
    return [("", "", sum(counts.values())), *((choice.value, str(choice.label), counts[choice.value])
                                               for choice in ArrivalOutcome)]  # fmt: skip


def _edit_links(found: UploadBatch) -> list[tuple[int, int, str]]:
    """Batch editing of what was taken in: (first, last, address) for every TOGETHER files."""
    try:
        address = reverse("media_library_batch_edit")
    except NoReverseMatch:
        return []
    accepted = found.arrivals.filter(outcome=ArrivalOutcome.ACCEPTED).order_by("pk").values("asset")
    ids = list(Photo.objects.filter(pk__in=accepted).order_by("pk").values_list("pk", flat=True))
    if 0 < len(ids) <= AT_MOST:
        return [(1, len(ids), f"{address}?upload={found.uuid}")]
    return [
        (start + 1, start + len(part), f"{address}?ids={','.join(map(str, part))}")
        for start in range(0, len(ids), TOGETHER)
        if (part := ids[start : start + TOGETHER])
    ]
