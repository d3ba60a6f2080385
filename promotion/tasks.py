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


@task()
def make_fact_sheet(province_id: int, lang: str) -> str:
    """Set a province's fact sheet in a language; returns its stored name, empty where there is nothing public."""
    from promotion.fact_sheet import store

    return store.make(province_id, lang)


@task()
def make_share_card(page_id: int) -> str:
    """Draw a page's share card before the first program asks; returns its stored name, empty if it isn't public."""
    from promotion.share_cards import cards

    card = cards.card_of(page_id)
    return cards.kept(card)[0].name if card is not None else ""
