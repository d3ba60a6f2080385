"""Writing receipts: before the first byte leaves, so that nothing leaves without one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from media_library.rights import Audience, AudienceKind
from press.models import Kit, Receipt, ShareLink, Way

SAME_DOWNLOAD = timedelta(days=1)
"""A resumed or repeated conditional request within this time belongs to the delivery that has its receipt."""


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """What one receipt is about; size in bytes."""

    asset_id: int
    asset_uuid: UUID
    variant: str
    sha256: str
    bytes: int


def record(
    request: HttpRequest, audience: Audience, files: Iterable[DeliveredFile], *, way: Way, kit: Kit | None = None
) -> int:
    """A receipt for each file; how many were written. Only partners sign for files, so 0 for everybody else.

    Whoever comes by a share link (`request.share_link`) takes them that way, out of its kit.
    """
    if audience.kind is not AudienceKind.PARTNER or audience.organisation_id is None:
        return 0
    link: ShareLink | None = getattr(request, "share_link", None)
    if link is not None:
        way, kit = Way.SHARE, link.kit
    wanted = list(files)
    if continues(request):
        wanted = _without_receipt(audience.organisation_id, wanted, way, link)
    token = getattr(request, "press_token", None)
    member = getattr(request, "press_member", None)
    lines = [
        Receipt(
            organisation_id=audience.organisation_id,
            member=member,
            token=token,
            asset_id=file.asset_id,
            asset_uuid=file.asset_uuid,
            kit=kit,
            share_link=link,
            variant=file.variant,
            sha256=file.sha256,
            bytes=file.bytes,
            way=way,
        )
        for file in wanted
    ]
    return len(Receipt.objects.bulk_create(lines))


def continues(request: HttpRequest) -> bool:
    """Whether the asker says it holds part of the file, or all of it."""
    return any(name in request.headers for name in ("Range", "If-None-Match", "If-Modified-Since"))


def _without_receipt(
    organisation_id: int, files: Sequence[DeliveredFile], way: Way, link: ShareLink | None
) -> list[DeliveredFile]:
    recent = Receipt.objects.filter(
        organisation=organisation_id,
        share_link=link,
        asset__in=[file.asset_id for file in files],
        way=way,
        at__gt=timezone.now() - SAME_DOWNLOAD,
    )
    signed = set(recent.values_list("asset_id", "variant", "sha256"))
    return [file for file in files if (file.asset_id, file.variant, file.sha256) not in signed]
