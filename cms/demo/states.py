"""Which state each asset is in now, asked of the rights decision and not of what the demo once made."""

from __future__ import annotations

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, When
from django.utils import timezone
from wagtail.models import WorkflowState

from media_library.models import KINDS, Asset, AssetKind
from media_library.rights import PUBLIC_AUDIENCE, Purpose
from media_library.rights.ask import decision_on
from media_library.rights.decision import Reason

STATES = (
    "draft",
    "in_review",
    "approved",
    "embargoed",
    "licence_expired",
    "consent_revoked",
    "internal",
    "press_only",
    "withdrawn",
)
"""The states that DESIGN names, in its order."""

_BY_REASON = {
    Reason.EMBARGOED: "embargoed",
    Reason.LICENCE_EXPIRED: "licence_expired",
    Reason.CONSENT_REVOKED: "consent_revoked",
    Reason.INTERNAL: "internal",
    Reason.PRESS_ONLY: "press_only",
}


def assets_by_state() -> dict[str, list[str]]:
    """{state: uuids, photos first, then those that were made first}. What several reasons hold back is left out."""
    now = timezone.now()
    in_review = _ids_in_review()
    found: dict[str, list[str]] = {state: [] for state in STATES}
    assets = Asset.objects.select_related("licence", "consent").order_by(
        Case(When(kind=AssetKind.PHOTO, then=0), default=1), "embargo_until", "pk"
    )
    for asset in assets:
        state = state_of(asset, in_review, now)
        if state:
            found[state].append(str(asset.uuid))
    return found


def state_of(asset: Asset, in_review: frozenset[int], at: datetime) -> str | None:
    """The one state of an asset at a moment, or None when it is in more than one."""
    if asset.withdrawn_at is not None:
        return "withdrawn"
    if asset.approved_at is None:
        return "in_review" if asset.pk in in_review else "draft"
    decision = decision_on(asset, PUBLIC_AUDIENCE, Purpose.PREVIEW, at)
    if decision.allowed:
        return "approved"
    reasons = list(decision.reasons)
    return _BY_REASON.get(reasons[0]) if len(reasons) == 1 else None


def _ids_in_review() -> frozenset[int]:
    states = WorkflowState.objects.filter(
        base_content_type__in=ContentType.objects.get_for_models(*KINDS.values()).values(),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    return frozenset(int(pk) for pk in states.values_list("object_id", flat=True))
