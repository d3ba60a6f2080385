"""Writing text states. A source change never touches a translation: it only marks it outdated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model

from locales.models import SHOWN_STATES, TextState, TextStatus
from locales.registry import LANGUAGES, WORKING, column


def language_texts(record: Model, fields: Sequence[str], code: str) -> dict[str, str]:
    """{field: text} of one language of a record."""
    return {field: getattr(record, column(field, code), "") or "" for field in fields}


def digest(texts: Mapping[str, str]) -> str:
    """SHA-256 over the texts of one language; empty when there is no text at all."""
    if not any(texts.values()):
        return ""
    canonical = json.dumps(dict(texts), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def statuses(record: Model) -> dict[str, TextStatus]:
    """{language code: status row} of a record."""
    rows = TextStatus.objects.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)
    return {row.language: row for row in rows}


def next_state(current: TextStatus | None, text: str, source: str) -> TextState | None:
    """The state after an approval of the whole record, from digests of the text and of its source.

    A text that changed (or is new) is approved with the source it was read beside. A text that stayed
    while its source moved on is outdated. No text: no state.
    """
    if not text:
        return None
    if current is None or current.text_digest != text or current.state not in SHOWN_STATES:
        return TextState.APPROVED
    return TextState.APPROVED if current.source_digest == source else TextState.OUTDATED


def copy_statuses(source: Model, target: Model) -> None:
    """Have the texts that `target` took over from `source` count as they counted there: outdated ones stay so."""
    content_type = ContentType.objects.get_for_model(target)
    for row in statuses(source).values():
        TextStatus.objects.update_or_create(
            content_type=content_type,
            object_id=target.pk,
            language=row.language,
            defaults={"state": row.state, "text_digest": row.text_digest, "source_digest": row.source_digest},
        )


@transaction.atomic
def approve_texts(record: Model, fields: Sequence[str]) -> tuple[str, ...]:
    """Settle the state of every language at an approval; returns the codes whose text may be shown."""
    known = statuses(record)
    content_type = ContentType.objects.get_for_model(record)
    source = digest(language_texts(record, fields, WORKING))
    shown: list[str] = []
    for code in LANGUAGES:
        text = digest(language_texts(record, fields, code))
        row = known.get(code)
        state = next_state(row, text, text if code == WORKING else source)
        if state is None:
            if row:
                row.delete()
            continue
        shown.append(code)
        row = row or TextStatus(content_type=content_type, object_id=record.pk, language=code)
        if state == TextState.APPROVED:
            row.text_digest = text
            row.source_digest = text if code == WORKING else source
        row.state = state
        row.save()
    return tuple(shown)
