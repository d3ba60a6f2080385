"""Writing requests: asking, answering, handing over, settling. Each act notes its step; the clock reads these."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from press.attachments import Checked
from press.mail import site_host
from press.models import (
    MailPurpose,
    Member,
    PressRequest,
    RequestAttachment,
    RequestMessage,
    RequestState,
    RequestStep,
    Voice,
)
from press.models.request import ENDED, PAUSED
from press.requests import mails
from press.requests.calendars import aim_of
from press.requests.clock import after_minutes, running_minutes
from press.requests.selectors import officers_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

WAKES_WITHIN = timedelta(days=90)
"""So long after its end a request is still answered to; later a new one is to be asked."""


@transaction.atomic
def ask(
    member: Member,
    *,
    provinces: Sequence[Any],
    kind: str,
    subject: str,
    text: str,
    country: str,
    language: str,
    zone: str,
    deadline: datetime | None = None,
    files: Iterable[Checked] = (),
    at: datetime | None = None,
) -> PressRequest:
    """A new request with its first words; the officers of its provinces are told by mail after the commit."""
    if not provinces:
        raise ValidationError(_("Choose at least one province."))
    now = at or timezone.now()
    made = PressRequest.objects.create(
        organisation=member.organisation, member=member, kind=kind, subject=" ".join(subject.split()), country=country,
        language=language, timezone=zone, deadline=deadline, created_at=now,
    )  # fmt: skip
    made.provinces.set(provinces)
    RequestStep.objects.create(request=made, state=RequestState.NEW, at=now, by=member.user)
    message = _say(made, Voice.MEMBER, text, user=member.user, files=files, at=now)
    reckon(made, now)
    mails.tell_officers(message, MailPurpose.OPENED)
    return made


@transaction.atomic
def member_says(
    request: PressRequest,
    text: str,
    *,
    user: AbstractBaseUser,
    files: Iterable[Checked] = (),
    at: datetime | None = None,
    **came: Any,
) -> RequestMessage:
    """A word of the newsroom. It sets our clock going again and wakes a request that had ended not long ago.

    Raises ValidationError where it ended too long ago. `came`: how it came, when by mail (`RequestMessage`'s fields).
    """
    now = at or timezone.now()
    request = _locked(request)
    if is_asleep(request, now):
        raise ValidationError(_("This request was closed long ago. Please make a new one."))
    message = _say(request, Voice.MEMBER, text, user=user, files=files, at=now, **came)
    if request.state not in (RequestState.NEW, RequestState.IN_WORK):
        _step(request, RequestState.IN_WORK, now, user)
    mails.tell_officers(message, MailPurpose.WORD)
    return message


@transaction.atomic
def officer_answers(
    request: PressRequest,
    text: str,
    *,
    actor: AbstractBaseUser,
    then: str = RequestState.ANSWERED,
    files: Iterable[Checked] = (),
    at: datetime | None = None,
) -> RequestMessage:
    """An answer to the newsroom, mailed to the asker; `then` is the state that follows. Whoever answers has it."""
    now = at or timezone.now()
    if not text.strip():
        raise ValidationError(_("Write something first."))
    request = _locked(request)
    message = _say(request, Voice.OFFICER, text, user=actor, files=files, at=now)
    if request.first_answered_at is None:
        request.first_answered_at = now
        request.answer_minutes = minutes_so_far(request, now)
    if request.assigned_to_id is None:
        request.assigned_to_id = actor.pk
    request.save(update_fields=["first_answered_at", "answer_minutes", "assigned_to"])
    _step(request, RequestState(then), now, actor)
    mails.tell_member(message)
    return message


def decline(request: PressRequest, reason: str, *, actor: AbstractBaseUser, at: datetime | None = None) -> None:
    """End it with a reason, which the newsroom is told. Raises ValidationError without one."""
    if not reason.strip():
        raise ValidationError(_("Say why. The newsroom is told this."))
    with transaction.atomic():
        PressRequest.objects.filter(pk=request.pk).update(decline_reason=reason.strip()[:1000])
        officer_answers(request, reason.strip(), actor=actor, then=RequestState.DECLINED, at=at)


@transaction.atomic
def set_state(request: PressRequest, state: str, *, actor: AbstractBaseUser, at: datetime | None = None) -> None:
    """Without a word to the newsroom. Declining needs one, so it isn't possible here. Raises ValidationError."""
    if state not in RequestState.values or state in (RequestState.DECLINED, RequestState.NEW):
        raise ValidationError(_("Choose a state."))
    _step(_locked(request), RequestState(state), at or timezone.now(), actor)


@transaction.atomic
def assign(request: PressRequest, officer: AbstractBaseUser | None, *, actor: AbstractBaseUser) -> None:
    """To an officer of one of its provinces, or to nobody. Raises ValidationError for others."""
    request = _locked(request)
    if officer is not None and not officers_of(request).filter(pk=officer.pk).exists():
        raise ValidationError(_("Only a press officer of one of its provinces can be given a request."))
    if request.assigned_to_id == (officer.pk if officer else None):
        return
    request.assigned_to_id = officer.pk if officer else None
    request.save(update_fields=["assigned_to"])
    note(request, _("Assigned to %(name)s") % {"name": officer or "–"}, actor=actor)
    if officer is not None and officer.pk != actor.pk:
        mails.tell_assignee(request, officer)


def note(request: PressRequest, text: str, *, actor: AbstractBaseUser, at: datetime | None = None) -> RequestMessage:
    """Only the officers read it. Raises ValidationError for an empty one."""
    if not text.strip():
        raise ValidationError(_("Write something first."))
    return _say(request, Voice.NOTE, text, user=actor, at=at or timezone.now())


@transaction.atomic
def keep_foreign_word(request: PressRequest, voice: Voice, text: str, *, at: datetime, **came: Any) -> RequestMessage:
    """A mail of an unverified sender, or of a machine: kept for the officers, with no effect on state and clock."""
    message = _say(request, voice, text, user=None, at=at, **came)
    if voice is Voice.STRANGER:
        mails.tell_officers(message, MailPurpose.WORD)
    return message


# --- the clock --------------------------------------------------------------------------------------------
def minutes_so_far(request: PressRequest, at: datetime) -> int:
    """Working minutes since it was asked, without those in which the newsroom had the next word."""
    steps = [(step.at, step.state not in PAUSED) for step in request.steps.all()]
    return running_minutes(aim_of(request).calendar, steps, at)


def reckon(request: PressRequest, now: datetime) -> None:
    """When the first answer is due and when to warn, by the calendar as it is now. Nothing while the clock stands."""
    due = warn = None
    if request.first_answered_at is None and request.state not in PAUSED | ENDED:
        aim = aim_of(request)
        left = aim.answer_within - minutes_so_far(request, now)
        # What is overdue keeps its moment, so that it shows since when.
        due = after_minutes(aim.calendar, now, left) if left > 0 else request.due_at or now
        warn = after_minutes(aim.calendar, now, left - aim.warn_before) if left > aim.warn_before else now
    PressRequest.objects.filter(pk=request.pk).update(due_at=due, warn_at=warn)
    request.due_at, request.warn_at = due, warn


def reckon_all(now: datetime) -> int:
    """After holidays or hours were changed: all that wait for their first answer; how many."""
    waiting = list(PressRequest.objects.filter(first_answered_at=None).exclude(state__in=PAUSED | ENDED))
    for request in waiting:
        reckon(request, now)
    return len(waiting)


def is_asleep(request: PressRequest, now: datetime) -> bool:
    return request.ended_at is not None and request.ended_at < now - WAKES_WITHIN


# --- within -----------------------------------------------------------------------------------------------
def _locked(request: PressRequest) -> PressRequest:
    found: PressRequest = PressRequest.objects.select_for_update().get(pk=request.pk)
    return found


def _step(request: PressRequest, state: RequestState, now: datetime, by: Any) -> None:
    if state != request.state:
        RequestStep.objects.create(request=request, state=state, at=now, by=by)
        request.state = state
    if state not in ENDED:
        request.ended_at = request.ended_minutes = None
    elif request.ended_at is None:
        request.ended_at = now
        request.ended_minutes = minutes_so_far(request, now)
    request.save(update_fields=["state", "ended_at", "ended_minutes"])
    reckon(request, now)


def _say(
    request: PressRequest,
    voice: Voice,
    text: str,
    *,
    user: Any,
    at: datetime,
    files: Iterable[Checked] = (),
    **came: Any,
) -> RequestMessage:
    came.setdefault("message_id", f"request-{uuid.uuid4().hex}@{site_host()}")
    message = RequestMessage.objects.create(request=request, voice=voice, text=text.strip(), user=user, at=at, **came)
    for checked in files:
        RequestAttachment.objects.create(
            message=message, name=checked.name, media_type=checked.media_type, bytes=checked.file.size,
            file=_renamed(checked),
        )  # fmt: skip
    return message


def _renamed(checked: Checked) -> Any:
    checked.file.name = checked.name
    return checked.file
