"""Press kits for the translator's desk: what is edited is the draft; what is remembered is what readers get."""

from __future__ import annotations

from copy import copy
from typing import Any

from locales.exchange.kinds import register_kind
from locales.exchange.records import RecordKind
from locales.exchange.units import Item
from locales.registry import LANGUAGES, column
from press.kit_drafts import shown_content
from press.models import Kit, KitState
from press.models.kit import KIT_TEXTS


class KitTexts(RecordKind):
    def load_shown(self, obj: Any, source: str, target: str) -> Item:
        if obj.state != KitState.PUBLISHED:
            return Item(self.key, obj.pk, str(obj), source, target, (), obj.province_id)
        return self.load(_as_shown(obj), source, target)


def _as_shown(kit: Kit) -> Kit:
    """The kit with the texts that readers get in its columns; unsaved."""
    content, shown = shown_content(kit), copy(kit)
    for code in LANGUAGES:
        for name, text in content.in_language(code).items():
            setattr(shown, column(name, code), text)
    return shown


def register() -> None:
    register_kind(KitTexts(Kit, KIT_TEXTS, "kits"))
