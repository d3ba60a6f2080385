"""Lightboxes as pages show them, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from media_library.models import KINDS, AssetKind, Lightbox, LightboxItem

ON_THE_COVER = 4


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One place: the item, the record that lies there, and where it is edited."""

    item: LightboxItem
    record: Any
    edit_url: str
    number: int


def shown_items(box: Lightbox) -> list[ShownItem]:
    """What lies in it and still belongs to its province, in order; a query for each kind that occurs."""
    items = list(box.items.filter(asset__province=box.province_id).select_related("asset", "added_by"))
    ids: dict[str, list[int]] = defaultdict(list)
    for item in items:
        ids[item.asset.kind].append(item.asset_id)
    records: dict[int, Any] = {}
    for kind, wanted in ids.items():
        records |= KINDS[AssetKind(kind)].objects.in_bulk(wanted)
    return [
        ShownItem(item, records[item.asset_id], _edit_url(records[item.asset_id]), number)
        for number, item in enumerate((item for item in items if item.asset_id in records), 1)
    ]


def _edit_url(record: Any) -> str:
    return reverse(f"{record.admin_namespace}:edit", args=[record.pk])


def covers(boxes: Sequence[Lightbox]) -> dict[int, list[Any]]:
    """{lightbox: the UUIDs of its first few photos}. One query."""
    numbered = (
        LightboxItem.objects.filter(
            lightbox__in=[box.pk for box in boxes],
            asset__kind=AssetKind.PHOTO,
            asset__province=F("lightbox__province"),
        )
        .annotate(row=Window(RowNumber(), partition_by="lightbox", order_by=["place", "pk"]))
        .filter(row__lte=ON_THE_COVER)
        .order_by("lightbox", "place", "pk")
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for box_id, uuid in numbered.values_list("lightbox", "asset__uuid"):
        found[box_id].append(uuid)
    return dict(found)
