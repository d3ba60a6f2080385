"""Work for the queue. Tasks take identifiers and stay thin."""

from __future__ import annotations

from django_tasks import task


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
