"""The SQL twin of `rights.lapse`: the same rules in the same order, as filters over `Asset`."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import DateTimeField, F, Q, Value
from django.db.models.functions import Coalesce, Least

from media_library.rights.audience import Audience, AudienceKind
from media_library.rights.sql import (
    EVERYTHING,
    Moment,
    consent_in_force,
    licence_in_force,
    map_checked,
    not_embargoed,
    readers,
    unless_granted,
)

_NEVER = Value(datetime(9999, 12, 31, tzinfo=UTC), output_field=DateTimeField())
ENDS = ("licence__valid_until", "expires_at", "consent__revoked_at", "consent__expires_at")


def offered(at: Moment) -> Q:
    standing = Q(withdrawn_at__isnull=True, approved_at__isnull=False) & map_checked()
    return standing & licence_in_force(at) & consent_in_force(at)


def embargoed(at: Moment) -> Q:
    return ~not_embargoed(at)


def first_end() -> Least:
    """The first of the ends, or the end of time. SQLite's least of a NULL is NULL, hence the stand-in."""
    return Least(*(Coalesce(F(name), _NEVER) for name in ENDS))


def told_of_end(audience: Audience, at: Moment) -> Q:
    from media_library.models import Asset

    end = F("first_end")
    standing = Q(withdrawn_at__isnull=True, approved_at__isnull=False, approved_at__lt=end)
    # None of the ends lies before the first, so what else can be closed just before it is this:
    started = Q(licence__isnull=False) & (Q(licence__valid_from__isnull=True) | Q(licence__valid_from__lt=end))
    consented = Q(consent__isnull=False) | Q(shows_people=False)
    free = Q(embargo_until__isnull=True) | Q(embargo_until__lt=end)
    could_see = map_checked() & started & consented & unless_granted(audience, free) & readers(audience)
    if audience.kind is AudienceKind.STAFF:
        could_see |= EVERYTHING if audience.all_provinces else Q(province__in=audience.province_ids)
    # As an annotation: inside a condition Django would take the joins of the end for required ones.
    told = Asset.objects.annotate(first_end=first_end()).filter(_ended(at) & standing & could_see)
    return Q(pk__in=told.order_by().values("pk"))


def _ended(at: Moment) -> Q:
    ended = Q()
    for name in ENDS:
        ended |= Q(**{f"{name}__lte": at})
    return ended
