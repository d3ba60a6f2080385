"""Telling the holders of a file what happened to it, once each, and taking down what they answer.

The row of a delivery is the intent, `mailed_at` the effect. A worker claims a row before it mails, so two
workers never mail the same; a claim whose worker died lapses, and `manage.py send_notices` goes on.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.models import Asset
from press import mail, tasks
from press.models import Answer, Member, Notice, NoticeDelivery, NoticeKind, Organisation, Receipt
from press.signals import holders_told

logger = logging.getLogger(__name__)

CLAIM_LAPSES = timedelta(minutes=10)
ATTEMPTS = 10
_act: ContextVar[uuid.UUID | None] = ContextVar("press_act", default=None)


@contextmanager
def one_act() -> Iterator[None]:
    """Notices created inside belong to one act and go out in one mail per organisation."""
    token = _act.set(_act.get() or uuid.uuid4())
    try:
        yield
    finally:
        _act.reset(token)


@transaction.atomic
def tell_holders(
    kind: NoticeKind,
    asset: Asset,
    *,
    reason: str = "",
    successor: Asset | None = None,
    embargo_until: datetime | None = None,
    only: Collection[int] | None = None,
) -> Notice | None:
    """A notice for every organisation that holds a receipt for the asset, suspended ones too: they hold the file.

    `only`: for these among them. None where nobody holds it. Mails go out after the commit.
    """
    holders = Receipt.objects.filter(asset=asset).order_by().values_list("organisation_id", flat=True).distinct()
    organisation_ids = list(holders if only is None else holders.filter(organisation_id__in=only))
    if not organisation_ids:
        return None
    notice = Notice.objects.create(
        kind=kind,
        asset=asset,
        act=_act.get() or uuid.uuid4(),
        reason=reason,
        successor=successor,
        embargo_until=embargo_until,
    )
    deliveries = NoticeDelivery.objects.bulk_create(
        [NoticeDelivery(notice=notice, organisation_id=pk) for pk in organisation_ids]
    )
    ids = [delivery.pk for delivery in deliveries]
    holders_told.send(Notice, notice=notice, organisation_ids=organisation_ids)
    transaction.on_commit(lambda: _enqueue(ids))
    return notice


def _enqueue(ids: list[int]) -> None:
    for pk in ids:
        tasks.mail_notice.enqueue(pk)


def unmailed(now: datetime) -> QuerySet[NoticeDelivery]:
    """Deliveries that nobody is mailing at the moment and that haven't failed too often."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_LAPSES)
    return NoticeDelivery.objects.filter(free, mailed_at__isnull=True, mail_attempts__lt=ATTEMPTS)


def mail_delivery(delivery_id: int) -> int:
    """Mail a delivery, together with all others of its act to the same organisation; returns how many went.

    0 means: nothing left to do, another worker is at it, or the mail server failed (then it's tried later).
    """
    delivery = NoticeDelivery.objects.select_related("notice", "organisation").filter(pk=delivery_id).first()
    if delivery is None or delivery.mailed_at is not None:
        return 0
    claimed = _claim(delivery)
    if not claimed:
        return 0
    try:
        mail.send_notices(delivery.organisation, claimed)
    except (OSError, SMTPException):
        logger.warning(
            "notice %s to organisation %s wasn't mailed", delivery_id, delivery.organisation_id, exc_info=True
        )
        _delivered(claimed).update(claimed_at=None)
        tasks.try_later(delivery_id, claimed[0].mail_attempts)
        return 0
    return _delivered(claimed).update(mailed_at=timezone.now())


def _claim(delivery: NoticeDelivery) -> list[NoticeDelivery]:
    now = timezone.now()
    siblings = NoticeDelivery.objects.filter(
        organisation=delivery.organisation_id, notice__act=delivery.notice.act
    ).values("pk")
    unmailed(now).filter(pk__in=siblings).update(claimed_at=now, mail_attempts=F("mail_attempts") + 1)
    return list(
        NoticeDelivery.objects.filter(pk__in=siblings, claimed_at=now, mailed_at__isnull=True)
        .select_related("notice__asset__published", "notice__successor", "organisation")
        .order_by("notice_id")
    )


def _delivered(claimed: list[NoticeDelivery]) -> QuerySet[NoticeDelivery]:
    return NoticeDelivery.objects.filter(pk__in=[delivery.pk for delivery in claimed])


def send_waiting() -> int:
    """Mail whatever wasn't mailed yet; returns how many deliveries went. For the command and its timer."""
    ids = list(unmailed(timezone.now()).order_by("pk").values_list("pk", flat=True))
    return sum(mail_delivery(pk) for pk in ids)


def mark_seen(organisation: Organisation) -> None:
    """A member looked at the list of notices."""
    NoticeDelivery.objects.filter(organisation=organisation, seen_at__isnull=True).update(seen_at=timezone.now())


@transaction.atomic
def acknowledge(delivery: NoticeDelivery, *, member: Member, answer: str, comment: str = "") -> None:
    """Take down what the organisation did. Raises ValidationError for an unknown answer and for a second one."""
    if answer not in Answer.values:
        raise ValidationError(_("Say what you did with the file."))
    answered = NoticeDelivery.objects.filter(
        pk=delivery.pk, organisation=member.organisation_id, acknowledged_at__isnull=True
    ).update(
        acknowledged_at=timezone.now(), acknowledged_by=member, answer=answer, comment=comment.strip()[:1000]
    )  # fmt: skip
    if not answered:
        raise ValidationError(_("This notice has been answered already."))
