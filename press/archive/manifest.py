"""What lies beside the pictures in a kit's archive: `manifest.json` for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

MANIFEST_PATH = "manifest.json"
SIGNATURE_PATH = "manifest.json.sig"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestFile:
    """One file of the archive. `bytes` is its size, `type` its media type, `asset` the asset's uuid.

    `digital_source_type` is IPTC's, as a URI: whether a camera or an AI made it.

    `variant` is the preset of a sized copy; the manifest has that key only where it isn't the original.

    `captions` maps BCP 47 tags to texts; only languages that have one. `machine_captions` are the tags of those that
    a machine translated; the manifest has that key only where there are any.
    """

    path: str
    sha256: str
    bytes: int
    type: str
    asset: str
    licence: str
    credit_line: str
    usage_terms: str
    digital_source_type: str = ""
    captions: Mapping[str, str]
    machine_captions: Sequence[str] = ()
    variant: str = "original"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The manifest of one kit: `kit` is its uuid, `version` the number of what was published (0: never was),
    `created` when (with zone) its contents were settled."""

    kit: str
    version: int = 0
    created: datetime
    files: Sequence[ManifestFile]


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as canonical JSON (RFC 8785 for the values that occur here), ready to be signed.

    The same manifest gives the same bytes: keys sorted, no spaces, UTF-8, time in whole seconds of UTC.
    Raises ValueError for a time without zone or text that isn't valid Unicode.
    """
    body = {
        "kit": manifest.kit,
        "version": manifest.version,
        "created": _rfc3339(manifest.created),
        "files": [_file(file) for file in manifest.files],
    }
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def _file(file: ManifestFile) -> dict[str, object]:
    body: dict[str, object] = {
        "path": file.path,
        "sha256": file.sha256,
        "bytes": file.bytes,
        "type": file.type,
        "asset": file.asset,
        "licence": file.licence,
        "credit_line": file.credit_line,
        "usage_terms": file.usage_terms,
        "digital_source_type": file.digital_source_type,
        "captions": dict(file.captions),
    }
    if file.machine_captions:
        body["machine_captions"] = sorted(file.machine_captions)
    if file.variant != "original":
        body["variant"] = file.variant
    return body


def _rfc3339(moment: datetime) -> str:
    if moment.utcoffset() is None:
        raise ValueError("the manifest's time has no zone")
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
