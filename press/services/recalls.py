"""The acts on recalls: reminding those who haven't answered, taking down what they say, closing."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from press import mail
from press.models import AnswerMeans, NoticeDelivery, Organisation, Recall, Reminder, ReminderStep
from press.services import notices
from press.services.notices import Outcome
from promotion.guarded_forms import printable

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

logger = logging.getLogger(__name__)


def moments(recall: Recall) -> dict[ReminderStep, datetime]:
    """When each reminder falls due."""
    half = recall.opened_at + (recall.due_at - recall.opened_at) / 2
    after = (ReminderStep.ONE_DAY_AFTER, ReminderStep.TWO_DAYS_AFTER, ReminderStep.THREE_DAYS_AFTER)
    days = {step: recall.due_at + timedelta(days=number) for number, step in enumerate(after, start=1)}
    return {ReminderStep.HALF_TIME: half, ReminderStep.DUE: recall.due_at, **days}


def step_at(recall: Recall, now: datetime) -> ReminderStep | None:
    """The newest step whose moment has come. Those that a stopped timetable missed aren't caught up with."""
    return max((step for step, moment in moments(recall).items() if moment <= now), default=None)


def remind(now: datetime | None = None) -> int:
    """Write down and mail the reminders that are due; returns how many went. For the timetable, at any time."""
    now = now or timezone.now()
    for recall in Recall.objects.filter(closed_at__isnull=True).order_by("pk"):
        step = step_at(recall, now)
        if step is not None:
            _intend(recall, step)
    return _mail_reminders(now)


def unanswered(recall: Recall) -> QuerySet[NoticeDelivery]:
    return NoticeDelivery.objects.filter(notice__recall=recall, acknowledged_at__isnull=True)


def _intend(recall: Recall, step: ReminderStep) -> None:
    """Only those who were told at all are reminded."""
    silent = unanswered(recall).filter(mailed_at__isnull=False).order_by().values_list("organisation_id", flat=True)
    known = Reminder.objects.filter(recall=recall, step=step).values_list("organisation_id", flat=True)
    missing = sorted(set(silent) - set(known))
    Reminder.objects.bulk_create(
        (Reminder(recall=recall, organisation_id=pk, step=step) for pk in missing),
        batch_size=notices.AT_ONCE,
        ignore_conflicts=True,
    )


def _mail_reminders(now: datetime) -> int:
    """The newest of each organisation and recall: an older one that never went says nothing more."""
    sent = 0
    waiting = Reminder.objects.filter(notices.free(now), recall__closed_at__isnull=True)
    with notices.connected() as connection:
        for pk in list(waiting.order_by("mail_attempts", "pk").values_list("pk", flat=True)):
            outcome = _mail_reminder(pk, now, connection)
            if outcome is Outcome.SERVER_DOWN:
                break
            sent += outcome is Outcome.SENT
    return sent


def _mail_reminder(pk: int, now: datetime, connection: BaseEmailBackend) -> Outcome:
    mine = Reminder.objects.filter(pk=pk)
    if not mine.filter(notices.free(now)).update(claimed_at=now, mail_attempts=F("mail_attempts") + 1):
        return Outcome.NOTHING
    reminder = mine.select_related("recall", "organisation").get()
    open_ones = list(
        unanswered(reminder.recall)
        .filter(organisation=reminder.organisation)
        .select_related("notice__asset__published", "notice__successor", "notice__recall")
        .order_by("notice_id")
    )
    newer = Reminder.objects.filter(
        recall=reminder.recall_id, organisation=reminder.organisation_id, step__gt=reminder.step
    )
    if not open_ones or newer.exists() or not Recall.objects.filter(pk=reminder.recall_id, closed_at=None).exists():
        mine.delete()
        return Outcome.NOTHING
    try:
        connection.open()
        mail.send_reminder(reminder, open_ones, connection)
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("reminder %s wasn't mailed", pk, exc_info=True)
        outcome = notices.outcome_of(error)
        mine.update(claimed_at=None, mail_attempts=notices.tries_after(outcome))
        return outcome
    mine.update(mailed_at=timezone.now())
    return Outcome.SENT


