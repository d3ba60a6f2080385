"""Work for the queue. Tasks take identifiers and stay thin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django_tasks import default_task_backend, task


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


@task()
def mail_password_link(member_id: int, invitation: bool) -> bool:
    """Mail a member the link that sets a password; False for a member who can't sign in."""
    from press import mail
    from press.models import Member

    member = Member.objects.select_related("user", "organisation").filter(pk=member_id, user__is_active=True).first()
    if member is None:
        return False
    mail.send_password_link(member, invitation=invitation)
    return True


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
