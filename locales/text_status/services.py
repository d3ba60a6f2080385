"""The acts on a text in one language. One act is one function; each checks the user, and the screen's token.

A source change never touches a translation: it only marks it outdated. Nothing typed is lost: an act on a screen
that isn't true any more is refused before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from locales.text_status import settling
from locales.text_status.errors import StaleText
from locales.text_status.kinds import Kind, kind
from locales.text_status.mails import tell_of_return
from locales.text_status.models import TextComment, TextItem, TextStatus
from locales.text_status.page_store import save_revision
from locales.text_status.policy import source_digest_of
from locales.text_status.record_stores import latest_draft
from locales.text_status.scope import Action
from locales.text_status.selectors import LanguageWork, filled, item_of, read, source_texts, token_of
from locales.text_status.settling import Rows
from locales.text_status.texts import Texts, digest
from locales.text_status.whole import approve_texts, copy_statuses

__all__ = [
    "approve",
    "approve_texts",
    "comment",
    "copy_statuses",
    "mark_machine_made",
    "mark_small_change",
    "person_name",
    "resolve",
    "save_draft",
    "save_page_draft",
    "send_back",
    "submit",
]


@dataclass(slots=True)
class _Held:
    """An item under work, with its rows, until the transaction ends."""

    kind: Kind
    item: TextItem
    holder: Any
    rows: Rows
    row: TextStatus
    texts: Texts

    @property
    def source(self) -> str:
        return source_digest_of(self.rows.values(), self.item.source_language)


@contextmanager
def _held(item: TextItem, code: str, user: Any, action: Action) -> Iterator[_Held]:
    """Lock holder and item, in this order as everywhere. Raises PermissionDenied, ValidationError."""
    found = kind(item.kind)
    if found is None or not found.scope(user, action).covers(item.province_id):
        raise PermissionDenied(_("You may not do this here."))
    with transaction.atomic():
        holder = found.store.find(found, item.key, code, lock=True)
        if holder is None:
            raise ValidationError(_("There is no page in this language yet. Begin its translation first."))
        locked = settling.locked_item(found, holder)
        if not found.scope(user, action).covers(locked.province_id):
            raise PermissionDenied(_("You may not do this here."))
        rows = settling.rows_of(locked, holder)
        row = settling.row_for(rows, locked, holder, code)
        texts = found.store.working(found, holder, rows).get(code, {})
        yield _Held(found, locked, holder, rows, row, texts)


def person_name(user: Any) -> str:
    """As colleagues know them."""
    return (user.get_full_name() or user.get_username()) if user else _("Somebody")


def _refuse_stale(held: _Held, token: str, *, and_source: bool) -> None:
    """Raises StaleText where the screen showed another text than there is now, or stood beside another source."""
    seen_text, _dot, seen_source = token.partition(".")
    now_text, _dot, now_source = token_of(held.texts, held.source).partition(".")
    if seen_text != now_text:
        words = _(
            "%(who)s has changed this text since you opened it. Nothing was overwritten: look at both, then save."
        )
        raise StaleText(words % {"who": person_name(held.row.edited_by)}, held.texts)
    if and_source and seen_source != now_source:
        words = _("The source has changed since you opened this. Look at what is new, then decide.")
        raise StaleText(words, held.texts)


# --- writing ------------------------------------------------------------------------------------------
def save_draft(
    item: TextItem, code: str, texts: Mapping[str, str], *, user: Any, token: str, by_machine: bool = False
) -> LanguageWork:
    """Keep `texts` ({field: text}; fields left out stay) as the draft of one language; returns it as it is now.

    Readers go on getting what was approved. `by_machine`: a machine translated it, which it is labelled with
    until a person changes it. Raises StaleText when somebody saved since `token`, PermissionDenied, and
    ValidationError for an unknown field or a language whose page wasn't begun.
    """
    with _held(item, code, user, "edit") as held:
        _refuse_stale(held, token, and_source=False)
        wanted = {**held.texts, **texts}
        known = held.kind.store.labels(held.kind, held.holder)
        if unknown := [name for name in texts if name not in known]:
            raise ValidationError(_("There is no field “%s” here.") % unknown[0])
        if filled(wanted) != filled(held.texts):
            _note_hand(held, user)
            held.row.machine_digest = digest(wanted) if by_machine else held.row.machine_digest
            held.row.save()
            held.kind.store.write(held.kind, held.holder, held.row, wanted, user)
            _settle_again(held, user)
    return read(held.item, code)


def save_page_draft(
    item: TextItem, code: str, rewrite: Callable[[Any], None], *, user: Any, token: str
) -> LanguageWork:
    """As `save_draft`, for a page whose blocks may change with its texts: a translation takes over new ones.

    `rewrite(draft)` changes the latest draft, unsaved. Raises as `save_draft`, and whatever `rewrite` does.
    """
    with _held(item, code, user, "edit") as held:
        _refuse_stale(held, token, and_source=False)
        draft = latest_draft(held.holder)
        rewrite(draft)
        _note_hand(held, user)
        held.row.save()
        save_revision(held.holder, draft, user)
        _settle_again(held, user)
    return read(held.item, code)


def _note_hand(held: _Held, user: Any) -> None:
    held.row.is_apart = True
    held.row.edited_by_id = user.pk
    held.row.submitted_digest = ""
    held.row.state = held.row.state or "draft"


def _settle_again(held: _Held, user: Any, **how: Any) -> None:
    fresh = held.kind.store.find(held.kind, held.item.key, held.row.language)
    held.item = settling.settle(held.kind, fresh, by=user, **how)


def mark_machine_made(record: Model, code: str, fields: Collection[str], *, user: Any) -> None:
    """Label the text of one language as a machine's, until a person changes it, if it has no text but in `fields`."""
    item = item_of(record)
    if item is None:
        return
    with _held(item, code, user, "edit") as held:
        if {name for name, text in held.texts.items() if text} <= set(fields):
            held.row.machine_digest = digest(held.texts)
            held.row.state = held.row.state or "draft"
            held.row.save()
            _settle_again(held, user)


