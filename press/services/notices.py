"""Telling the holders of a file what happened to it, once each, and taking down what they answer.

The row of a delivery is the intent, `mailed_at` the effect. A worker claims a row before it mails, so two
workers never mail the same; a claim whose worker died lapses, and `manage.py send_notices` goes on.

A worker that is killed after the mail server took a letter and before the row says so sends it again: no order of the
two steps can exclude that. Such a letter has the same Message-ID, so that it shows once (docs/adr/0022).
"""

from __future__ import annotations

import logging
import smtplib
import uuid
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.models import Asset
from press import mail, tasks
from press.models import (
    Answer,
    AnswerMeans,
    Member,
    Notice,
    NoticeDelivery,
    NoticeKind,
    Organisation,
    Recall,
    Receipt,
)
from press.models.recall import ANSWER_WITHIN
from press.signals import holders_told
from promotion.guarded_forms import printable

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

logger = logging.getLogger(__name__)

CLAIM_LAPSES = timedelta(minutes=10)
ATTEMPTS = 20
"""Of a letter that is refused, over some three days (`waited`). A server that is down costs none."""
LONGEST_WAIT = timedelta(hours=6)
AT_ONCE = 1000
"""Rows written in one statement."""
MAILS_IN_A_TASK = 200
"""After so many the task makes room for what waits behind it in the queue: a password link, for instance."""


@dataclass(frozen=True, slots=True)
class Act:
    """What an officer does at once: its notices share a mail per organisation, and a recall."""

    uuid: uuid.UUID
    answer_within: timedelta = ANSWER_WITHIN


_act: ContextVar[Act | None] = ContextVar("press_act", default=None)


@contextmanager
def one_act(answer_within: timedelta = ANSWER_WITHIN) -> Iterator[None]:
    """Notices created inside belong to one act and go out in one mail per organisation. The outermost decides."""
    token = _act.set(_act.get() or Act(uuid.uuid4(), answer_within))
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
    reason_texts: Mapping[str, str] | None = None,
    successor: Asset | None = None,
    embargo_until: datetime | None = None,
    only: Collection[int] | None = None,
    actor: AbstractBaseUser | None = None,
) -> Notice | None:
    """A notice for every organisation that holds a receipt for the asset, suspended ones too: they hold the file.

    `only`: for these among them. None where nobody holds it; else the act's recall is opened. Mails go out after the
    commit, by one task for the whole act. A constant number of queries for each 1,000 holders.
    """
    holders = Receipt.objects.filter(asset=asset).order_by().values_list("organisation_id", flat=True).distinct()
    organisation_ids = sorted(holders if only is None else set(holders) & set(only))
    if not organisation_ids:
        return None
    act = _act.get() or Act(uuid.uuid4())
    notice = Notice.objects.create(
        kind=kind,
        asset=asset,
        act=act.uuid,
        recall=_recall(act, kind, asset, actor),
        reason=reason,
        reason_texts=dict(reason_texts or {}),
        successor=successor,
        embargo_until=embargo_until,
    )
    NoticeDelivery.objects.bulk_create(
        (NoticeDelivery(notice=notice, organisation_id=pk) for pk in organisation_ids), batch_size=AT_ONCE
    )
    holders_told.send(Notice, notice=notice, organisation_ids=organisation_ids)
    _mail_after_commit(act.uuid)
    return notice


def _recall(act: Act, kind: NoticeKind, asset: Asset, actor: AbstractBaseUser | None) -> Recall:
    now = timezone.now()
    values = {"kind": kind, "officer_id": actor and actor.pk, "opened_at": now, "due_at": now + act.answer_within}
    recall, _new = Recall.objects.get_or_create(act=act.uuid, province_id=asset.province_id, defaults=values)
    return recall


def _mail_after_commit(act: uuid.UUID) -> None:
    """One task for the act, however many of its notices ask for it."""
    connection = transaction.get_connection()
    waiting = {getattr(call, "act", None) for _sids, call, _robust in connection.run_on_commit}
    if act not in waiting:
        transaction.on_commit(_Enqueue(act))


