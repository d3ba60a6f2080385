"""Settling many records at once: a few queries for all of them, where a save each costs some ten.

Only records with drafts wait: what their readers get is said by approvals alone, so that nothing but the last draft
counts. Pages and plain records are settled at once, also within.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from locales.registry import WORKING
from locales.text_status.kinds import Kind, kind_of
from locales.text_status.models import TextItem, TextStatus
from locales.text_status.record_stores import DraftedRecords
from locales.text_status.settling import Rows, as_read, content_type_of, note_now, settle, weigh

AT_A_TIME = 50
_CHANGING = ("item", "content_type", "object_id", "state", "work_digest", "gaps", "changed_at")
_DESCRIBING = ("title", "province_id", "owner", "changed_at")
_waiting: ContextVar[dict[str, tuple[Kind, set[int]]] | None] = ContextVar("locales.settled_together", default=None)


@contextmanager
def settled_together() -> Iterator[None]:
    """Within, saved drafts are noted; at the end all of them are settled.

    To be used inside a transaction, so that no crash leaves a saved draft with the state of an earlier one. If it is
    left by an exception nothing is settled: the transaction takes the drafts back too.
    """
    waiting: dict[str, tuple[Kind, set[int]]] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for kind, ids in waiting.values():
        ordered = sorted(ids)
        for start in range(0, len(ordered), AT_A_TIME):
            settle_many(kind, ordered[start : start + AT_A_TIME])


def hold_back(kind: Kind, pk: int) -> bool:
    """Whether somebody settles this record later, together with others."""
    waiting = _waiting.get()
    if waiting is None or not isinstance(kind.store, DraftedRecords):
        return False
    waiting.setdefault(kind.slug, (kind, set()))[1].add(pk)
    return True


def settle_written(model: type[Model], ids: Iterable[int]) -> None:
    """After plain records were written in bulk, which no signal tells of: some queries for every fifty."""
    kind, ordered = kind_of(model), sorted(ids)
    if kind is None:
        return
    for start in range(0, len(ordered), AT_A_TIME):
        settle_many(kind, ordered[start : start + AT_A_TIME])


def settle_soon(kind: Kind, holder: Any) -> None:
    """After a write that no signal tells of: with the others where they wait, else at once."""
    if not hold_back(kind, holder.pk):
        settle(kind, holder)


@transaction.atomic
def settle_many(kind: Kind, ids: Collection[int]) -> None:
    """As `settle` does for each of these records; those that are gone are passed over."""
    records: Any = kind.model._default_manager.filter(pk__in=ids)
    if isinstance(kind.store, DraftedRecords):
        records = records.select_related("latest_revision")
    if kind.named_with:
        records = records.select_related(*kind.named_with)
    holders = list(records.order_by("pk"))
    if not holders:
        return
    items = _locked_items(kind, [str(holder.pk) for holder in holders])
    rows = _rows_of(items, holders)
    changed: list[TextStatus] = []
    gone: list[TextStatus] = []
    for holder in holders:
        item = items[str(holder.pk)]
        note_now(kind, item, holder, rows[holder.pk])
        item.changed_at = timezone.now()
        to_save, to_delete = weigh(rows[holder.pk], item)
        changed += to_save
        gone += to_delete
    TextItem.objects.bulk_update(items.values(), _DESCRIBING)
    if gone:
        TextStatus.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for row in changed:
        row.changed_at = timezone.now()
    if known := [row for row in changed if row.pk]:
        TextStatus.objects.bulk_update(known, _CHANGING)
    TextStatus.objects.bulk_create([row for row in changed if not row.pk])


def _locked_items(kind: Kind, keys: list[str]) -> dict[str, TextItem]:
    """{key: item}, made where there is none, held in one order until the transaction ends."""
    locked = TextItem.objects.select_for_update().filter(kind=kind.slug, key__in=keys).order_by("pk")
    items = {item.key: item for item in locked}
    if missing := [key for key in keys if key not in items]:
        new = [TextItem(kind=kind.slug, key=key, source_language=WORKING) for key in missing]
        TextItem.objects.bulk_create(new, ignore_conflicts=True)
        items = {item.key: item for item in locked.all()}
    return items


def _rows_of(items: dict[str, TextItem], holders: list[Any]) -> dict[int, Rows]:
    """{record: its states by language}, also those that were kept before there were items."""
    rows: dict[int, Rows] = {holder.pk: {} for holder in holders}
    record_of = {item.pk: int(key) for key, item in items.items()}
    for row in TextStatus.objects.filter(item__in=record_of):
        rows[record_of[row.item_id or 0]][row.language] = row
    old = TextStatus.objects.filter(content_type=content_type_of(holders[0]), object_id__in=rows, item=None)
    for row in old:
        rows[row.object_id][row.language] = row
    for each in rows.values():
        as_read(each)
    return rows
