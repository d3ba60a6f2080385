"""Work for the queue. Tasks take identifiers and stay thin."""

from __future__ import annotations

from django_tasks import task


@task()
def mail_about_figures(batch_id: int, state: str) -> int:
    """Tell approvers of a file that waits, or its sender what became of it; returns how many mails were sent."""
    from provinces.figures import mails

    return mails.send(batch_id, state)
