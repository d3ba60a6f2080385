"""What ends within the next weeks, province by province, and who is to be warned of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from locales.registry import WORKING
from locales.text import read
from media_library.models import Asset, Consent, ExpiringSubject, Licence, record_of
from provinces.models import ProvinceTeam
from provinces.teams import Role

DAYS = (30, 7)
"""How long before an end a warning goes out."""

WARNED = (Role.EDITOR, Role.APPROVER)


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that ends. `assets` counts those of the province that stop being given out with it."""

    subject: ExpiringSubject
    subject_id: int
    name: str
    ends_at: datetime
    province_id: int
    assets: int
    path: str

    def days(self, now: datetime) -> int:
        """The warning that is due: 7 within the last week, else 30."""
        return min(days for days in DAYS if self.ends_at <= now + timedelta(days=days))

    @property
    def key(self) -> tuple[str, int, datetime]:
        return (self.subject.value, self.subject_id, self.ends_at)


def endings(now: datetime) -> list[Ending]:
    """All that ends within 30 days and has approved assets behind it, soonest first. A few queries."""
    until = now + timedelta(days=max(DAYS))
    found = [*_assets(now, until), *_licences(now, until), *_consents(now, until)]
    return sorted(found, key=lambda ending: (ending.ends_at, ending.subject, ending.subject_id))


def _offered(prefix: str = "") -> Q:
    return Q(**{f"{prefix}approved_at__isnull": False, f"{prefix}withdrawn_at__isnull": True})


def _assets(now: datetime, until: datetime) -> Iterator[Ending]:
    for asset in Asset.objects.filter(_offered(), expires_at__gt=now, expires_at__lte=until):
        record: Any = record_of(asset)
        path = reverse(f"{record.admin_namespace}:edit", args=[asset.pk]) if record else ""
        yield Ending(
            ExpiringSubject.ASSET,
            asset.pk,
            str(record or asset),
            cast(datetime, asset.expires_at),
            asset.province_id,
            1,
            path,
        )


def _licences(now: datetime, until: datetime) -> Iterator[Ending]:
    """A licence is everybody's: each province is told of its own assets under it."""
    ending = Licence.objects.filter(valid_until__gt=now, valid_until__lte=until)
    for licence in ending:
        counted = _per_province(Asset.objects.filter(_offered(), licence=licence))
        for province_id, number in counted:
            # Only administrators edit licences; editors are led to the pictures, where they can choose another.
            path = f"{reverse('photos:list')}?licence={licence.pk}"
            yield Ending(
                ExpiringSubject.LICENCE,
                licence.pk,
                read(licence, "name", WORKING).text or licence.code,
                cast(datetime, licence.valid_until),
                province_id,
                number,
                path,
            )


def _per_province(assets: QuerySet[Asset]) -> Iterator[tuple[int, int]]:
    yield from assets.order_by().values_list("province").annotate(number=Count("pk"))


def _consents(now: datetime, until: datetime) -> Iterator[Ending]:
    standing = Q(revoked_at__isnull=True) | Q(revoked_at__gt=now)
    counted = Consent.objects.filter(standing, expires_at__gt=now, expires_at__lte=until).annotate(
        number=Count("assets", filter=_offered("assets__"))
    )
    for consent in counted.filter(number__gt=0):
        # By its number: a mail is no place for the names of the people shown.
        path = reverse("consents:edit", args=[consent.pk])
        yield Ending(
            ExpiringSubject.CONSENT,
            consent.pk,
            f"{consent.pk}",
            cast(datetime, consent.expires_at),
            consent.province_id,
            consent.number,
            path,
        )


def people_of(province_ids: set[int]) -> dict[Any, set[int]]:
    """{user with an address: provinces among the given whose editor or approver they are}."""
    teams = ProvinceTeam.objects.filter(province__in=province_ids, role__in=WARNED)
    found: dict[int, set[int]] = {}
    for user_id, province_id in teams.values_list("group__user", "province"):
        if user_id is not None:
            found.setdefault(user_id, set()).add(province_id)
    users = get_user_model().objects.filter(pk__in=found, is_active=True).exclude(email="").order_by("pk")
    return {user: found[user.pk] for user in users.select_related("wagtail_userprofile")}
