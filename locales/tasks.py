"""Work for the queue. Tasks take identifiers and stay thin."""

from __future__ import annotations

from django_tasks import task


@task()
def mail_return(status_id: int, by_id: int, since: str) -> int:
    """Tell a translator that a text came back; returns how many mails were sent."""
    from locales.text_status import mails

    return mails.mail_return(status_id, by_id, since)
