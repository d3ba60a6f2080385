"""A text as it lies open on the translator's desk: its units, and what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import ngettext

from locales.exchange import markup, richtext
from locales.exchange.kinds import TranslatableKind, kind_of
from locales.exchange.units import Item, Unit, digest, has_words
from locales.registry import column
from locales.text_status import selectors
from locales.text_status.models import SETTLED_STATES, TextItem
from locales.text_status.record_stores import PlainRecords
from locales.text_status.selectors import FieldWork, LanguageWork
from locales.text_status.settling import rows_of


@dataclass(frozen=True)
class OpenText:
    """One item from one language into another. `kind` and `obj` are None where texts can't be exchanged as files.

    `hindrance` says in words why nothing can be saved now; `writes`: the user is one who may.
    """

    work: LanguageWork
    item: Item
    kind: TranslatableKind | None
    obj: Any
    hindrance: str
    writes: bool

    @property
    def units(self) -> tuple[Unit, ...]:
        return self.item.units

    @property
    def is_settled(self) -> bool:
        """Readers get this very text: somebody approved it."""
        return self.work.state in SETTLED_STATES

    @cached_property
    def by_field(self) -> dict[str, FieldWork]:
        return {one.name: one for one in self.work.fields}

    @cached_property
    def others(self) -> tuple[FieldWork, ...]:
        """Fields that have no unit: without words to translate, or the translation's own."""
        mine = {field_of(unit.key) for unit in self.units}
        return tuple(one for one in self.work.fields if one.name not in mine and (one.text or one.comments))

    def field(self, unit: Unit) -> FieldWork | None:
        return self.by_field.get(field_of(unit.key))

    def source_then(self, unit: Unit) -> str | None:
        """The unit's source when the translation was approved; None where that isn't known, or was in no language."""
        if self.item.source != self.work.item.source_language or not (self.work.row and self.work.row.is_shown):
            return None
        found = self.field(unit)
        return self._passage(found.source_then, unit) if found else None

    def approved(self, unit: Unit) -> str | None:
        """What readers get of the unit; None where nothing was approved yet."""
        found = self.field(unit)
        if found is None or not (self.work.row and self.work.row.is_shown):
            return None
        return self._passage(found.approved, unit)

    def _passage(self, text: str, unit: Unit) -> str:
        if not unit.markup:
            return text
        return self._runs(text).get(unit.key.partition("#")[2], "")

    def _runs(self, text: str) -> dict[str, str]:
        if text not in self._read:
            self._read[text] = {run.key: markup.write(run.parts) for run in richtext.read(text).runs()}
        return self._read[text]

    @cached_property
    def _read(self) -> dict[str, dict[str, str]]:
        return {}


def field_of(key: str) -> str:
    """The field, as `text_status` names it, to which a unit belongs."""
    return key.partition("#")[0].replace("/", ".")


# --- reading ------------------------------------------------------------------------------------------
def open_text(item: TextItem, code: str, source: str, user: Any) -> OpenText | None:
    """The text with its units; None where there is nothing in the language that is to be translated from."""
    work = selectors.read(item, code)
    exchange = kind_of("page" if work.kind.is_page else work.kind.model._meta.label_lower)
    holder = work.kind.store.find(work.kind, item.key, source)
    if holder is None:
        return None
    if work.kind.is_page:
        if exchange is None or holder.alias_of_id:
            return None
        loaded = exchange.load(holder, source, code)
    else:
        loaded = Item(
            work.kind.model._meta.label_lower, holder.pk, str(item), source, code, _units(work, holder, source),
            item.province_id,
        )  # fmt: skip
    writes = work.kind.scope(user, "edit").covers(item.province_id)
    return OpenText(work, loaded, exchange, holder, _hindrance(work, exchange, holder, user), writes)


def _hindrance(work: LanguageWork, exchange: TranslatableKind | None, holder: Any, user: Any) -> str:
    """A record whose drafts are kept beside it can be worked on whatever is being done to the record itself."""
    if exchange is None or isinstance(work.kind.store, PlainRecords):
        return ""
    return exchange.hindrance(holder, work.code, user)


def _units(work: LanguageWork, holder: Any, source: str) -> tuple[Unit, ...]:
    """Of a record. From the source language it is what counts there: what was approved of it."""
    texts = {one.name: one.source_now for one in work.fields}
    if source != work.item.source_language:
        rows = rows_of(work.item, holder)
        texts = work.kind.store.working(work.kind, holder, rows).get(source, {})
    present = work.texts
    made = []
    for name in work.kind.fields:
        model_field: Any = work.kind.model._meta.get_field(column(name, work.code))
        base: Any = work.kind.model._meta.get_field(name)
        label = str(base.verbose_name)
        unit = Unit(
            name, texts.get(name, ""), present.get(name, ""), label[:1].upper() + label[1:], model_field.max_length,
            str(base.help_text or ""),
        )  # fmt: skip
        if has_words(unit.source) or unit.target:
            made.append(unit)
    return tuple(made)


def seen(text: str) -> str:
    """Digest of a text as a form shows it: its line breaks are the browser's."""
    return digest(lines(text))


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def progress(units: Sequence[Unit]) -> str:
    """How far it is, in words."""
    done = sum(bool(unit.target) for unit in units)
    words = ngettext("%(done)s of %(all)s text is translated.", "%(done)s of %(all)s texts are translated.", len(units))
    return words % {"done": done, "all": len(units)}
