"""The press kits that hold a photo, and having them hold its successor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from media_library.uses import Followed, Use
from press.models import Kit, KitItem, KitState, PublishedItem
from press.permissions import works_for_press
from press.services.kits import replace_asset


class KitUses:
    """Kits are named to the press officers of their province only."""

    name = "kit"

    def find(self, photo_id: int, user: Any) -> list[Use]:
        kits = Kit.objects.filter(_holding([photo_id])).exclude(state=KitState.CLOSED)
        own = [kit for kit in kits.distinct().order_by("-pk") if works_for_press(user, kit.province_id)]
        return [self._use(kit) for kit in own]

    def _use(self, kit: Kit) -> Use:
        title = str(kit.title_vi or kit.title)
        return Use(self.name, kit.pk, _("press kit"), title, reverse("kits:edit", args=[kit.pk]))

    def used_ids(self, *, ever: bool) -> QuerySet[Any]:
        items, shown, kits = KitItem.objects.all(), PublishedItem.objects.all(), Kit.objects.filter(cover__isnull=False)
        if not ever:
            items, shown = (rows.exclude(kit__state=KitState.CLOSED) for rows in (items, shown))
            kits = kits.exclude(state=KitState.CLOSED)
        places = (items.order_by().values("asset"), shown.order_by().values("asset"))
        return places[0].union(places[1], kits.order_by().values("cover"))

    def counts(self, photo_ids: Collection[int]) -> dict[int, int]:
        items = KitItem.objects.filter(asset__in=photo_ids).exclude(kit__state=KitState.CLOSED)
        shown = PublishedItem.objects.filter(asset__in=photo_ids).exclude(kit__state=KitState.CLOSED)
        covers = Kit.objects.filter(cover__in=photo_ids).exclude(state=KitState.CLOSED)
        # Three queries: a union of columns with different names doesn't keep their order.
        pairs = {
            *items.order_by().values_list("asset", "kit"),
            *shown.order_by().values_list("asset", "kit"),
            *covers.order_by().values_list("cover", "pk"),
        }
        return dict(Counter(photo_id for photo_id, _kit in pairs))

    @transaction.atomic
    def follow(self, pk: int, old: int, new: int, user: Any) -> Followed:
        """In the same place of the draft and of what readers get: a correction doesn't wait for other changes."""
        kit = Kit.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if kit is None or not works_for_press(user, kit.province_id):
            return Followed.NOTHING
        changed = Kit.objects.filter(pk=pk, cover=old).update(cover=new)
        places = KitItem.objects.filter(kit=pk, asset=old)
        if KitItem.objects.filter(kit=pk, asset=new).exists():
            changed += places.delete()[0]
        else:
            changed += places.update(asset=new)
        shown = replace_asset(kit, old, new, actor=user)
        if not changed and not shown:
            return Followed.NOTHING
        Kit.objects.get(pk=pk).save(update_fields=["updated_at"])
        return Followed.SHOWN if shown else Followed.AS_DRAFT


def _holding(photo_ids: Collection[int]) -> Q:
    """Kits that hold any of the photos, in their draft or as they are published."""
    return Q(items__asset__in=photo_ids) | Q(cover__in=photo_ids) | Q(published_items__asset__in=photo_ids)
