"""Keeping states true: after anything was written, approved or published, and whenever it is asked again.

Repeatable, and never writes a text. Who settles holds the item's row, so that two at once take turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from locales.registry import INTERNATIONAL, LANGUAGES, WORKING
from locales.text_status.kinds import Kind
from locales.text_status.models import TextItem, TextState, TextStatus
from locales.text_status.policy import source_digest_of, state_of
from locales.text_status.texts import Texts, digest

Rows = dict[str, TextStatus]
"""{language code: status}"""


def content_type_of(holder: Any) -> ContentType:
    """Under which a holder's states are kept: pages under `Page`, records under their concrete model."""
    return ContentType.objects.get_for_model(Page if isinstance(holder, Page) else type(holder))


def key_of(holder: Any) -> str:
    return str(holder.translation_key) if isinstance(holder, Page) else str(holder.pk)


def locked_item(kind: Kind, holder: Any) -> TextItem:
    """The item of a record or page, made when there is none, and held until the transaction ends."""
    key = key_of(holder)
    found = TextItem.objects.select_for_update().filter(kind=kind.slug, key=key).first()
    if found is None:
        TextItem.objects.get_or_create(kind=kind.slug, key=key, defaults={"source_language": _language_of(holder)})
        found = TextItem.objects.select_for_update().get(kind=kind.slug, key=key)
    return found


def _language_of(holder: Any) -> str:
    return holder.locale.language_code if isinstance(holder, Page) else WORKING


def rows_of(item: TextItem, holder: Any) -> Rows:
    """States of an item by language, also those that were kept before there were items."""
    rows = {row.language: row for row in TextStatus.objects.filter(item=item)}
    if not isinstance(holder, Page):
        old = TextStatus.objects.filter(content_type=content_type_of(holder), object_id=holder.pk, item=None)
        rows |= {row.language: row for row in old}
    return as_read(rows)


def as_read(rows: Rows) -> Rows:
    """Remember the values that the rows were read with, so that only what changed is saved."""
    for row in rows.values():
        row.loaded = _values(row)
    return rows


def _values(row: TextStatus) -> tuple[Any, ...]:
    return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "changed_at")


def row_for(rows: Rows, item: TextItem, holder: Any, code: str) -> TextStatus:
    """The state of one language, made (unsaved) when there is none."""
    row = rows.get(code)
    if row is None:
        row = rows[code] = TextStatus(language=code)
    row.item, row.content_type, row.object_id = item, content_type_of(holder), holder.pk
    return row


@transaction.atomic
def settle(
    kind: Kind, holder: Any, *, by: Any = None, approved_anew: bool = False, in_review: bool | None = None
) -> TextItem:
    """Note what a record, or a page in its language, says now, and what follows for every language's state.

    `approved_anew`: what readers get counts as read beside today's source, also where it didn't change.
    `in_review`: whether its approval has begun (None: as it was, and for pages as the workflow says).
    """
    item = locked_item(kind, holder)
    rows = rows_of(item, holder)
    note_now(kind, item, holder, rows, by=by, approved_anew=approved_anew)
    if in_review is not None:
        item.in_review = in_review
    item.save()
    keep(rows, item)
    return item


def note_now(
    kind: Kind, item: TextItem, holder: Any, rows: Rows, *, by: Any = None, approved_anew: bool = False
) -> None:
    """What the holder says now, noted in its item and rows; nothing is saved."""
    working, shown = kind.store.working(kind, holder, rows), kind.store.shown(kind, holder)
    for code, texts in working.items():
        if code in rows or any(texts.values()):
            row_for(rows, item, holder, code).work_digest = digest(texts)
    if isinstance(holder, Page):
        _note_review(rows[holder.locale.language_code], holder) if holder.locale.language_code in rows else None
        item.source_language = _source_language(rows)
    if shown is not None:
        for code in _source_first(shown, item):
            if code in rows and (approved_anew or rows[code].text_digest != digest(shown[code])):
                note_approval(rows, item, code, shown[code], by)
    _note_gaps(rows, item, working)
    _describe(kind, item, holder, working)


