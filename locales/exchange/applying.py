"""Taking a translator's file in: what still fits is saved as drafts, everything else is listed with its reason.

A translation is taken in only where the source still reads as it did at export and where nobody has changed
the translation since. So nothing typed is overwritten, however old the file is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from locales.exchange import markup
from locales.exchange.files import ITEMS_AT_MOST, BadFile, ExchangeFile, Offer
from locales.exchange.kinds import CannotSave, TranslatableKind, kind_of
from locales.exchange.units import Item, Unit
from locales.glossary.checking import Checker
from locales.registry import LANGUAGES


class Outcome(StrEnum):
    APPLIED = "applied"
    SAME = "same"
    """It stands there already."""
    EMPTY = "empty"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one offered translation. `reason` is for people; `warnings` don't stop it."""

    outcome: Outcome
    item: str
    label: str
    source: str = ""
    offered: str = ""
    present: str = ""
    reason: str = ""
    url: str = ""
    warnings: tuple[str, ...] = ()
    key: str = ""


@dataclass(slots=True)
class Report:
    source: str
    target: str
    strangers: int = 0
    lines: list[Line] = field(default_factory=list)

    def of(self, outcome: Outcome) -> list[Line]:
        return [line for line in self.lines if line.outcome is outcome]

    @property
    def applied(self) -> list[Line]:
        return self.of(Outcome.APPLIED)

    @property
    def refused(self) -> list[Line]:
        return self.of(Outcome.REFUSED)

    @property
    def warned(self) -> list[Line]:
        return [line for line in self.lines if line.warnings]


def apply(file: ExchangeFile, *, user: Any) -> Report:
    """Save what fits, item by item. Raises BadFile for a file about more items than one may be about."""
    report = Report(file.source, file.target, file.strangers)
    groups: dict[tuple[str, int], list[Offer]] = {}
    for offer in file.offers:
        groups.setdefault((offer.kind, offer.pk), []).append(offer)
    if len(groups) > ITEMS_AT_MOST:
        raise BadFile(_("The file is about more than %(limit)s items. Send it in parts.") % {"limit": ITEMS_AT_MOST})
    checker = Checker(file.source, file.target)
    for name, keys in groupby(sorted(groups), key=lambda group: group[0]):
        pks = [pk for _name, pk in keys]
        for pk, obj in _in_order(name, pks, user, file.source):
            report.lines += _apply_item(file, name, obj, groups[name, pk], user, checker)
    return report


def _in_order(name: str, pks: list[int], user: Any, source: str) -> list[tuple[int, Any]]:
    """(pk, object or None) in the kind's own order: pages come after the pages above them."""
    kind = kind_of(name)
    found = {obj.pk: obj for obj in kind.editable_by(user, source).filter(pk__in=pks)} if kind else {}
    return [*found.items(), *((pk, None) for pk in pks if pk not in found)]


def _apply_item(
    file: ExchangeFile, name: str, obj: Any, offers: list[Offer], user: Any, checker: Checker
) -> list[Line]:
    kind = kind_of(name)
    with transaction.atomic():
        if kind is not None and obj is not None:
            # Locked before it is read: two files, or a file and a batch change, can't pass each other.
            type(obj)._default_manager.select_for_update(of=("self",)).filter(pk=obj.pk).first()
            obj = kind.editable_by(user, file.source).filter(pk=obj.pk).first()
        if kind is None or obj is None:
            reason = _("It isn't there any more, or you may not translate it.")
            return [Line(Outcome.REFUSED, f"{name} {offers[0].pk}", offer.key, reason=reason) for offer in offers]
        item = kind.load(obj, file.source, file.target)
        hindrance = kind.hindrance(obj, file.target, user)
        lines, texts = _judged(item, offers, hindrance, checker)
        url = kind.edit_url(obj, file.target)
        if texts and (problem := _save(kind, obj, file, texts, user)):
            lines = [_failed(line, problem) if line.outcome is Outcome.APPLIED else line for line in lines]
    return [replace(line, url=url) for line in lines]


def _save(kind: TranslatableKind, obj: Any, file: ExchangeFile, texts: Mapping[str, str], user: Any) -> str:
    """What went wrong, in words, with nothing saved; empty if all is well."""
    try:
        with transaction.atomic():
            kind.save(obj, file.source, file.target, texts, user)
    except (CannotSave, markup.BadMarkup) as error:
        return str(error)
    return ""


