"""Work for the queue. Tasks take identifiers and stay thin."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import default_task_backend, task


@task()
def mail_notice(delivery_id: int) -> int:
    """Mail a notice to its organisation unless it was mailed; returns how many notices went with it."""
    from press.services import notices

    return notices.mail_delivery(delivery_id)


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

    if not default_task_backend.supports_defer or attempts >= ATTEMPTS:
        return
    wait = timedelta(minutes=min(2 ** max(0, attempts - 1), 360))
    mail_notice.using(run_after=timezone.now() + wait).enqueue(delivery_id)


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
