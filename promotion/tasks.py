"""Work for the queue. Tasks take identifiers and stay thin."""

from __future__ import annotations

from django_tasks import task


@task()
def mail_contact_message(message_id: int) -> int:
    """Tell the editors what a reader wrote; returns how many are told."""
    from promotion.contact import services

    return services.mail_editors(message_id)


@task()
def mail_subscription_request(request_id: int) -> int:
    """Send the link that confirms a subscription; returns how many mails went."""
    from promotion.newsletter import subscribing

    return subscribing.mail_link(request_id)


@task()
def mail_newsletter(issue_id: int) -> int:
    """Mail what wasn't mailed of a newsletter; returns how many mails went."""
    from promotion.newsletter import sending

    return sending.mail_issue(issue_id)
