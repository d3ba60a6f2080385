"""Work for the queue. Tasks take identifiers and stay thin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django_tasks import default_task_backend, task

SOMEBODY_WAITS = 50
"""Before what only keeps indexes and renditions in order: the person sits before the screen."""


@task()
def mail_notice(delivery_id: int) -> int:
    """Mail a notice to its organisation unless it was mailed; returns how many notices went with it."""
    from press.services import notices

    return notices.mail_delivery(delivery_id)


@task()
def mail_act(act: str) -> int:
    """Mail what is unmailed of an act (its UUID), or a part of it; returns how many notices went."""
    from press.services import notices

    return notices.mail_act(UUID(act))


@task(priority=SOMEBODY_WAITS)
def mail_password_link(member_id: int, invitation: bool) -> bool:
    """Mail a member the link that sets a password; False for a member who can't sign in, and for nobody (0)."""
    from press import mail
    from press.models import Member

    member = Member.objects.select_related("user", "organisation").filter(pk=member_id, user__is_active=True).first()
    if member is None:
        return False
    mail.send_password_link(member, invitation=invitation)
    return True


@task(priority=SOMEBODY_WAITS)
def mail_sign_in_link(member_id: int, following: str) -> bool:
    """Make a sign-in link and mail it. Nobody's number (0) does nothing: it is queued so that nobody can tell."""
    from press import mail
    from press.models import Member
    from press.services import sign_in_links

    member = Member.objects.select_related("user", "organisation").filter(pk=member_id, user__is_active=True).first()
    if member is None or not member.user.email:
        return False
    mail.send_sign_in_link(member, sign_in_links.issue(member, following=following))
    return True


@task()
def mail_factor_reset(user_id: int) -> bool:
    """Tell a person that somebody else took away their second factor."""
    from django.contrib.auth import get_user_model

    from press import mail

    user = get_user_model().objects.filter(pk=user_id).first()
    if user is None or not user.email:
        return False
    mail.send_factor_reset(user)
    return True


@task()
def tell_webhooks() -> int:
    """Tell partners' systems what is new, as far as time allows; returns how many tries were made."""
    from press.webhooks import rounds

    return rounds.tell()


@task()
def mail_webhook_paused(endpoint_id: int) -> bool:
    """Tell the technical contact that an endpoint was stopped; False where that was done or isn't needed any more."""
    from press.webhooks import rounds

    return rounds.mail_paused(endpoint_id)


def wake_webhooks(wait: timedelta = timedelta()) -> None:
    """Have `tell_webhooks` run soon, or after a wait. Without a queue that can wait the timetable does it."""
    if default_task_backend.supports_defer:
        tell_webhooks.using(run_after=timezone.now() + wait).enqueue()
    elif not wait:
        tell_webhooks.enqueue()


def try_later(delivery_id: int, attempts: int) -> None:
    """Queue a failed mail again: after 1, 2, 4 … minutes, at most six hours. Without a queue the command does it."""
    from press.services.notices import ATTEMPTS

    if attempts < ATTEMPTS:
        _defer(mail_notice, delivery_id, attempts)


def act_later(act: str, attempts: int) -> None:
    """Queue an act's mails again, in the same way, when the mail server was down."""
    _defer(mail_act, act, attempts)


def _defer(work: Any, argument: int | str, attempts: int) -> None:
    if not default_task_backend.supports_defer:
        return
    wait = timedelta(minutes=min(2 ** max(0, attempts - 1), 360))
    work.using(run_after=timezone.now() + wait).enqueue(argument)


@task()
def prepare_copies(asset_ids: list[int], size: str) -> int:
    """Make sized copies of photos for archives; returns how many are new."""
    from press import copies

    return copies.prepare(asset_ids, size)


@task()
def mail_letter(letter_id: int) -> bool:
    """Mail a letter unless it was mailed or somebody else is at it."""
    from press.services import letters

    return letters.mail_letter(letter_id)


@task()
def mail_request(mail_id: int) -> bool:
    """Send one mail of a request's thread, unless it was sent; what fails is tried again by `tend_requests`."""
    from press.requests import mails

    return mails.send(mail_id)


@task()
def look_at_pickup(pickup_id: int) -> int:
    """Compare a publication's pictures with the library; returns how many were found in it."""
    from press.pickups import looking

    return looking.look(pickup_id)
