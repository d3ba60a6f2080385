"""Is a manifest ours, and what became of what it lists? Told only to those who hold a manifest that we signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from locales.text import EMPTY, LocalText
from media_library.models import Asset, PublishedDocument
from media_library.rights import PUBLIC_AUDIENCE, Audience, Purpose
from media_library.rights.ask import decision_on
from media_library.rights.decision import Reason
from media_library.selectors import known_uuids
from press.copies import present_digests
from press.download_choice import ORIGINAL
from press.models import Kit, KitState
from press.signing.keys import SIGNATURE_BYTES, PublishedKey, published_keys

MANIFEST_LIMIT = 8 * 1024 * 1024
"""Bytes; a manifest of 500 pictures with captions in eleven languages has about 2 million."""

_ABOUT_THE_ASKER = frozenset({Reason.INTERNAL, Reason.PRESS_ONLY, Reason.TERRITORY})
"""Why not everybody gets it: no reason against those who got it."""


class Finding(StrEnum):
    """What a pair of files turned out to be."""

    GENUINE = "genuine"
    ALTERED = "altered"
    """No published key made this signature for this manifest."""
    REVOKED_KEY = "revoked_key"
    NO_SIGNATURE = "no_signature"
    """It hasn't the 64 bytes of one."""


class Standing(StrEnum):
    """What became of a file since the manifest was made."""

    CURRENT = "current"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    EMBARGOED = "embargoed"
    ENDED = "ended"
    """It may no longer be used, for example because its licence has ended."""


@dataclass(frozen=True, slots=True)
class FileStanding:
    """A line of the manifest, and how it stands. `reason` is why it was withdrawn; `since` when it changed."""

    path: str
    asset: str
    sha256: str
    standing: Standing
    since: datetime | None = None
    reason: LocalText = EMPTY
    successor: UUID | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kit` (its UUID) and `files` only for a genuine manifest."""

    finding: Finding
    key: PublishedKey | None = None
    created: datetime | None = None
    kit: str = ""
    kit_closed: bool = False
    files: tuple[FileStanding, ...] = ()

    @property
    def is_genuine(self) -> bool:
        return self.finding is Finding.GENUINE

    @property
    def changed(self) -> list[FileStanding]:
        return [file for file in self.files if file.standing is not Standing.CURRENT]


def verify(manifest: bytes, signature: bytes, audience: Audience = PUBLIC_AUDIENCE) -> Verdict:
    """Check the bytes as they are, before anything reads them. The same number of queries, whatever its length.

    What the manifest doesn't say itself (a successor) is told only of what `audience` may see.
    """
    if len(signature) != SIGNATURE_BYTES:
        return Verdict(Finding.NO_SIGNATURE)
    key = next((key for key in published_keys() if key.signed(signature, manifest)), None)
    if key is None:
        return Verdict(Finding.ALTERED)
    if key.revoked_at is not None:
        return Verdict(Finding.REVOKED_KEY, key)
    body, now = json.loads(manifest), timezone.now()
    return Verdict(
        Finding.GENUINE,
        key,
        parse_datetime(body["created"]),
        body["kit"],
        Kit.objects.filter(Q(state=KitState.CLOSED) | Q(expires_at__lte=now), uuid=body["kit"]).exists(),
        tuple(_standings(body["files"], audience, parse_datetime(body["created"]) or now, now)),
    )


def _standings(
    files: list[Mapping[str, Any]], audience: Audience, created: datetime, now: datetime
) -> list[FileStanding]:
    uuids = {file["asset"] for file in files}
    found = Asset.objects.filter(uuid__in=uuids).select_related("licence", "consent")
    assets = {str(asset.uuid): asset for asset in found}
    documents = PublishedDocument.objects.defer("body").in_bulk([asset.pk for asset in assets.values()])
    instead = known_uuids(audience, (asset.successor_id for asset in assets.values()))
    digests = present_digests(
        {(assets[file["asset"]].pk, file["variant"]) for file in files if "variant" in file and file["asset"] in assets}
    )
    return [_standing(file, assets.get(file["asset"]), documents, digests, instead, created, now) for file in files]


def _standing(
    file: Mapping[str, Any],
    asset: Asset | None,
    documents: Mapping[int, PublishedDocument],
    digests: Mapping[tuple[int, str], str],
    instead: Mapping[int, UUID],
    created: datetime,
    now: datetime,
) -> FileStanding:
    line = (file["path"], file["asset"], file["sha256"])
    if asset is None:
        return FileStanding(*line, Standing.ENDED)
    if asset.withdrawn_at is not None:
        successor = instead.get(asset.successor_id or 0)
        return FileStanding(*line, Standing.WITHDRAWN, asset.withdrawn_at, asset.withdrawal_told, successor)
    against = set(decision_on(asset, PUBLIC_AUDIENCE, Purpose.PREVIEW, now).reasons) - _ABOUT_THE_ASKER
    if against == {Reason.EMBARGOED}:
        return FileStanding(*line, Standing.EMBARGOED, asset.embargo_until)
    document = documents.get(asset.pk)
    if against or document is None:
        return FileStanding(*line, Standing.ENDED)
    size = file.get("variant", ORIGINAL)
    present = document.sha256 if size == ORIGINAL else digests.get((asset.pk, size))
    # A copy whose present form nobody has asked for yet is another one only if the document is younger.
    if present != file["sha256"] and (size == ORIGINAL or document.built_at > created):
        return FileStanding(*line, Standing.CORRECTED, document.built_at)
    return FileStanding(*line, Standing.CURRENT)