def _note_review(row: TextStatus, page: Any) -> None:
    row.submitted_digest = row.work_digest if page.workflow_in_progress else ""


def _source_language(rows: Iterable[str]) -> str:
    present = set(rows)
    return next((code for code in (WORKING, INTERNATIONAL, *LANGUAGES) if code in present), WORKING)


def _source_first(texts: Mapping[str, Texts], item: TextItem) -> list[str]:
    return sorted(texts, key=lambda code: code != item.source_language)


def _note_gaps(rows: Rows, item: TextItem, working: Mapping[str, Texts]) -> None:
    """Fields that the source fills. Of pages only the source's own blocks are known: no gaps are counted."""
    source = working.get(item.source_language)
    for code, row in rows.items():
        if source is not None and code in working and len(working) > 1:
            row.gaps = sum(1 for name, text in source.items() if text and not working[code].get(name))


def _describe(kind: Kind, item: TextItem, holder: Any, working: Mapping[str, Texts]) -> None:
    if isinstance(holder, Page):
        if holder.locale.language_code == item.source_language or not item.title:
            item.title = str(holder.draft_title or holder.title)[:200]
    elif kind.title_of is not None:
        item.title = kind.title_of(holder)[:200]
    else:
        first = kind.fields[0]
        codes = (WORKING, INTERNATIONAL, *LANGUAGES)
        item.title = next((text for code in codes if (text := working[code].get(first))), str(holder))[:200]
    item.province_id = kind.province_of(holder)
    item.owner_id = kind.owner_of(holder)


def note_approval(rows: Rows, item: TextItem, code: str, texts: Texts, by: Any, *, beside: Texts | None = None) -> None:
    """Readers get `texts` in this language from now on; unsaved. `beside`: the source, where it is known better."""
    row, is_source = rows[code], code == item.source_language
    before = (row.text_digest, row.approved_texts)
    row.text_digest, row.approved_texts = digest(texts), dict(texts) if any(texts.values()) else {}
    if is_source:
        if before[0] != row.text_digest:
            row.source_digest, row.source_texts = before
    else:
        source = rows.get(item.source_language)
        row.source_digest = source_digest_of(rows.values(), item.source_language)
        row.source_texts = beside if beside is not None else dict(source.approved_texts) if source else {}
    row.approved_at = timezone.now() if row.text_digest else None
    row.approved_by_id = getattr(by, "pk", None)
    row.is_apart, row.submitted_digest, row.returned_at = False, "", None


def keep(rows: Rows, item: TextItem) -> None:
    """Save all states as they follow from what is noted; those of languages without any text go."""
    changed, gone = weigh(rows, item)
    for row in gone:
        row.delete()
    for row in changed:
        row.save()
    as_read(rows)


def weigh(rows: Rows, item: TextItem) -> tuple[list[TextStatus], list[TextStatus]]:
    """Set every state as it follows from what is noted; returns the rows to save and the rows to delete."""
    source = source_digest_of(rows.values(), item.source_language)
    changed, gone = [], []
    for code, row in list(rows.items()):
        state = state_of(row, source, is_source=code == item.source_language, in_review=item.in_review)
        if state == TextState.MISSING:
            if row.pk:
                gone.append(row)
            del rows[code]
            continue
        row.state = state
        if row.loaded != _values(row):
            changed.append(row)
    return changed, gone


@transaction.atomic
def forget(kind: Kind, holder: Any) -> None:
    """A record or a page in one language is gone: so are its states, and with the last one the item."""
    TextStatus.objects.filter(content_type=content_type_of(holder), object_id=holder.pk).delete()
    item = TextItem.objects.select_for_update().filter(kind=kind.slug, key=key_of(holder)).first()
    if item is None:
        return
    rows = rows_of(item, holder)
    if not rows or not isinstance(holder, Page):
        item.delete()
        return
    item.source_language = _source_language(rows)
    item.save()
    keep(rows, item)
