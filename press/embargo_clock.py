"""Wall-clock times of an embargo in a named zone, and the two hours of a year in which a clock lies."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def moment_of(wall_clock: datetime, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which a clock in the zone shows the naive time.

    Raises ValidationError for a time that clocks skip (summer time begins) and for one that they show twice
    (it ends): an embargo must not be an hour off by a guess.
    """
    early = wall_clock.replace(tzinfo=zone, fold=0)
    late = wall_clock.replace(tzinfo=zone, fold=1)
    if early.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) != wall_clock:
        raise ValidationError(_("Clocks in this time zone skip this time: summer time begins. Choose another one."))
    if early.utcoffset() != late.utcoffset():
        raise ValidationError(
            _("Clocks in this time zone show this time twice: summer time ends. Choose another one, or the zone UTC.")
        )
    return early.astimezone(UTC)


def wall_clock_of(moment: datetime, zone: ZoneInfo) -> datetime:
    """What a clock in the zone shows at the moment, as a naive time."""
    return moment.astimezone(zone).replace(tzinfo=None)
