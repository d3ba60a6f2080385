"""Organisations and receipts in numbers, for benchmarks."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

BATCH = 5_000


def organisations(number: int) -> list[Any]:
    from press.models import Organisation

    mark = uuid4().hex[:8]
    return Organisation.objects.bulk_create(
        (
            Organisation(name=f"Agence {mark} {at}", country="FR", contact_email=f"desk{at}@example.org")
            for at in range(number)
        ),
        batch_size=1000,
    )


def _receipt(asset: Any, organisation: Any) -> Any:
    from press.models import Receipt, Way

    return Receipt(
        organisation=organisation, asset_id=asset.pk, asset_uuid=asset.uuid, variant="original", sha256="0" * 64,
        bytes=1, way=Way.ZIP,
    )  # fmt: skip


def held(holders: int) -> Any:
    """An approved photo that so many hold."""
    from press.models import Receipt
    from tests.media_library.factories import approved

    photo = approved()
    Receipt.objects.bulk_create((_receipt(photo, one) for one in organisations(holders)), batch_size=1000)
    return photo


def ledger(receipts: int, *, assets: int, organisations: int) -> int:
    """So many receipts, evenly spread; the key of one of the assets, which every organisation holds."""
    from django.db import connection

    from media_library.models import Asset, AssetKind
    from press.models import Receipt
    from tests.media_library.factories import province

    owner = province()
    things = Asset.objects.bulk_create([Asset(kind=AssetKind.PHOTO, province=owner) for _at in range(assets)])
    people = _organisations(organisations)
    for start in range(0, receipts, BATCH):
        numbers = range(start, min(start + BATCH, receipts))
        Receipt.objects.bulk_create(
            [_receipt(things[at % assets], people[at // assets % organisations]) for at in numbers], batch_size=1000
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return int(things[0].pk)


_organisations = organisations
