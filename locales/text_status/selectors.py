"""Reading one text with everything that its translator or approver needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from locales.registry import LANGUAGES
from locales.text_status.kinds import Kind, kind, kind_of
from locales.text_status.models import TextComment, TextItem, TextState, TextStatus
from locales.text_status.policy import source_digest_of
from locales.text_status.settling import content_type_of, key_of, rows_of
from locales.text_status.texts import Piece, Texts, differences, digest


def statuses(record: Model) -> dict[str, TextStatus]:
    """{language code: status row} of a record."""
    rows = TextStatus.objects.filter(content_type=content_type_of(record), object_id=record.pk)
    return {row.language: row for row in rows}


def shown_texts(record: Model) -> dict[str, Texts]:
    """{language code: {field: text}} that readers may get of a record: approved, of approved languages."""
    rows = statuses(record)
    return {code: dict(rows[code].approved_texts) for code in LANGUAGES if code in rows and rows[code].is_shown}


def item_of(obj: Model) -> TextItem | None:
    """The item of a record, or of a page in whatever language."""
    found = kind_of(obj)
    return TextItem.objects.filter(kind=found.slug, key=key_of(obj)).first() if found else None


@dataclass(frozen=True, slots=True)
class FieldWork:
    """One field: its name for people, and what it says in the source and in this language."""

    name: str
    label: str
    source_then: str
    """The source when this language was approved; empty where it never was."""
    source_now: str
    text: str
    """As it is worked on."""
    approved: str
    """As readers get it."""
    comments: tuple[TextComment, ...] = ()

    @property
    def source_changed(self) -> bool:
        return self.source_then != self.source_now

    @property
    def source_changes(self) -> list[Piece]:
        return differences(self.source_then, self.source_now)


@dataclass(frozen=True, slots=True)
class LanguageWork:
    """One text in one language. `row` and `holder` are None where nothing was begun."""

    item: TextItem
    kind: Kind
    code: str
    state: TextState
    row: TextStatus | None
    holder: Any
    fields: tuple[FieldWork, ...]
    token: str
    """Of text and source as shown here: acts on this screen bring it along."""
    comments: tuple[TextComment, ...]
    """On the whole text, and on fields that aren't there any more."""

    @property
    def is_source(self) -> bool:
        return self.code == self.item.source_language

    @property
    def texts(self) -> Texts:
        return {field.name: field.text for field in self.fields}


def token_of(texts: Mapping[str, str], source: str) -> str:
    """What a screen has shown: the text, and digest of the source beside it. Empty fields don't count."""
    return f"{digest(filled(texts))[:20]}.{source[:20]}"


def filled(texts: Mapping[str, str]) -> Texts:
    return {name: text for name, text in texts.items() if text}


def source_texts(found: Kind, item: TextItem, rows: Mapping[str, TextStatus]) -> Texts:
    """The source as it counts: what was approved of it, else what is written."""
    row = rows.get(item.source_language)
    if row and row.is_shown and row.approved_texts:
        return dict(row.approved_texts)
    holder = found.store.find(found, item.key, item.source_language)
    return found.store.working(found, holder, rows).get(item.source_language, {}) if holder else {}


def read(item: TextItem, code: str) -> LanguageWork:
    """Everything about an item's text in one language. A handful of queries, whatever its length.

    Raises LookupError for an item whose kind isn't registered any more.
    """
    found = kind(item.kind)
    if found is None:
        raise LookupError(f"no kind of text {item.kind!r}")
    holder = found.store.find(found, item.key, code)
    rows = rows_of(item, holder) if holder else {row.language: row for row in item.texts.all()}
    row = rows.get(code)
    texts = found.store.working(found, holder, rows).get(code, {}) if holder else {}
    source = source_texts(found, item, rows)
    return LanguageWork(
        item=item,
        kind=found,
        code=code,
        state=TextState(row.state) if row else TextState.MISSING,
        row=row,
        holder=holder,
        token=token_of(texts, source_digest_of(rows.values(), item.source_language)),
        **_fields(found, item, code, holder, row, texts, source),
    )


def _fields(
    found: Kind, item: TextItem, code: str, holder: Any, row: TextStatus | None, texts: Texts, source: Texts
) -> dict[str, Any]:
    labels = found.store.labels(found, holder) if holder else {}
    then = dict(row.source_texts) if row else {}
    if code == item.source_language:
        then = source
    if source_labels := [name for name in (*source, *then) if name not in labels]:
        source_holder = found.store.find(found, item.key, item.source_language)
        known = found.store.labels(found, source_holder) if source_holder else {}
        labels |= {name: known.get(name, name.split(".", 1)[0]) for name in source_labels}
    said = list(TextComment.objects.filter(item=item, language=code).select_related("author"))
    approved = row.approved_texts if row else {}
    names = [name for name in labels if any(name in kept for kept in (texts, source, then, approved))]
    fields = tuple(
        FieldWork(
            name=name,
            label=labels[name],
            source_then=then.get(name, ""),
            source_now=source.get(name, ""),
            text=texts.get(name, ""),
            approved=approved.get(name, ""),
            comments=tuple(one for one in said if one.field == name and one.resolved_at is None),
        )
        for name in names
    )
    return {
        "fields": fields,
        "comments": tuple(one for one in said if one.resolved_at is None and one.field not in names),
    }
