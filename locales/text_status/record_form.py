"""The whole form of a record without revisions, saved while somebody wrote another language: both keep what they wrote.

The form remembers, by digests, the texts it was opened with. What its user didn't touch gives way to what was written
since; where both changed the same text nothing is saved, and the user is told. Records with revisions: `merging`.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.log_actions import registry as log_registry

from locales.registry import LANGUAGES, column
from locales.text_status.kinds import kind_of
from locales.text_status.merging import both_changed
from locales.text_status.services import person_name

Digests = dict[str, str]
"""{column: digest of its text}"""
LIMIT = 20_000
"""Characters of what a form may claim to have been opened with."""


def _plain(text: Any) -> str:
    return str(text or "").replace("\r\n", "\n")


def _digest(text: Any) -> str:
    return hashlib.sha256(_plain(text).encode()).hexdigest()[:16]


def _columns(record: Model) -> list[str]:
    kind = kind_of(record)
    return [column(field, code) for field in kind.fields for code in LANGUAGES] if kind else []


class _OpenedWith(forms.CharField):
    """Nothing that the user changes."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class RecordForm(WagtailAdminModelForm):
    """Base of the forms of all such records. Kinds of text that aren't registered have nothing to keep."""

    opened_with = _OpenedWith(required=False, max_length=LIMIT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened_with"] = json.dumps(self._digests_of(self.instance))

    def _digests_of(self, record: Model) -> Digests:
        return {name: _digest(getattr(record, name)) for name in _columns(record) if name in self.fields}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        opened = self._opened_with()
        latest = type(self.instance)._base_manager.filter(pk=self.instance.pk).first() if opened else None
        if latest is not None:
            self._keep_others(cleaned, opened, latest)
        return cleaned

    def _opened_with(self) -> Digests:
        """Empty where nothing readable came: then there is nothing to compare with, as before."""
        try:
            told = json.loads(self.cleaned_data.get("opened_with") or "{}")
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}

    def _keep_others(self, cleaned: dict[str, Any], opened: Digests, latest: Model) -> None:
        both = []
        for name in self._digests_of(latest):
            if name not in cleaned or name not in opened:
                continue
            mine, theirs = _plain(cleaned[name]), _plain(getattr(latest, name))
            if mine == theirs or _digest(theirs) == opened[name]:
                continue
            if _digest(mine) == opened[name]:
                cleaned[name] = getattr(latest, name)
            else:
                both.append(str(self.fields[name].label))
        if both:
            self._tell(both, latest)

    def _tell(self, labels: list[str], latest: Model) -> None:
        entry = log_registry.get_logs_for_instance(latest).first()
        who = person_name(entry.user) if entry is not None and entry.user is not None else _("Somebody")
        self.add_error(None, both_changed(who, labels))
        # Having been told, whoever saves again means it.
        self.data: Any = self.data.copy()
        self.data[self.add_prefix("opened_with")] = json.dumps(self._digests_of(latest))
