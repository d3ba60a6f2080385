"""Having an engine translate what isn't translated yet: as a draft, labelled, never over somebody's words."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from locales.exchange import markup
from locales.exchange.applying import Report, apply
from locales.exchange.files import ExchangeFile, Offer
from locales.exchange.kinds import TranslatableKind
from locales.exchange.units import Item, Unit, digest
from locales.machine.engines import Engine, EngineError, engine
from locales.machine.models import MachineText
from locales.machine.policy import is_forbidden
from locales.text_status.services import mark_machine_made

CHARACTERS_AT_ONCE = 30_000
"""Of one request: a page of ten thousand words. An editor waits for it."""


def may_translate(item: Item) -> bool:
    """Whether an engine is set up and nobody forbids it for the item."""
    return engine() is not None and not is_forbidden(item.area)


def translate_missing(kind: TranslatableKind, obj: Any, source: str, target: str, *, user: Any) -> Report:
    """Translate the item's empty texts and save them as a draft. Raises EngineError with words for people.

    The engine is asked outside any transaction; what somebody typed meanwhile stays.
    """
    item = kind.load(obj, source, target)
    chosen = engine()
    if chosen is None:
        raise EngineError(_("Machine translation isn't set up on this site."))
    if is_forbidden(item.area):
        raise EngineError(_("The province doesn't want machine translations."))
    if reason := kind.hindrance(obj, target, user):
        raise EngineError(reason)
    units = _open_units(item)
    texts = chosen.translate([_tagged(unit) for unit in units], source, target) if units else []
    offers = [_offer(item, unit, text) for unit, text in zip(units, texts, strict=True)]
    with transaction.atomic():
        report = apply(ExchangeFile(source, target, offers), user=user)
        _label(item, obj, report, chosen, user)
    return report


def _open_units(item: Item) -> list[Unit]:
    units: list[Unit] = []
    length = 0
    for unit in item.units:
        length += len(unit.source)
        if not unit.target and not unit.obstacle and length <= CHARACTERS_AT_ONCE:
            units.append(unit)
    return units


def _tagged(unit: Unit) -> str:
    return unit.source if unit.markup else markup.escape(unit.source)


def _offer(item: Item, unit: Unit, text: str) -> Offer:
    return Offer(item.kind, item.pk, unit.key, unit.source_digest, "", text.strip(), form="tagged")


def _label(item: Item, obj: Any, report: Report, chosen: Engine, user: Any) -> None:
    """Keep which texts are the engine's; a language that had no text at all is in the state of a machine's."""
    for line in report.applied:
        MachineText.objects.update_or_create(
            kind=item.kind,
            object_id=item.pk,
            language=item.target,
            key=line.key,
            defaults={"target_digest": digest(line.offered), "engine": chosen.name},
        )
    if report.applied and not isinstance(obj, Page):
        mark_machine_made(obj, item.target, {line.key for line in report.applied}, user=user)
