"""The manifest: the fields that outside programs are tested against, always the same bytes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from press.archive.manifest import Manifest, ManifestFile, manifest_bytes

FILE = ManifestFile(
    path="pictures/vinh.jpg",
    sha256="ab" * 32,
    bytes=1234,
    type="image/jpeg",
    asset="0b2c",
    licence="CC-BY-4.0",
    credit_line="Ảnh: Báo Quảng Ninh",
    usage_terms="Editorial use",
    digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    captions={"vi": "Vịnh Hạ Long", "en": "Ha Long Bay", "lo": "ອ່າວຮາລອງ"},
)
MADE = datetime(2026, 3, 1, 15, 30, 0, 999, tzinfo=timezone(timedelta(hours=7)))


def test_the_fields_of_the_contract() -> None:
    body = json.loads(manifest_bytes(Manifest(kit="k-1", created=MADE, files=[FILE])))

    assert set(body) == {"kit", "version", "created", "files"}
    assert (body["kit"], body["created"]) == ("k-1", "2026-03-01T08:30:00Z")
    assert body["files"] == [
        {
            "path": "pictures/vinh.jpg",
            "sha256": "ab" * 32,
            "bytes": 1234,
            "type": "image/jpeg",
            "asset": "0b2c",
            "licence": "CC-BY-4.0",
            "credit_line": "Ảnh: Báo Quảng Ninh",
            "usage_terms": "Editorial use",
            "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
            "captions": {"vi": "Vịnh Hạ Long", "en": "Ha Long Bay", "lo": "ອ່າວຮາລອງ"},
        }
    ]


def test_canonical_json() -> None:
    content = manifest_bytes(Manifest(kit="ảnh", created=MADE.astimezone(UTC), files=[]))

    assert content == '{"created":"2026-03-01T08:30:00Z","files":[],"kit":"ảnh","version":0}'.encode()


def test_the_order_in_which_captions_were_found_doesnt_matter() -> None:
    turned = ManifestFile(
        **{name: getattr(FILE, name) for name in FILE.__slots__ if name != "captions"},
        captions={tag: FILE.captions[tag] for tag in ("lo", "en", "vi")},
    )

    assert manifest_bytes(Manifest(kit="k", created=MADE, files=[FILE])) == manifest_bytes(
        Manifest(kit="k", created=MADE, files=[turned])
    )


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError):
        manifest_bytes(Manifest(kit="k", created=MADE.replace(tzinfo=None), files=[]))


def test_broken_text_is_refused() -> None:
    with pytest.raises(ValueError):
        manifest_bytes(Manifest(kit="\ud800", created=MADE, files=[]))
