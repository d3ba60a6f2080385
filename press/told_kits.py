"""Tells the view of the content framework which kits hold pictures that tell an element."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from press.models import Kit, KitItem, KitState
from press.permissions import works_for_press
from promotion.framework.kits import ToldKit
from provinces.teams import Role, province_ids_of


def kits_with_pictures(pictures: QuerySet[Any], user: Any) -> list[ToldKit]:
    """The kits that aren't closed, of the provinces whose press the user works for. Two queries."""
    kits = Kit.objects.exclude(state=KitState.CLOSED).order_by("-pk")
    if not works_for_press(user):
        return []
    if not user.is_superuser:
        kits = kits.filter(province__in=province_ids_of(user, Role.PRESS_OFFICER))
    held: dict[int, set[int]] = {}
    items = KitItem.objects.filter(kit__in=kits.order_by().values("pk"), asset__in=pictures)
    for kit, asset in items.order_by().values_list("kit", "asset"):
        held.setdefault(kit, set()).add(asset)
    return [
        ToldKit(
            kit.pk,
            str(kit.title_vi or kit.title),
            reverse("kits:edit", args=[kit.pk]),
            kit.province_id,
            frozenset(held[kit.pk]),
        )
        for kit in kits
        if kit.pk in held
    ]
