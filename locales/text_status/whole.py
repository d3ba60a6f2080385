"""The approval of a whole record, as its workflow knows it: all languages that go with it, at once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model

from locales.registry import LANGUAGES
from locales.text_status import settling
from locales.text_status.kinds import kind_of
from locales.text_status.models import TextComment, TextStatus
from locales.text_status.policy import goes_with_the_record
from locales.text_status.selectors import shown_texts, statuses
from locales.text_status.texts import digest, language_texts

_TAKEN_OVER = ("work_digest", "text_digest", "approved_texts", "source_digest", "source_texts", "approved_at",
               "approved_by_id", "machine_digest", "gaps", "state")  # fmt: skip


@transaction.atomic
def approve_texts(record: Model, *, user: Any = None) -> tuple[str, ...]:
    """Settle the state of every language at an approval of the whole record; returns the codes that readers get.

    A language that a translator is at by itself keeps what was approved of it before (see `policy`).
    Raises LookupError for a record of no registered kind.
    """
    found = kind_of(record)
    if found is None:
        raise LookupError(f"{type(record).__name__} is no kind of text")
    item = settling.locked_item(found, record)
    rows = settling.rows_of(item, record)
    objected = set(TextComment.objects.filter(item=item, resolved_at=None).values_list("language", flat=True))
    for code in sorted(LANGUAGES, key=lambda code: code != item.source_language):
        texts = language_texts(record, found.fields, code)
        row, text = rows.get(code), digest(texts)
        if not goes_with_the_record(row, text, has_open_comments=code in objected):
            continue
        if row is None and not text:
            continue
        settling.row_for(rows, item, record, code)
        if rows[code].text_digest != text:
            settling.note_approval(rows, item, code, texts, user)
        rows[code].work_digest = text
    settling.keep(rows, item)
    settling.settle(found, record)
    return tuple(shown_texts(record))


def copy_statuses(source: Model, target: Model) -> None:
    """Have the texts that `target` took over from `source` count as they counted there: outdated ones stay so."""
    content_type = settling.content_type_of(target)
    there = statuses(target)
    for code, row in statuses(source).items():
        mine = there.get(code) or TextStatus(content_type=content_type, object_id=target.pk, language=code)
        for name in _TAKEN_OVER:
            setattr(mine, name, getattr(row, name))
        mine.save()
    if found := kind_of(target):
        settling.settle(found, target)
