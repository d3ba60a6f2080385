"""Which of our pictures a publication shows: by fingerprints of its pictures and of what on its pages may be one."""

from __future__ import annotations

import io
import logging
import zipfile
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from media_library.ingest import apart
from media_library.likeness import fingerprint_or_nothing
from media_library.likeness.shelf import SHELF
from media_library.models import Asset
from press.models import MatchWay, Pickup, PickupMatch
from press.pickups import examiner
from press.pickups.services import weigh_credit

logger = logging.getLogger(__name__)

MOST_WRITTEN = 64 * 1024 * 1024
MOST_TEXT_BYTES = 4 * examiner.MOST_TEXT
PER_PICTURE = 3
"""Nearest photos taken for each picture of the publication."""

Found = dict[int, tuple[int, str]]
"""{asset: (bits that differ, how it was found)}"""


def look(pickup_id: int) -> int:
    """Take a publication's file apart and note which pictures it shows; how many are noted. 0 without a file.

    What a person decided before is left alone. A file that can't be taken apart is said to be so, and not tried again.
    """
    pickup = Pickup.objects.filter(pk=pickup_id, looked_at=None).exclude(file="").first()
    if pickup is None:
        return 0
    try:
        found, text = _compare(pickup)
        failed = False
    except (apart.GaveOut, zipfile.BadZipFile, OSError):
        logger.warning("the file of pick-up %s can't be taken apart", pickup_id, exc_info=True)
        found, text, failed = {}, "", True
    with transaction.atomic():
        Pickup.objects.filter(pk=pickup_id).update(looked_at=timezone.now(), look_failed=failed, file_text=text)
        for asset_id, (distance, way) in found.items():
            PickupMatch.objects.get_or_create(
                pickup_id=pickup_id, asset_id=asset_id, defaults={"distance": distance, "way": way}
            )
        weigh_credit(Pickup.objects.select_for_update().get(pk=pickup_id))
    return len(found)


def look_at_waiting() -> int:
    """Those whose task was lost; how many were looked at."""
    ids = list(Pickup.objects.filter(looked_at=None).exclude(file="").order_by("pk").values_list("pk", flat=True)[:50])
    for pk in ids:
        look(pk)
    return len(ids)


def _compare(pickup: Pickup) -> tuple[Found, str]:
    kind = "pdf" if pickup.media_type == "application/pdf" else "picture"
    told = {"kind": kind, "pixels": settings.IMAGE_MAX_PIXELS}
    with TemporaryFile() as target, pickup.file.open("rb") as file:
        answer = apart.rewrite(Path(examiner.__file__), cast(BinaryIO, file), target, MOST_WRITTEN, told)
        if "pictures" not in answer:
            raise apart.GaveOut
        target.seek(0)
        with zipfile.ZipFile(target) as archive:
            return _held(_nearest(archive)), _text(archive)


def _nearest(archive: zipfile.ZipFile) -> Found:
    found: Found = {}
    for entry in archive.infolist()[: examiner.MOST_PICTURES + 1]:
        way = entry.filename.partition("-")[0]
        if way not in MatchWay.values or entry.file_size > 4 * examiner.THUMB**2:
            continue
        marks = fingerprint_or_nothing(io.BytesIO(archive.read(entry)))
        for likeness in SHELF.near(marks, besides=0, limit=PER_PICTURE):
            found[likeness.photo_id] = min(found.get(likeness.photo_id, (99, "")), (likeness.distance, way))
    return found


def _held(found: Found) -> Found:
    """Only what could ever have left: a draft has never been handed to anybody."""
    left = set(Asset.objects.filter(pk__in=found, approved_at__isnull=False).values_list("pk", flat=True))
    return {pk: told for pk, told in found.items() if pk in left}


def _text(archive: zipfile.ZipFile) -> str:
    info = archive.getinfo("text.txt")
    if info.file_size > MOST_TEXT_BYTES:
        return ""
    return archive.read(info).decode("utf-8", "replace").replace("\0", "")[: examiner.MOST_TEXT]
