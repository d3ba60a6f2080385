"""Which items a download is about, as somebody chooses them on the desk's page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from locales.exchange.files import ITEMS_AT_MOST
from locales.exchange.kinds import TranslatableKind, areas_of, kind_of, kinds
from locales.exchange.units import Item
from locales.registry import LANGUAGES, WORKING

FORMATS = ("xliff", "po")


class BadChoice(Exception):
    """What is asked for can't be given; the message is for people."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`kind` is empty for all kinds; `selection` is `kind key|selection key`; `pk` names one item of its kind."""

    source: str = WORKING
    target: str = "en"
    format: str = "xliff"
    kind: str = ""
    area: int | None = None
    selection: str = ""
    pk: int | None = None
    only_missing: bool = False

    def items(self, user: Any) -> list[Item]:
        """The items with the units asked for. Raises BadChoice for none at all and for too many."""
        found = [item for kind, obj in self._objects(user) if (item := self._item(kind, obj)).units]
        if not found:
            raise BadChoice(_("There is nothing to translate in this choice."))
        return found

    def _item(self, kind: TranslatableKind, obj: Any) -> Item:
        item = kind.load(obj, self.source, self.target)
        if self.only_missing:
            return replace(item, units=tuple(unit for unit in item.units if not unit.target))
        return item

    def _objects(self, user: Any) -> Iterator[tuple[TranslatableKind, Any]]:
        count = 0
        for kind, found in self._querysets(user):
            for obj in found[: ITEMS_AT_MOST + 1]:
                count += 1
                if count > ITEMS_AT_MOST:
                    raise BadChoice(
                        _("These are more than %(limit)s items. Choose a province or one kind.")
                        % {"limit": ITEMS_AT_MOST}
                    )
                yield kind, obj

    def _querysets(self, user: Any) -> Iterator[tuple[TranslatableKind, Any]]:
        selected_kind, _bar, selected = self.selection.partition("|")
        for kind in kinds():
            if self.kind and kind.key != self.kind:
                continue
            if selected and kind.key != selected_kind:
                continue
            found = kind.selected(user, selected, self.source) if selected else kind.editable_by(user, self.source)
            if self.pk is not None:
                found = found.filter(pk=self.pk)
            if self.area is not None:
                found = kind.in_area(found, self.area)
            yield kind, found


def choice_from(data: Mapping[str, str], user: Any) -> Choice:
    """What a form or address asks for. Raises BadChoice where it names what isn't there."""
    source, target = data.get("source", WORKING), data.get("target", "en")
    if source not in LANGUAGES or target not in LANGUAGES or source == target:
        raise BadChoice(_("Choose two different languages."))
    kind, area = data.get("kind", ""), data.get("area", "")
    if kind and kind_of(kind) is None:
        raise BadChoice(_("There is no such kind of text."))
    if area and area not in {named.key for named in areas_of(user)}:
        raise BadChoice(_("You don't work in this province."))
    pk = data.get("pk", "")
    if pk and not (kind and pk.isascii() and pk.isdecimal() and len(pk) < 19):
        raise BadChoice(_("There is no such text."))
    return Choice(
        source=source,
        target=target,
        format=data.get("format", "") if data.get("format") in FORMATS else FORMATS[0],
        kind=kind,
        area=int(area) if area else None,
        selection=data.get("selection", ""),
        pk=int(pk) if pk else None,
        only_missing=bool(data.get("only_missing")),
    )