# --- answers --------------------------------------------------------------------------------------------
def answer_by_link(
    recall: Recall,
    organisation: Organisation,
    *,
    answer: str,
    only: Iterable[int] | None = None,
    name: str = "",
    comment: str = "",
    address: str = "",
) -> int:
    """From the page that a mailed link leads to: one answer to all that is open, or to the deliveries `only`.

    Raises ValidationError where the recall is closed, where nothing is open, and for what is no answer.
    """
    mine = NoticeDelivery.objects.filter(notice__recall=recall, organisation=organisation)
    return _answer(
        recall, mine if only is None else mine.filter(pk__in=only),
        answer, means=AnswerMeans.LINK, answerer=printable(name)[:200], comment=comment, address=address,
    )  # fmt: skip


def answer_by_telephone(
    recall: Recall,
    organisation: Organisation,
    *,
    answer: str,
    actor: AbstractBaseUser,
    name: str,
    comment: str = "",
    address: str = "",
) -> int:
    """What somebody there (`name`) said to the officer, to all that is open. Logged. Raises as `answer_by_link`."""
    if not name.strip():
        raise ValidationError(_("Say who answered."))
    answered = _answer(
        recall, NoticeDelivery.objects.filter(notice__recall=recall, organisation=organisation), answer,
        means=AnswerMeans.TELEPHONE, answerer=printable(name)[:200], noted_by=actor, comment=comment, address=address,
    )  # fmt: skip
    log(instance=recall, action="press.note_answer", user=actor, data={"member": f"{organisation.name}: {name}"})
    return answered


@transaction.atomic
def _answer(recall: Recall, deliveries: QuerySet[NoticeDelivery], answer: str, **told: object) -> int:
    recall = Recall.objects.select_for_update(of=("self",)).get(pk=recall.pk)
    if not recall.is_open:
        raise ValidationError(_("This recall is closed: no more answers are taken."))
    answered = notices.take_down(deliveries, answer, **told)  # type: ignore[arg-type]
    if not answered:
        raise ValidationError(_("This notice has been answered already."))
    return answered


# --- the officer's acts ---------------------------------------------------------------------------------
@transaction.atomic
def arrange(recall: Recall, *, due_at: datetime, officer: AbstractBaseUser | None, actor: AbstractBaseUser) -> None:
    """Another deadline, another officer. Raises ValidationError for a closed one and for a time before its opening."""
    recall = Recall.objects.select_for_update(of=("self",)).get(pk=recall.pk)
    if not recall.is_open:
        raise ValidationError(_("This recall is closed."))
    if due_at <= recall.opened_at:
        raise ValidationError(_("The deadline must lie after the opening."))
    recall.due_at, recall.officer_id = due_at, officer.pk if officer else None
    recall.save(update_fields=["due_at", "officer"])
    log(instance=recall, action="press.arrange_recall", user=actor, data={"after": due_at.isoformat()})


@transaction.atomic
def close(recall: Recall, *, conclusion: str, actor: AbstractBaseUser | None) -> None:
    """No more reminders and no more answers by link; the report is final.

    Raises ValidationError for a closed one, and where somebody hasn't answered and `conclusion` doesn't say why that
    is borne with.
    """
    recall = Recall.objects.select_for_update(of=("self",)).get(pk=recall.pk)
    if not recall.is_open:
        raise ValidationError(_("This recall is closed."))
    if not conclusion.strip() and unanswered(recall).exists():
        raise ValidationError(_("Somebody hasn't answered: say why the recall is closed all the same."))
    recall.closed_at, recall.closed_by_id, recall.conclusion = (
        timezone.now(),
        actor.pk if actor else None,
        conclusion.strip()[:2000],
    )
    recall.save(update_fields=["closed_at", "closed_by", "conclusion"])
    log(instance=recall, action="press.close_recall", user=actor, data={"reason": recall.conclusion})
