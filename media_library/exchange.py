"""Assets for the translator's desk: their texts, and the selections that editors keep of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from locales.exchange.kinds import Named, register_kind
from locales.exchange.records import RecordKind
from locales.memory.services import remember_approved
from locales.models import TextState
from locales.registry import WORKING
from locales.text_status.selectors import statuses
from media_library import signals
from media_library.batch.hindrances import hindrance
from media_library.lightboxes.services import seen_by as lightboxes_seen_by
from media_library.models import KINDS, Photo
from media_library.models.asset import TEXT_FIELDS
from media_library.worklists import searches
from media_library.worklists.conditions import Viewer


class AssetKind(RecordKind):
    """One kind of asset. Photos can be chosen by a saved search, all kinds by a lightbox."""

    def hindrance(self, obj: Any, target: str, user: Any) -> str:
        return hindrance(obj, user)

    def selections(self, user: Any) -> list[Named]:
        boxes = [
            Named(f"lightbox-{box.pk}", _("Lightbox: %(title)s") % {"title": box.title})
            for box in lightboxes_seen_by(user)
        ]
        if self.model is not Photo:
            return boxes
        kept = [
            Named(f"search-{search.pk}", _("Saved search: %(name)s") % {"name": search.name})
            for search in searches.seen_by(user)
        ]
        return kept + boxes

    def selected(self, user: Any, key: str, source: str) -> QuerySet[Any]:
        mine = self.editable_by(user, source)
        condition = self._condition(user, key)
        return mine.none() if condition is None else mine.filter(condition)

    def _condition(self, user: Any, key: str) -> Q | None:
        what, _dash, number = key.partition("-")
        if not (number.isascii() and number.isdecimal() and len(number) < 19):
            return None
        if what == "lightbox":
            box = lightboxes_seen_by(user).filter(pk=int(number)).first()
            return Q(pk__in=list(box.items.values_list("asset_id", flat=True))) if box else None
        if what == "search" and self.model is Photo:
            search = searches.seen_by(user).filter(pk=int(number)).first()
            return searches.condition_of(search, Viewer(user, timezone.now())) if search else None
        return None


def _approved(asset: Any, **kwargs: Any) -> None:
    shown = [code for code, row in statuses(asset).items() if row.state == TextState.APPROVED and code != WORKING]
    if shown:
        remember_approved(type(asset)._meta.label_lower, asset, targets=shown)


def register() -> None:
    for model in KINDS.values():
        register_kind(AssetKind(model, TEXT_FIELDS, model.admin_namespace))
    signals.asset_approved.connect(_approved, dispatch_uid="media_library.exchange.approved")
    signals.asset_updated.connect(_approved, dispatch_uid="media_library.exchange.updated")