def _failed(line: Line, problem: str) -> Line:
    return replace(line, outcome=Outcome.REFUSED, reason=problem)


def _judged(item: Item, offers: Iterable[Offer], hindrance: str, checker: Checker) -> tuple[list[Line], dict[str, str]]:
    """A line for each offer, and the texts that are to be saved by unit key."""
    lines: list[Line] = []
    texts: dict[str, str] = {}
    for offer in offers:
        unit, reason = _unit_for(item, offer)
        if unit is None:
            lines.append(Line(Outcome.REFUSED, item.title, offer.key, offered=offer.target, reason=reason))
            continue
        line, text = _judge(item, unit, offer, hindrance, taken=texts)
        if line.outcome is Outcome.APPLIED:
            texts[unit.key] = text
            line = replace(
                line, key=unit.key, warnings=tuple(checker.warnings(_words(unit.source, unit), _words(text, unit)))
            )
        lines.append(line)
    return lines, texts


def _words(text: str, unit: Unit) -> str:
    return markup.words_of(text) if unit.markup else text


def _unit_for(item: Item, offer: Offer) -> tuple[Unit | None, str]:
    """The unit that the offer is for: under its key, else where the same source text has moved to."""
    own = next((unit for unit in item.units if unit.key == offer.key), None)
    if own is not None and own.source_digest == offer.source_digest:
        return own, ""
    root = offer.key.split("/")[0].split("#")[0]
    moved = [
        unit
        for unit in item.units
        if unit.source_digest == offer.source_digest and unit.key.split("/")[0].split("#")[0] == root
    ]
    if len(moved) == 1:
        return moved[0], ""
    if own is not None:
        return None, _("The source text has changed since the export: “%(now)s”.") % {"now": own.source[:200]}
    return None, _("This text isn't there any more.")


def _judge(item: Item, unit: Unit, offer: Offer, hindrance: str, *, taken: Mapping[str, str]) -> tuple[Line, str]:
    line = Line(Outcome.REFUSED, item.title, unit.label, unit.source, offer.target, unit.target)
    if not offer.target and not offer.problem:
        return replace(line, outcome=Outcome.EMPTY), ""
    try:
        text = _in_form(unit, offer)
    except markup.BadMarkup as error:
        return replace(line, reason=str(error)), ""
    line = replace(line, offered=text)
    if text == unit.target and not offer.problem:
        return replace(line, outcome=Outcome.SAME), ""
    reason = _against(item, unit, offer, text, hindrance, taken)
    return (replace(line, reason=reason), "") if reason else (replace(line, outcome=Outcome.APPLIED), text)


def _against(item: Item, unit: Unit, offer: Offer, text: str, hindrance: str, taken: Mapping[str, str]) -> str:
    """The first reason not to take a translation in, in words."""
    words = _words(text, unit)
    changed = unit.target_digest != (offer.target_digest or "")
    checks = (
        (bool(offer.problem), offer.problem),
        (offer.unfinished, _("Its translator marked it as unfinished.")),
        (bool(hindrance), hindrance),
        (bool(unit.obstacle), unit.obstacle),
        (unit.key in taken, _("The file has this text twice; the first was taken.")),
        (
            changed,
            _("The %(language)s text was changed since the export; it was left as it is.")
            % {"language": LANGUAGES[item.target].name_native},
        ),
        ("\x00" in text, _("It holds a character that can't be kept.")),
        (not words.strip(), _("It has no words.")),
        (
            unit.limit is not None and len(words) > unit.limit,
            _("It is too long: %(length)s characters, at most %(limit)s.")
            % {"length": len(words), "limit": unit.limit or 0},
        ),
    )
    return next((reason for holds, reason in checks if holds), "")


def _in_form(unit: Unit, offer: Offer) -> str:
    """The offered text as its unit keeps it, with the source's codes. Raises BadMarkup."""
    if not unit.markup:
        if offer.form != "tagged":
            return offer.target
        parts = markup.parse(offer.target)
        if any(isinstance(part, markup.Code) for part in parts):
            raise markup.BadMarkup(_("This text has no formatting, so its translation can have none."))
        return markup.plain(parts)
    parts = [offer.target] if offer.form == "plain" else markup.parse(offer.target)
    return markup.write(markup.fitted(markup.parse(unit.source), parts))
