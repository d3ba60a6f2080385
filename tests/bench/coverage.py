"""The coverage grid with 20,000 rows in eleven languages: a page of it, filtered, and the totals.

The baseline is a count of the same items. The admin page around it (menus, log-in) isn't measured.

    DATABASE_URL=postgres://… python -m tests.bench.coverage
"""

from __future__ import annotations

import json
import random
import sys
from typing import Any

from tests.bench.site import fresh_site, quantiles_ms, scaled, timed

ITEMS = 20_000
ROUNDS = 15
STATES = ("approved", "approved", "approved", "outdated", "draft", "review", "machine", "missing", "missing")


def run() -> dict[str, Any]:
    with fresh_site(any_database=True):
        return measure(scaled(ITEMS))


def measure(count: int) -> dict[str, Any]:
    """On the database that is set up."""
    from django.contrib.auth import get_user_model
    from django.http import QueryDict

    from locales.coverage import query, totals
    from locales.registry import LANGUAGES

    _fill(count)
    codes = tuple(LANGUAGES)
    root = get_user_model()(username="root", is_superuser=True, is_active=True)

    def page(words: str, number: int = 1) -> None:
        ask = query.asked(QueryDict(words))
        shown = query.page_of(query.found(query.visible(root), ask), number)
        query.rows_for(shown.object_list, codes, root, {})

    def measured(act: Any) -> dict[str, float]:
        act()
        return quantiles_ms([timed(act) for _ in range(ROUNDS)])

    return {
        "items": count,
        "count_ms": measured(lambda: query.visible(root).count()),
        "first_page_ms": measured(lambda: page("")),
        "last_page_ms": measured(lambda: page("", 10**6)),
        "by_province_and_kind_ms": measured(lambda: page("kind=photo&province=7")),
        "missing_in_lao_ms": measured(lambda: page("language=lo&state=missing")),
        "outdated_anywhere_ms": measured(lambda: page("state=outdated")),
        "by_title_ms": measured(lambda: page("q=Ảnh+199")),
        "totals_ms": measured(lambda: totals.by_province(query.visible(root), codes, {}, "–")),
        "needs_ms": measured(lambda: totals.needs(query.visible(root), "lo")),
    }


def _fill(count: int) -> None:
    from django.contrib.contenttypes.models import ContentType

    from locales.models import TextItem, TextStatus
    from locales.registry import LANGUAGES
    from media_library.models import Photo

    chance = random.Random(5)
    content_type = ContentType.objects.get_for_model(Photo)
    slugs = ("photo", "photo", "photo", "story-page", "sector", "kit", "licence")
    items = TextItem.objects.bulk_create(
        [
            TextItem(
                kind=chance.choice(slugs),
                key=str(10**9 + number),
                title=f"Ảnh {number}",
                source_language="vi",
                province_id=chance.randrange(1, 35),
            )
            for number in range(count)
        ],
        batch_size=2000,
    )
    rows = (
        TextStatus(
            item=item,
            content_type=content_type,
            object_id=10**9 + number,
            language=code,
            state=state,
            text_digest="x" if state in ("approved", "outdated") else "",
            approved_texts={"title": "Bình minh trên vịnh " * 5},
        )
        for number, item in enumerate(items)
        for code in LANGUAGES
        if (state := "approved" if code == "vi" else chance.choice(STATES)) != "missing"
    )
    TextStatus.objects.bulk_create(rows, batch_size=2000)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