@dataclass(frozen=True, slots=True)
class _Enqueue:
    act: uuid.UUID

    def __call__(self) -> None:
        tasks.mail_act.enqueue(str(self.act))


# --- mailing --------------------------------------------------------------------------------------------
class Outcome(Enum):
    """How one letter went."""

    SENT = auto()
    NOTHING = auto()
    """Nothing left to do, or another worker is at it."""
    REFUSED = auto()
    """The server takes letters, but not this one."""
    SERVER_DOWN = auto()


def unmailed(now: datetime) -> QuerySet[NoticeDelivery]:
    """Deliveries that nobody is mailing at the moment and that haven't failed too often."""
    return NoticeDelivery.objects.filter(free(now))


def free(now: datetime) -> Q:
    """The condition, for whatever is mailed by claim and effect: notices and reminders."""
    unclaimed = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_LAPSES)
    return unclaimed & Q(mailed_at__isnull=True, mail_attempts__lt=ATTEMPTS)


def waited(attempts: int) -> timedelta:
    """From its notice to the next try of a letter that was refused so often: 1, 3, 7, 15 … minutes."""
    return sum((min(timedelta(minutes=2**n), LONGEST_WAIT) for n in range(attempts)), timedelta())


def due(now: datetime) -> QuerySet[NoticeDelivery]:
    """What the timer takes up: it comes every few minutes, and a mailbox that is full stays so for longer."""
    its_time = Q(mail_attempts=0) | Q(claimed_at__isnull=False)  # never tried, or its worker died
    for attempts in range(1, ATTEMPTS):
        its_time |= Q(mail_attempts=attempts, notice__created_at__lte=now - waited(attempts))
    return unmailed(now).filter(its_time)


def mail_delivery(delivery_id: int) -> int:
    """Mail a delivery, together with all others of its act to the same organisation; returns how many went.

    0 means: nothing left to do, another worker is at it, or the mail server failed (then it's tried later).
    """
    outcome, claimed = _mail(delivery_id, None)
    if outcome in (Outcome.REFUSED, Outcome.SERVER_DOWN):
        tasks.try_later(delivery_id, claimed[0].mail_attempts)
    return len(claimed) if outcome is Outcome.SENT else 0


def mail_act(act: uuid.UUID) -> int:
    """Mail what is unmailed of an act, over one connection; returns how many deliveries went.

    Goes on in another task after `MAILS_IN_A_TASK` letters, and a while later where the server is down. Who was
    tried least often comes first, so that one address that is always refused holds up nobody.
    """
    waiting = unmailed(timezone.now()).filter(notice__act=act).order_by("mail_attempts", "pk")
    sent = letters = 0
    share = list(waiting.values_list("pk", flat=True)[: MAILS_IN_A_TASK * 5])  # several may go in one letter
    with connected() as connection:
        for pk in share:
            if letters == MAILS_IN_A_TASK:
                break
            outcome, claimed = _mail(pk, connection)
            if outcome is Outcome.SENT:
                sent += len(claimed)
                letters += 1
            elif outcome is Outcome.REFUSED:
                tasks.try_later(pk, claimed[0].mail_attempts)
            elif outcome is Outcome.SERVER_DOWN:
                tasks.act_later(str(act), claimed[0].mail_attempts)
                return sent
    if sent and (letters == MAILS_IN_A_TASK or len(share) == MAILS_IN_A_TASK * 5):
        tasks.mail_act.enqueue(str(act))
    return sent


@contextmanager
def connected() -> Iterator[BaseEmailBackend]:
    """A connection that its first letter opens. What goes wrong at its end concerns no letter any more."""
    connection = get_connection()
    try:
        yield connection
    finally:
        try:
            connection.close()
        except (OSError, smtplib.SMTPException):
            logger.info("the mail server hung up", exc_info=True)


