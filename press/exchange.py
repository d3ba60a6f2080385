"""Press kits for the translator's desk. A kit has no drafts: what is published is changed in its form only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from locales.exchange.kinds import register_kind
from locales.exchange.records import RecordKind
from locales.exchange.units import Item
from press.models import Kit, KitState
from press.models.kit import KIT_TEXTS


class KitTexts(RecordKind):
    def hindrance(self, obj: Any, target: str, user: Any) -> str:
        if obj.state != KitState.DRAFT:
            return _("The kit is published, so a new text would be shown at once. Change it in the kit's form.")
        return ""

    def load_shown(self, obj: Any, source: str, target: str) -> Item:
        if obj.state != KitState.PUBLISHED:
            return Item(self.key, obj.pk, str(obj), source, target, (), obj.province_id)
        return self.load(obj, source, target)


def register() -> None:
    register_kind(KitTexts(Kit, KIT_TEXTS, "kits"))
