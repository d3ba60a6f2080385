"""Who may see and decide a resemblance. Plain questions to the permission policy, no writing."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.permissions import policy_registry

from media_library.likeness.services import Verdict
from media_library.models import Asset, Photo, Resemblance, ResemblanceState
from media_library.rights import Purpose, sql
from media_library.rights.audiences import audience_of


def seen_by(request: HttpRequest) -> QuerySet[Resemblance]:
    """Resemblances of photos that the user works on, to photos that the user may see."""
    policy = policy_registry.get_by_type(Photo)
    own = policy.instances_user_has_permission_for(request.user, "change")
    may_see = sql.allowed(audience_of(request), Purpose.PREVIEW, timezone.now())
    return Resemblance.objects.filter(
        Q(photo__in=own.order_by().values("pk")), other__in=Asset.objects.filter(may_see).values("pk")
    )


def open_for(request: HttpRequest) -> QuerySet[Resemblance]:
    """Those that wait for a decision, the newest first."""
    return seen_by(request).filter(state=ResemblanceState.OPEN)


def verdicts(user: Any, newer: Photo, earlier: Photo) -> list[Verdict]:
    """What this user may decide about a pair, the usual first."""
    policy = policy_registry.get_by_type(Photo)

    def may(action: str, photo: Photo) -> bool:
        return bool(policy.user_has_permission_for_instance(user, action, photo))

    if not may("change", newer):
        return []
    found = []
    if newer.approved_at is None and may("delete", newer):
        found.append(Verdict.KEEP_EARLIER)
    if _replaceable(newer, earlier) and may("change", earlier):
        if earlier.approved_at is None:
            may_replace = newer.approved_at is None and may("delete", earlier)
        else:
            # A draft takes the place at its approval, whoever approves it; what is approved takes it at once.
            may_replace = newer.approved_at is None or (may("publish", newer) and may("publish", earlier))
        if may_replace:
            found.append(Verdict.REPLACE)
    return [*found, Verdict.KEEP_BOTH]


def _replaceable(newer: Photo, earlier: Photo) -> bool:
    from media_library.replacement import can_be_replaced

    if newer.province_id != earlier.province_id or newer.withdrawn_at is not None:
        return False
    if hasattr(newer, "replacement"):
        return False
    return earlier.approved_at is None or can_be_replaced(earlier)