def submit(item: TextItem, code: str, *, user: Any, token: str) -> LanguageWork:
    """Hand a draft to the approvers. Raises as `save_draft`, and ValidationError where there is nothing new."""
    with _held(item, code, user, "edit") as held:
        _refuse_stale(held, token, and_source=False)
        if not held.texts or digest(held.texts) == held.row.text_digest:
            raise ValidationError(_("There is nothing new to approve in this language."))
        held.row.submitted_digest = digest(held.texts)
        held.row.is_apart = True
        held.row.returned_at = None
        held.row.state = held.row.state or "draft"
        held.row.save()
        held.kind.store.submit(held.kind, held.holder, code, user)
        _settle_again(held, user)
    return read(held.item, code)


# --- deciding -----------------------------------------------------------------------------------------
def approve(item: TextItem, code: str, *, user: Any, token: str) -> LanguageWork:
    """Approve one language: readers get its text, beside whatever they had in the others.

    Of an outdated text it says that the text still holds. Open comments on it count as settled. Raises StaleText
    when text or source changed since `token`, PermissionDenied, and ValidationError with what is missing.
    """
    with _held(item, code, user, "approve") as held:
        _refuse_stale(held, token, and_source=True)
        if not any(held.texts.values()):
            raise ValidationError(_("There is no text in this language to approve."))
        if problems := held.kind.hindrances(held.holder, code, held.texts):
            raise ValidationError(_("Before it can be approved it needs: %s.") % ", ".join(problems))
        beside = source_texts(held.kind, held.item, held.rows)
        held.row.state = held.row.state or "draft"
        held.row.save()
        held.kind.store.publish(held.kind, held.holder, held.row, held.texts, user)
        _record_approval(held, code, beside, user)
        _resolve_all(held.item, code, user)
        _log(held, "locales.approve_text", code, user)
        fresh = held.kind.store.find(held.kind, held.item.key, code)
        held.kind.after_approval(fresh, code, user)
    return read(held.item, code)


