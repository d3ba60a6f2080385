"""Making all items and states anew from the records and pages themselves: after an import past the signals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, IntegerField, Value, When

from locales.registry import LANGUAGES
from locales.text_status.kinds import Kind, all_kinds
from locales.text_status.models import TextItem
from locales.text_status.settling import key_of, settle


def index_all(kinds: Iterable[Kind] = ()) -> dict[str, int]:
    """Settle every record and page of the kinds (all, unless named); returns {slug: how many}. Repeatable."""
    return {kind.slug: _index(kind) for kind in (kinds or all_kinds())}


def index_if_empty() -> None:
    """At the first start with this feature, and after a migration that loaded records past the signals."""
    if not TextItem.objects.exists():
        index_all()


def _index(kind: Kind) -> int:
    seen: set[str] = set()
    number = 0
    for holder in _holders(kind).iterator(chunk_size=500):
        settle(kind, holder)
        seen.add(key_of(holder))
        number += 1
    known = TextItem.objects.filter(kind=kind.slug).values_list("pk", "key")
    gone = [pk for pk, key in known if key not in seen]
    for start in range(0, len(gone), 500):
        TextItem.objects.filter(pk__in=gone[start : start + 500]).delete()
    return number


def _holders(kind: Kind) -> Any:
    """Sources first: translations are weighed beside them."""
    rows: Any = kind.model._default_manager.all()
    if not kind.is_page:
        return rows.order_by("pk")
    ranks = [When(locale__language_code=code, then=Value(rank)) for rank, code in enumerate(LANGUAGES)]
    rank = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
    return rows.select_related("locale").annotate(language_rank=rank).order_by("language_rank", "pk")
