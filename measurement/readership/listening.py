"""Files that readers take through the gate. Partners sign for theirs in the ledger and aren't counted here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from measurement.readership.counted import is_counted
from measurement.readership.tally import tally
from media_library.delivery.signals import delivered
from media_library.models import Asset
from media_library.rights import Audience, AudienceKind, Purpose
from promotion.languages.reader import reader_language
from promotion.subjects import Subject, SubjectKind

TAKING = frozenset({Purpose.DOWNLOAD, Purpose.REDISTRIBUTION})


def _file_delivered(asset: Asset, audience: Audience, purpose: Purpose, request: HttpRequest, **kwargs: Any) -> None:
    """Nothing here may fail: a receiver that does stops the delivery."""
    if purpose not in TAKING or audience.kind is not AudienceKind.PUBLIC or _goes_on(request):
        return
    if is_counted(request):
        subject = Subject(SubjectKind.FILE.value, str(asset.uuid), asset.province_id, reader_language())
        tally.add(subject, request.path_info)


def _goes_on(request: HttpRequest) -> bool:
    """A broken download that is taken up again, or a film being looked at piece by piece: its beginning was counted."""
    asked = request.headers.get("Range", "")
    return bool(asked) and not asked.replace(" ", "").startswith("bytes=0-")


def register_signal_handlers() -> None:
    delivered.connect(_file_delivered, dispatch_uid="measurement.delivered")
