"""The next moment at which something opens or closes by itself: no cached page may outlive it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from media_library.models import Asset, Consent, Licence
from promotion.models import CampaignPage

MomentSource = Callable[[datetime], datetime | None]
"""now → the source's next moment after it, or None."""

_CLOCKED: tuple[tuple[type, str], ...] = (
    (Asset, "embargo_until"),
    (Asset, "expires_at"),
    (Licence, "valid_from"),
    (Licence, "valid_until"),
    (Consent, "expires_at"),
    (Consent, "revoked_at"),
    (CampaignPage, "shows_from"),
    (CampaignPage, "shows_until"),
)
_sources: list[MomentSource] = []


def register_moment_source(source: MomentSource) -> None:
    """Upper rooms name their own moments, such as the end of a kit's embargo. Twice is refused."""
    if source in _sources:
        raise ValueError(f"{source!r} is registered already")
    _sources.append(source)


def next_moment(now: datetime) -> datetime:
    """The first of all moments after `now`; midnight at the latest, since provinces change by the day."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    moments = [midnight]
    for model, field in _CLOCKED:
        found = model._default_manager.filter(**{f"{field}__gt": now}).aggregate(first=Min(field))["first"]  # type: ignore[attr-defined]
        moments.append(found or midnight)
    moments += [moment for source in _sources if (moment := source(now)) is not None]
    return min(moments)
