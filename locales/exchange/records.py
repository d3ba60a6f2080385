"""Records with a column for each language as a translatable kind. Rooms subclass it and say what is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin
from wagtail.permissions import policy_registry

from locales.exchange.kinds import Named
from locales.exchange.units import Item, Unit, has_words
from locales.models import TextState
from locales.registry import WORKING, column
from locales.text_status.selectors import statuses


class RecordKind:
    """`fields` are the translated fields of `model`; `admin_namespace` is of its addresses in the admin."""

    area_field = "province"

    def __init__(self, model: Any, fields: tuple[str, ...], admin_namespace: str) -> None:
        self.model = model
        self.fields = fields
        self.admin_namespace = admin_namespace
        self.key: str = model._meta.label_lower
        self.label = model._meta.verbose_name_plural

    def editable_by(self, user: Any, source: str) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(self.model)
        found: QuerySet[Any] = policy.instances_user_has_permission_for(user, "change")
        return found.select_related("latest_revision") if issubclass(self.model, DraftStateMixin) else found

    def in_area(self, found: QuerySet[Any], area: int) -> QuerySet[Any]:
        return found.filter(**{self.area_field: area})

    def selections(self, user: Any) -> list[Named]:
        return []

    def selected(self, user: Any, key: str, source: str) -> QuerySet[Any]:
        return self.editable_by(user, source).none()

    def draft_of(self, obj: Any) -> Any:
        """The record as its editors see it: its latest revision, else the row."""
        revision = getattr(obj, "latest_revision", None)
        return obj if revision is None else obj.with_content_json(revision.content)

    def load(self, obj: Any, source: str, target: str) -> Item:
        return self._item(self.draft_of(obj), source, target)

    def load_shown(self, obj: Any, source: str, target: str) -> Item:
        """Of the row itself, where both languages are shown to readers and the translation isn't outdated."""
        rows = statuses(obj)
        shown = source in rows and rows[source].is_shown
        if not shown or target not in rows or rows[target].state != TextState.APPROVED:
            return Item(self.key, obj.pk, str(obj), source, target, (), getattr(obj, f"{self.area_field}_id", None))
        return self._item(obj, source, target)

    def _item(self, record: Any, source: str, target: str) -> Item:
        units = (self._unit(record, field, source, target) for field in self.fields)
        title = (getattr(record, column(self.fields[0], WORKING), "") or str(record)).strip()
        area = getattr(record, f"{self.area_field}_id", None)
        return Item(self.key, record.pk, title, source, target, tuple(u for u in units if has_words(u.source)), area)

    def _unit(self, record: Any, name: str, source: str, target: str) -> Unit:
        field = self.model._meta.get_field(column(name, target))
        label = str(self.model._meta.get_field(name).verbose_name)
        return Unit(
            name,
            getattr(record, column(name, source), "") or "",
            getattr(record, column(name, target), "") or "",
            label[:1].upper() + label[1:],
            field.max_length,
            str(self.model._meta.get_field(name).help_text or ""),
        )

    def hindrance(self, obj: Any, target: str, user: Any) -> str:
        lock = obj.get_lock() if hasattr(obj, "get_lock") else None
        if lock is not None and lock.for_user(user):
            return _("It is locked, or waits for approval.")
        return ""

    def save(self, obj: Any, source: str, target: str, texts: Mapping[str, str], user: Any) -> None:
        """A new draft; a record that was never approved has its row changed too, as its form does."""
        with translation.override(WORKING):
            draft = self.draft_of(obj)
            for name, text in texts.items():
                setattr(draft, column(name, target), text)
            if not isinstance(draft, DraftStateMixin):
                draft.save()
                return
            if not draft.live:
                draft.save()
            draft.save_revision(user=user, log_action=True, changed=True)

    def edit_url(self, obj: Any, target: str) -> str:
        return reverse(f"{self.admin_namespace}:edit", args=[obj.pk])
