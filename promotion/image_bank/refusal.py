"""What is said about a picture that isn't shown: the gate's own answer, so that page and file never differ."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from media_library.delivery import gate
from media_library.models import Asset
from media_library.rights import Purpose


def refused(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """410 for whoever may know that it is gone; raises Http404 for everybody else."""
    photo = gate.find_record(uuid)
    if refusal := gate.check(request, photo, Purpose.PREVIEW):
        return refusal
    # Staff may look at their own drafts and withdrawn pictures elsewhere; this page shows what was approved.
    if photo.withdrawn_at is not None:
        return gate.gone(request, Asset.objects.get(pk=photo.pk))
    raise Http404
