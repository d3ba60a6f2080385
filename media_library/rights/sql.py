"""The decision's SQL twin: the same rules in the same order, as a filter over `Asset`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, Value
from django.db.models.expressions import Combinable
from django.utils import timezone

from media_library.rights.audience import Audience, AudienceKind
from media_library.rights.decision import Purpose
from media_library.rights.grants import GrantKind, granted

Moment = datetime | Combinable


class RightNow(Value):
    """The moment at which a statement is put together, so that a queryset may be kept and asked again later."""

    def __init__(self) -> None:
        super().__init__(None, output_field=DateTimeField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self.output_field.get_db_prep_value(timezone.now(), connection)]


NOTHING = Q(pk__in=[])
EVERYTHING = ~Q(pk__in=[])


def _after(field: str, at: Moment) -> Q:
    """The field is empty or lies after `at`."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": at})


def map_checked() -> Q:
    """No map is shown, or the approver has ticked that it follows the official one."""
    return Q(shows_map=False) | Q(map_checked_at__isnull=False)


def licence_in_force(at: Moment) -> Q:
    """Rules of licence and end of offer alone, for lists of what lacks them."""
    started = Q(licence__valid_from__isnull=True) | Q(licence__valid_from__lte=at)
    return Q(licence__isnull=False) & started & _after("licence__valid_until", at) & _after("expires_at", at)


def consent_in_force(at: Moment) -> Q:
    """The rule of consent alone, for lists of what lacks it."""
    in_force = Q(consent__isnull=False) & _after("consent__revoked_at", at) & _after("consent__expires_at", at)
    return Q(consent__isnull=True, shows_people=False) | in_force


def not_embargoed(at: Moment) -> Q:
    return Q(embargo_until__isnull=True) | Q(embargo_until__lte=at)


def unless_granted(audience: Audience, open_: Q) -> Q:
    """`open_`, or a grant to the asker's organisation."""
    if audience.kind is AudienceKind.PARTNER and audience.organisation_id is not None:
        return open_ | Q(Exists(granted(GrantKind.EMBARGO, audience, OuterRef("pk"))))
    return open_


def readers(audience: Audience) -> Q:
    """The licence's audience and its territory."""
    partner = audience.kind is AudienceKind.PARTNER
    among = Q(licence__audience__in=("public", "press") if partner else ("public",))
    territory = Q(licence__territory="")
    if audience.country:
        territory |= Q(licence__territory__contains=f" {audience.country} ")
    return among & territory


def _reach(audience: Audience, at: Moment) -> Q:
    return unless_granted(audience, not_embargoed(at)) & readers(audience)


def _use(audience: Audience, purpose: Purpose, at: Moment) -> Q:
    if purpose is Purpose.PREVIEW:
        return Q()
    use = Q(licence__allows_download=True)
    if purpose is Purpose.REDISTRIBUTION:
        use &= Q(licence__allows_redistribution=True)
    if audience.kind is AudienceKind.PARTNER and not audience.terms_accepted:
        use &= not_embargoed(at) & Q(licence__audience="public", licence__territory="")
    return use


def allowed(audience: Audience, purpose: Purpose, at: Moment) -> Q:
    """The assets for which `decide` says yes. `at` may be an expression, such as another column."""
    reached = (
        Q(withdrawn_at__isnull=True, approved_at__isnull=False)
        & map_checked()
        & licence_in_force(at)
        & consent_in_force(at)
        & _reach(audience, at)
        & _use(audience, purpose, at)
    )
    if audience.kind is not AudienceKind.STAFF:
        return reached
    own = EVERYTHING if audience.all_provinces else Q(province__in=audience.province_ids)
    if purpose is Purpose.PREVIEW:
        return own | reached
    if purpose is Purpose.DOWNLOAD:
        return (own & Q(withdrawn_at__isnull=True)) | reached
    return reached


def known(audience: Audience) -> Q:
    """The withdrawn assets of which this audience may be told that they are gone."""
    at = F("withdrawn_at")
    could_see = (
        Q(withdrawn_at__isnull=False, approved_at__isnull=False)
        & map_checked()
        & licence_in_force(at)
        & consent_in_force(at)
        & _reach(audience, at)
    )
    if audience.kind is not AudienceKind.STAFF:
        return could_see
    own = EVERYTHING if audience.all_provinces else Q(province__in=audience.province_ids)
    return (Q(withdrawn_at__isnull=False) & own) | could_see
