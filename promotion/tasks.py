"""Work for the queue. Tasks take identifiers and stay thin."""

from __future__ import annotations

from django_tasks import task


@task()
def make_fact_sheet(province_id: int, lang: str) -> str:
    """Set a province's fact sheet in a language; returns its stored name, empty where there is nothing public."""
    from promotion.fact_sheet import store

    return store.make(province_id, lang)
