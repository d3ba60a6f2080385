"""Writing receipts: before the first byte leaves, so that nothing leaves without one.

A receipt and a withdrawal of its asset never pass each other unseen: either the withdrawal finds the receipt and its
holder is told, or the receipt finds the withdrawal and nothing leaves (docs/adr/0022).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from media_library.delivery.signals import TakenBack
from media_library.models import Asset
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
    Raises TakenBack, and writes none, where one of them was withdrawn since the decision.
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
    with transaction.atomic():
        _hold({file.asset_id for file in wanted})
        return len(Receipt.objects.bulk_create(lines))


def _hold(asset_ids: set[int]) -> None:
    """Keep the assets from being withdrawn until the transaction ends. Raises TakenBack where one is.

    A withdrawal locks its asset (`FOR UPDATE`), then reads the ledger. Here many may hold an asset at once, so that
    downloads don't wait for each other. On SQLite a transaction is alone with its writing.
    """
    connection = transaction.get_connection()
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Asset._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT withdrawn_at FROM {table} WHERE id = ANY(%s) ORDER BY id FOR SHARE",  # noqa: S608  (our own name)
                [list(asset_ids)],
            )
            gone = any(moment is not None for (moment,) in cursor.fetchall())
    else:
        gone = Asset.objects.filter(pk__in=asset_ids, withdrawn_at__isnull=False).exists()
    if gone:
        raise TakenBack


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
