"""What the decision weighs about one asset, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from media_library.models import Asset


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """`audience` is public, press or internal; `territory` holds ISO country codes, empty means worldwide."""

    audience: str
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    territory: frozenset[str] = frozenset()
    allows_download: bool = True
    allows_redistribution: bool = True


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AssetFacts:
    """`embargo_granted_to` are the organisations that may see the asset before its embargo ends."""

    province_id: int
    approved_at: datetime | None = None
    withdrawn_at: datetime | None = None
    embargo_until: datetime | None = None
    expires_at: datetime | None = None
    licence: LicenceFacts | None = None
    shows_people: bool = False
    consent: ConsentFacts | None = None
    embargo_granted_to: frozenset[int] = frozenset()
    shows_map: bool = False
    map_checked_at: datetime | None = None


def facts_of(asset: Asset, *, embargo_granted_to: frozenset[int] = frozenset()) -> AssetFacts:
    """The facts of a stored asset; its licence and consent should be selected with it."""
    licence, consent = asset.licence, asset.consent
    return AssetFacts(
        province_id=asset.province_id,
        approved_at=asset.approved_at,
        withdrawn_at=asset.withdrawn_at,
        embargo_until=asset.embargo_until,
        expires_at=asset.expires_at,
        licence=None
        if licence is None
        else LicenceFacts(
            audience=licence.audience,
            valid_from=licence.valid_from,
            valid_until=licence.valid_until,
            territory=frozenset(licence.territory.split()),
            allows_download=licence.allows_download,
            allows_redistribution=licence.allows_redistribution,
        ),
        shows_people=asset.shows_people,
        consent=None if consent is None else ConsentFacts(expires_at=consent.expires_at, revoked_at=consent.revoked_at),
        embargo_granted_to=embargo_granted_to,
        shows_map=asset.shows_map,
        map_checked_at=asset.map_checked_at,
    )
