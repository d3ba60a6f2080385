"""What `press` listens to: files that leave, withdrawals, embargoes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from media_library import signals
from media_library.delivery.signals import delivered
from media_library.models import Asset
from media_library.rights import Audience, Purpose
from press.models import NoticeKind, Way
from press.policy import under_embargo
from press.services import ledger, notices

SIGNED_FOR = frozenset({Purpose.DOWNLOAD, Purpose.REDISTRIBUTION})


def _file_delivered(
    asset: Asset,
    audience: Audience,
    purpose: Purpose,
    variant: str,
    sha256: str,
    size: int,
    way: str,
    request: HttpRequest,
    **kwargs: Any,
) -> None:
    if purpose in SIGNED_FOR:
        file = ledger.DeliveredFile(asset.pk, asset.uuid, variant, sha256, size)
        ledger.record(request, audience, [file], way=Way(way))


def _asset_withdrawn(
    asset: Asset,
    actor: Any,
    reason: str,
    reason_texts: Mapping[str, str],
    successor: Asset | None = None,
    replaced: bool = False,
    **kwargs: Any,
) -> None:
    """Who holds a file that only made way for a better one gets a correction."""
    kind = NoticeKind.CORRECTION if replaced else NoticeKind.WITHDRAWAL
    notices.tell_holders(kind, asset, reason=reason, reason_texts=reason_texts, successor=successor, actor=actor)


def _embargo_changed(
    asset: Asset,
    actor: Any,
    before: datetime | None,
    after: datetime | None,
    reason: str,
    reason_texts: Mapping[str, str],
    **kwargs: Any,
) -> None:
    """Only an embargo that is to come, or was, concerns those who hold the file."""
    now = timezone.now()
    if under_embargo(before, now) or under_embargo(after, now):
        notices.tell_holders(
            NoticeKind.EMBARGO_CHANGE,
            asset,
            reason=reason,
            reason_texts=reason_texts,
            embargo_until=after,
            actor=actor,
        )


def register_signal_handlers() -> None:
    delivered.connect(_file_delivered, dispatch_uid="press.delivered")
    signals.asset_withdrawn.connect(_asset_withdrawn, dispatch_uid="press.withdrawn")
    signals.embargo_changed.connect(_embargo_changed, dispatch_uid="press.embargo_changed")