def _mail(delivery_id: int, connection: BaseEmailBackend | None) -> tuple[Outcome, list[NoticeDelivery]]:
    delivery = NoticeDelivery.objects.select_related("notice", "organisation").filter(pk=delivery_id).first()
    claimed = _claim(delivery) if delivery is not None and delivery.mailed_at is None else []
    if delivery is None or not claimed:
        return Outcome.NOTHING, []
    try:
        if connection is not None:
            connection.open()
        mail.send_notices(delivery.organisation, claimed, connection)
    except (OSError, smtplib.SMTPException) as error:
        logger.warning(
            "notice %s to organisation %s wasn't mailed", delivery_id, delivery.organisation_id, exc_info=True
        )
        outcome = outcome_of(error)
        _delivered(claimed).update(claimed_at=None, mail_attempts=tries_after(outcome))
        return outcome, claimed
    _delivered(claimed).update(mailed_at=timezone.now())
    return Outcome.SENT, claimed


def tries_after(outcome: Outcome) -> Combinable:
    """A server that is down says nothing about the letter: that try doesn't count."""
    return F("mail_attempts") - 1 if outcome is Outcome.SERVER_DOWN else F("mail_attempts")


def outcome_of(error: Exception) -> Outcome:
    """Whether a failure is about one letter or about the server."""
    about_one = (
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPSenderRefused,
        smtplib.SMTPDataError,
        smtplib.SMTPNotSupportedError,
    )
    return Outcome.REFUSED if isinstance(error, about_one) else Outcome.SERVER_DOWN


def _claim(delivery: NoticeDelivery) -> list[NoticeDelivery]:
    now = timezone.now()
    siblings = NoticeDelivery.objects.filter(
        organisation=delivery.organisation_id, notice__act=delivery.notice.act
    ).values("pk")
    claimed = unmailed(now).filter(pk__in=siblings).update(claimed_at=now, mail_attempts=F("mail_attempts") + 1)
    if not claimed:
        return []
    return list(
        NoticeDelivery.objects.filter(pk__in=siblings, claimed_at=now, mailed_at__isnull=True)
        .select_related("notice__asset__published", "notice__successor", "notice__recall", "organisation")
        .order_by("notice_id")
    )


def _delivered(claimed: list[NoticeDelivery]) -> QuerySet[NoticeDelivery]:
    return NoticeDelivery.objects.filter(pk__in=[delivery.pk for delivery in claimed])


def send_waiting() -> int:
    """Mail whatever wasn't mailed yet; returns how many deliveries went. For the command and its timer.

    Stops at a server that is down: the next time the timer comes it asks again.
    """
    sent = 0
    with connected() as connection:
        waiting = due(timezone.now()).order_by("mail_attempts", "pk")
        for pk in list(waiting.values_list("pk", flat=True)):
            outcome, claimed = _mail(pk, connection)
            if outcome is Outcome.SENT:
                sent += len(claimed)
            elif outcome is Outcome.SERVER_DOWN:
                break
    return sent


# --- answers --------------------------------------------------------------------------------------------
def mark_seen(organisation: Organisation) -> None:
    """A member looked at the list of notices."""
    NoticeDelivery.objects.filter(organisation=organisation, seen_at__isnull=True).update(seen_at=timezone.now())


def acknowledge(delivery: NoticeDelivery, *, member: Member, answer: str, comment: str = "", address: str = "") -> None:
    """Take down what the organisation did. Raises ValidationError for an unknown answer and for a second one."""
    answered = take_down(
        NoticeDelivery.objects.filter(pk=delivery.pk, organisation=member.organisation_id),
        answer,
        means=AnswerMeans.PORTAL,
        comment=comment,
        address=address,
        acknowledged_by=member,
    )
    if not answered:
        raise ValidationError(_("This notice has been answered already."))


@transaction.atomic
def take_down(
    deliveries: QuerySet[NoticeDelivery],
    answer: str,
    *,
    means: AnswerMeans,
    comment: str = "",
    address: str = "",
    **by: Any,
) -> int:
    """Write one answer to those of the deliveries that have none; to how many. First come, first counts.

    `by`: `acknowledged_by`, `answerer` or `noted_by`. Raises ValidationError for what is no answer.
    """
    if answer not in Answer.values:
        raise ValidationError(_("Say what you did with the file."))
    return deliveries.filter(acknowledged_at__isnull=True).update(
        acknowledged_at=timezone.now(),
        answer=answer,
        means=means,
        comment=printable(comment)[:1000],
        published_at_address=printable(address)[:500],
        **by,
    )
