"""Texts of records: in the latest revision where a record has drafts, else beside the columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone, translation

from locales.registry import LANGUAGES, WORKING, column
from locales.text_status.texts import Texts, language_texts

if TYPE_CHECKING:
    from locales.text_status.kinds import Kind
    from locales.text_status.models import TextStatus

_ONE_SITTING = timedelta(minutes=30)
"""Drafts that the same person keeps one after the other within this time are one revision."""

_OF_DRAFTS = frozenset(
    {"latest_revision", "live_revision", "has_unpublished_changes", "latest_revision_created_at", "updated_at",
     "first_published_at", "last_published_at", "locked", "locked_at", "locked_by", "live", "expired"}
)  # fmt: skip
"""What a record says about its drafts; it differs between a revision and the record though no content does."""

AllTexts = dict[str, Texts]
"""{language code: {field: text}}"""


def latest_draft(holder: Any) -> Any:
    """A page or record as its newest draft says, unsaved; itself where it never had one."""
    return holder.get_latest_revision_as_object() if holder.latest_revision_id else holder


def overwritable(holder: Any, user: Any) -> Any:
    """The latest revision, where the same person made it a moment ago and nobody published or scheduled it."""
    latest = holder.latest_revision
    if latest is None or user is None or latest.user_id != user.pk or latest.pk == holder.live_revision_id:
        return None
    if latest.approved_go_live_at is not None or timezone.now() - latest.created_at > _ONE_SITTING:
        return None
    return latest


class _RecordStore:
    """One object holds all languages."""

    def find(self, kind: Kind, key: str, code: str, *, lock: bool = False) -> Any:
        rows: Any = kind.model._default_manager.all()
        if lock:
            rows = rows.select_for_update(of=("self",))
        return rows.filter(pk=key).first()

    def labels(self, kind: Kind, holder: Any) -> dict[str, str]:
        return {name: str(kind.model._meta.get_field(name).verbose_name) for name in kind.fields}  # type: ignore[union-attr]

    def columns(self, kind: Kind, holder: Any) -> AllTexts:
        return {code: language_texts(holder, kind.fields, code) for code in LANGUAGES}

    def put(self, kind: Kind, holder: Any, code: str, texts: Texts) -> list[str]:
        """Set the columns of one language, unsaved; returns the names of the changed ones to save."""
        changed = [name for name in kind.fields if (getattr(holder, column(name, code)) or "") != texts.get(name, "")]
        for name in changed:
            setattr(holder, column(name, code), texts.get(name, ""))
        return [column(name, code) for name in changed] + ([*changed] if code == WORKING else [])

    def submit(self, kind: Kind, holder: Any, code: str, user: Any) -> None:
        """Nothing beyond the note: the approver's list of work finds it."""

    def send_back(self, kind: Kind, holder: Any, code: str, user: Any, words: str) -> None:
        """Nothing beyond the note."""

    def told_of_return(self, holder: Any) -> int | None:
        return None


class PlainRecords(_RecordStore):
    """Records without drafts of their own: readers get the columns, work in progress is kept on the status."""

    def working(self, kind: Kind, holder: Any, rows: Mapping[str, TextStatus]) -> AllTexts:
        columns = self.columns(kind, holder)
        for code, row in rows.items():
            if row.draft and code in columns:
                columns[code] |= {name: text for name, text in row.draft.items() if name in kind.fields}
        return columns

    def shown(self, kind: Kind, holder: Any) -> AllTexts | None:
        return self.columns(kind, holder)

    def write(self, kind: Kind, holder: Any, row: TextStatus, texts: Texts, user: Any) -> None:
        row.draft = texts
        row.save()

    def publish(self, kind: Kind, holder: Any, row: TextStatus, texts: Texts, user: Any) -> None:
        row.draft = {}
        row.save()
        with translation.override(WORKING):
            if names := self.put(kind, holder, row.language, texts):
                holder.save(update_fields=names)


class DraftedRecords(_RecordStore):
    """Records with revisions: the latest one is what is being worked on, in all languages."""

    def working(self, kind: Kind, holder: Any, rows: Mapping[str, TextStatus]) -> AllTexts:
        latest = holder.latest_revision
        if latest is None:
            return self.columns(kind, holder)
        content = latest.content
        return {code: {name: content.get(column(name, code)) or "" for name in kind.fields} for code in LANGUAGES}

    def shown(self, kind: Kind, holder: Any) -> AllTexts | None:
        """Only approvals say what readers get: the columns also hold what was written beside it."""
        return None

    def write(self, kind: Kind, holder: Any, row: TextStatus, texts: Texts, user: Any) -> None:
        draft = latest_draft(holder)
        with translation.override(WORKING):
            if not self.put(kind, draft, row.language, texts):
                return
            if not draft.live:
                draft.save()
            draft.save_revision(user=user, log_action=True, changed=True, overwrite_revision=overwritable(holder, user))

    def publish(self, kind: Kind, holder: Any, row: TextStatus, texts: Texts, user: Any) -> None:
        """The columns follow, so that lists in the admin show it; other drafted changes stay in the revision."""
        if not holder.live:
            return
        with translation.override(WORKING):
            if names := self.put(kind, holder, row.language, texts):
                holder.save(update_fields=names)
            _settle_waiting(holder)


def _settle_waiting(holder: Any) -> None:
    """Where this language was all that the draft had more, nothing waits for approval any longer."""
    latest = holder.latest_revision
    if latest is None or not holder.has_unpublished_changes:
        return
    live = type(holder)._default_manager.get(pk=holder.pk)
    now = json.loads(json.dumps(live.serializable_data(), cls=DjangoJSONEncoder))
    acts = {field.name for field in live._meta.get_fields() if not getattr(field, "editable", True)}
    left_out = acts | _OF_DRAFTS
    content = {name: value for name, value in latest.content.items() if name in now and name not in left_out}
    if all(now[name] == value for name, value in content.items()):
        rows = type(holder)._default_manager.filter(pk=holder.pk)
        rows.update(has_unpublished_changes=False, live_revision=latest)
