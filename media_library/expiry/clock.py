"""The clock: what opened or ended by the passing of time is written into the change log, once.

The rights decision needs no clock: at the minute of its end an asset is gone everywhere. But a program that mirrors
the library learns of it only from the log. So whoever asks for the log, and a timer, have the clock look first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from media_library.models import Asset, Change, ChangeEvent, Consent, Licence, OfferClock, OfferState
from media_library.rights import lapse_sql

AT_ONCE = 500

Clock = Callable[[datetime], int]
"""now → how many lines it has written. Cheap where nothing has passed."""

_further: list[Clock] = []


def register_clock(clock: Clock) -> None:
    """Have an upper room's own endings (press kits) logged at the same looks. Raises ValueError for the same twice."""
    if clock in _further:
        raise ValueError(f"{clock!r} is registered already")
    _further.append(clock)


def look(now: datetime | None = None) -> int:
    """Log what time has done since the last look; returns how many lines were written. Cheap where nothing passed."""
    now = now or timezone.now()
    written = sum(clock(now) for clock in _further)
    since = OfferClock.objects.values_list("looked_at", flat=True).first()
    if since is not None and not _something_passed(since, now):
        return written
    return written + _look(now)


@transaction.atomic
def _look(now: datetime) -> int:
    """One at a time: the row of the clock is locked, so two who look together don't log twice."""
    clock = _locked()
    if clock.looked_at >= now:
        return 0
    written = _settle(_touched(clock.looked_at, now), now, since=clock.looked_at)
    OfferClock.objects.filter(pk=clock.pk).update(looked_at=now)
    return written


@transaction.atomic
def settle(ids: Iterable[int], now: datetime | None = None, *, embargo_told: bool = False) -> int:
    """The same for assets whose licence, consent or dates somebody changed.

    `embargo_told`: the change of embargo stands in the log already.
    """
    clock = _locked()
    return _settle(list(ids), now or timezone.now(), since=clock.looked_at, embargo_told=embargo_told)


def settle_resting_on(subject: str, pk: int) -> int:
    """The same for all assets under a licence or consent that was changed."""
    field = {"licence": "licence", "consent": "consent"}[subject]
    return settle(_standing().filter(**{field: pk}).values_list("pk", flat=True))


_BEGINNING = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _locked() -> OfferClock:
    """The clock's row; without one nothing has been looked at. Written without signals: no reader sees it."""
    if not OfferClock.objects.exists():
        OfferClock.objects.bulk_create([OfferClock(pk=1, looked_at=_BEGINNING)], ignore_conflicts=True)
    return OfferClock.objects.select_for_update().get(pk=1)


def _passed(names: Iterable[str], since: datetime, now: datetime) -> Q:
    passed = Q()
    for name in names:
        passed |= Q(**{f"{name}__gt": since, f"{name}__lte": now})
    return passed


_LICENCE, _CONSENT, _ASSET = (
    ("valid_from", "valid_until"),
    ("revoked_at", "expires_at"),
    ("embargo_until", "expires_at"),
)


def _something_passed(since: datetime, now: datetime) -> bool:
    return (
        Asset.objects.filter(_passed(_ASSET, since, now)).exists()
        or Licence.objects.filter(_passed(_LICENCE, since, now)).exists()
        or Consent.objects.filter(_passed(_CONSENT, since, now)).exists()
    )


def _touched(since: datetime, now: datetime) -> list[int]:
    """Approved assets for which a moment came after `since`."""
    licences = list(Licence.objects.filter(_passed(_LICENCE, since, now)).values_list("pk", flat=True))
    consents = list(Consent.objects.filter(_passed(_CONSENT, since, now)).values_list("pk", flat=True))
    touched = _passed(_ASSET, since, now) | Q(licence__in=licences) | Q(consent__in=consents)
    return list(_standing().filter(touched).order_by("pk").values_list("pk", flat=True))


def _standing() -> QuerySet[Asset]:
    return Asset.objects.filter(approved_at__isnull=False, withdrawn_at__isnull=True, published__isnull=False)


class _Row(NamedTuple):
    """An asset now, and as the clock last saw it (None: never; then its approval is what the log says)."""

    pk: int
    uuid: UUID
    approved_at: datetime
    embargo_until: datetime | None
    offered: bool
    embargoed: bool
    has_ended: bool
    """An end came after its approval."""
    was_offered: bool | None
    was_embargoed: bool | None

    def event(self, since: datetime) -> ChangeEvent | None:
        if self.was_offered is None and not self.offered:
            return ChangeEvent.EXPIRED if self.has_ended else None
        if (self.was_offered is not False) != self.offered:
            return ChangeEvent.UPDATED if self.offered else ChangeEvent.EXPIRED
        if self.offered and not self.embargoed and self._was_embargoed(since):
            return ChangeEvent.EMBARGO_CHANGED
        return None

    def _was_embargoed(self, since: datetime) -> bool:
        """At `since`, when the clock last looked; told from the dates where the clock has never seen the asset."""
        if self.was_embargoed is not None or self.embargo_until is None:
            return bool(self.was_embargoed)
        return since != _BEGINNING and self.embargo_until > max(since, self.approved_at)

    @property
    def is_known(self) -> bool:
        return (self.was_offered is not False, bool(self.was_embargoed)) == (self.offered, self.embargoed)


def _settle(ids: list[int], now: datetime, *, since: datetime, embargo_told: bool = False) -> int:
    written = 0
    for start in range(0, len(ids), AT_ONCE):
        told = [(row, row.event(since)) for row in _rows(ids[start : start + AT_ONCE], now)]
        if embargo_told:
            told = [(row, None if event is ChangeEvent.EMBARGO_CHANGED else event) for row, event in told]
        written += _log([(row, event) for row, event in told if event], now)
        _remember([row for row, event in told if event or not row.is_known], now)
    return written


def _rows(ids: list[int], now: datetime) -> Iterator[_Row]:
    end = lapse_sql.first_end()
    annotated = (
        _standing()
        .filter(pk__in=ids)
        .order_by("pk")
        .annotate(
            now_offered=_flag(lapse_sql.offered(now)),
            now_embargoed=_flag(lapse_sql.embargoed(now)),
            has_ended=_flag(Q(approved_at__lt=end) & LessThanOrEqual(end, Value(now))),
        )
    )
    columns = (
        "pk", "uuid", "approved_at", "embargo_until", "now_offered", "now_embargoed", "has_ended",
        "offer_state__offered", "offer_state__embargoed",
    )  # fmt: skip
    return (_Row(*row) for row in annotated.values_list(*columns))


def _flag(condition: Q | Combinable) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _log(told: list[tuple[_Row, ChangeEvent]], now: datetime) -> int:
    Change.objects.bulk_create([Change(subject="asset", subject_uuid=row.uuid, event=event) for row, event in told])
    # `updated_at` is what lists and feeds order and filter by: what is back, or free now, is news there too.
    Asset.objects.filter(pk__in=[row.pk for row, _event in told if row.offered]).update(updated_at=now)
    return len(told)


def _remember(rows: list[_Row], now: datetime) -> None:
    OfferState.objects.bulk_create(
        [OfferState(asset_id=row.pk, offered=row.offered, embargoed=row.embargoed, since=now) for row in rows],
        update_conflicts=True,
        unique_fields=["asset"],
        update_fields=["offered", "embargoed", "since"],
    )