def _record_approval(held: _Held, code: str, beside: Texts, user: Any) -> None:
    """After publishing, which may have settled on its own: the rows are read again."""
    if held.kind.is_page:
        _settle_again(held, user, approved_anew=True)
        return
    fresh = held.kind.store.find(held.kind, held.item.key, code)
    rows = settling.rows_of(held.item, fresh)
    row = settling.row_for(rows, held.item, fresh, code)
    row.work_digest = digest(held.texts)
    settling.note_approval(rows, held.item, code, held.texts, user, beside=beside)
    settling.keep(rows, held.item)


def send_back(item: TextItem, code: str, comments: Mapping[str, str], *, user: Any, token: str) -> LanguageWork:
    """Return a text to its translator, with comments ({field: words}; "" for the whole). Readers see no change.

    Raises as `approve`, and ValidationError without a single comment.
    """
    said = {name: words.strip() for name, words in comments.items() if words.strip()}
    if not said:
        raise ValidationError(_("Say what is to be changed, on a field or on the whole."))
    with _held(item, code, user, "approve") as held:
        _refuse_stale(held, token, and_source=False)
        for name, words in said.items():
            TextComment.objects.create(item=held.item, language=code, field=name, words=words[:2000], author=user)
        held.row.submitted_digest = ""
        held.row.is_apart = True
        held.row.returned_at = timezone.now()
        held.row.state = held.row.state or "draft"
        held.row.save()
        _log(held, "locales.return_text", code, user, "\n".join(said.values()))
        told = held.kind.store.told_of_return(held.holder)
        held.kind.store.send_back(held.kind, held.holder, code, user, "\n".join(said.values()))
        _settle_again(held, user)
        tell_of_return(held.item, held.row, by=user, told=told)
    return read(held.item, code)


def _log(held: _Held, action: str, code: str, user: Any, reason: str = "") -> None:
    """Into the record's history. Pages keep their own of publishing and workflow."""
    if not held.kind.is_page:
        log(instance=held.holder, action=action, user=user, data={"language": code, "reason": reason})


def comment(item: TextItem, code: str, field: str, words: str, *, user: Any) -> TextComment:
    """Say something about a field (or, empty, the whole) without deciding. Raises PermissionDenied, ValidationError."""
    _may(item, user, "view")
    if not words.strip():
        raise ValidationError(_("An empty comment helps nobody."))
    return TextComment.objects.create(item=item, language=code, field=field, words=words.strip()[:2000], author=user)


def resolve(found: TextComment, *, user: Any) -> None:
    """The comment is settled. Repeatable. Raises PermissionDenied."""
    _may(found.item, user, "edit")
    open_one = TextComment.objects.filter(pk=found.pk, resolved_at=None)
    open_one.update(resolved_at=timezone.now(), resolved_by=user)


def _resolve_all(item: TextItem, code: str, user: Any) -> None:
    open_ones = TextComment.objects.filter(item=item, language=code, resolved_at=None)
    open_ones.update(resolved_at=timezone.now(), resolved_by=user)


def _may(item: TextItem, user: Any, action: Action) -> Kind:
    found = kind(item.kind)
    if found is None or not found.scope(user, action).covers(item.province_id):
        raise PermissionDenied(_("You may not do this here."))
    return found


@transaction.atomic
def mark_small_change(item: TextItem, *, user: Any, seen: str) -> tuple[str, ...]:
    """Say that the source's last change (a typo) doesn't affect translations; returns the languages it cleared.

    Only texts that were up to date before that change are cleared; one that was outdated already stays so.
    `seen`: digest of the source as shown. Raises StaleText when it has changed again, PermissionDenied.
    """
    found = _may(item, user, "approve")
    holder = found.store.find(found, item.key, item.source_language, lock=True)
    if holder is None:
        raise ValidationError(_("There is no source text."))
    item = settling.locked_item(found, holder)
    rows = settling.rows_of(item, holder)
    source = rows.get(item.source_language)
    if source is None or source.text_digest != seen:
        raise StaleText(_("The source has changed since you opened this. Look at what is new, then decide."), {})
    cleared = []
    for code, row in rows.items():
        if code != item.source_language and row.is_shown and row.source_digest == source.source_digest:
            row.source_digest, row.source_texts = source.text_digest, dict(source.approved_texts)
            cleared.append(code)
    settling.keep(rows, item)
    return tuple(cleared)
