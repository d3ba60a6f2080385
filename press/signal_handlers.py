"""What `press` listens to: files that leave, withdrawals, embargoes, lines of the change log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.utils import timezone

from media_library import signals
from media_library.delivery.signals import delivered
from media_library.models import Asset, Change
from media_library.rights import Audience, Purpose
from press.models import Notice, NoticeKind, Way
from press.policy import under_embargo
from press.services import ledger, notices, sign_in
from press.signals import holders_told
from press.webhooks import fan_out, rounds

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


def _signed_in(request: HttpRequest, **kwargs: Any) -> None:
    sign_in.note_time(request)


def _line_written(created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Lines that the clock writes come without a signal; the timetable finds them within a minute."""
    if created and not raw:
        rounds.wake_after_commit()


def _holders_told(notice: Notice, organisation_ids: list[int], **kwargs: Any) -> None:
    if fan_out.notice_given(notice, organisation_ids):
        rounds.wake_after_commit()


def register_signal_handlers() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="press.signed_in")
    delivered.connect(_file_delivered, dispatch_uid="press.delivered")
    signals.asset_withdrawn.connect(_asset_withdrawn, dispatch_uid="press.withdrawn")
    signals.embargo_changed.connect(_embargo_changed, dispatch_uid="press.embargo_changed")
    post_save.connect(_line_written, sender=Change, dispatch_uid="press.webhooks.line")
    holders_told.connect(_holders_told, dispatch_uid="press.webhooks.notice")
