"""Which source counts when they differ."""

from __future__ import annotations

import hashlib
from datetime import datetime

import pytest

from media_library.metadata import read
from media_library.metadata.dates import Moment, Precision

from .camera_files import camera_jpeg, iim_block, xmp_packet
from .samples import HANOI

IIM = [(5, "IIM title"), (120, "IIM caption"), (80, "IIM author")]


def test_xmp_before_iim_before_exif() -> None:
    found = read(
        camera_jpeg(
            64,
            48,
            iim=IIM,
            xmp=xmp_packet(title={"x-default": "XMP title"}),
            description="EXIF caption",
            artist="EXIF author",
            copyright_notice="EXIF copyright",
        )
    )
    assert found.title.default == "XMP title"
    assert found.description.default == "IIM caption"
    assert found.creator == ("IIM author",)
    assert found.copyright.default == "EXIF copyright"
    assert found.provenance["title"] == "XMP dc:title"
    assert found.provenance["description"] == "IIM 2:120"
    assert found.provenance["copyright"] == "EXIF 0x8298"


def with_digest(digest: bytes) -> bytes:
    packet = xmp_packet(
        title={"x-default": "Old", "vi": "Cũ", "en": "Old"},
        description={"x-default": "IIM caption, which XMP has room to go on with"},
        keywords=["only in XMP"],
    )
    return camera_jpeg(64, 48, iim=IIM, xmp=packet, resources=[(0x0425, digest)])


def test_iim_counts_when_its_digest_says_it_was_changed_later() -> None:
    found = read(with_digest(b"\1" * 16))
    assert dict(found.title) == {"x-default": "IIM title", "vi": "Cũ"}
    assert found.provenance["title"] == "IIM 2:05"
    assert found.description.default.endswith("go on with")
    assert found.keywords == ("only in XMP",)
    assert any("digest" in line for line in found.warnings)


@pytest.mark.parametrize("kind", ["right", "zero", "broken"])
def test_xmp_counts_while_the_digest_gives_no_reason_to_doubt(kind: str) -> None:
    block = iim_block(IIM, charset="utf-8", declared=True)
    right = hashlib.md5(block, usedforsecurity=False).digest()
    digest = {"right": right, "zero": bytes(16), "broken": b"\1"}[kind]
    assert read(with_digest(digest)).title.default == "Old"


def test_a_date_without_time_is_refined_by_the_camera_s_clock() -> None:
    packet = xmp_packet(extra="<photoshop:DateCreated>2024-04-30</photoshop:DateCreated>")
    found = read(camera_jpeg(64, 48, xmp=packet))
    assert found.taken_at == datetime(2024, 4, 30, 6, 15, 42, 370000, tzinfo=HANOI)
    assert found.provenance["taken_at"] == "EXIF 0x9003"


def test_another_day_is_not_refined() -> None:
    packet = xmp_packet(extra="<photoshop:DateCreated>1975-05</photoshop:DateCreated>")
    found = read(camera_jpeg(64, 48, xmp=packet))
    assert found.taken_at == datetime(1975, 5, 1)
    assert found.taken_precision == "month"


@pytest.mark.parametrize(
    ("coarse", "fine", "refined"),
    [
        ("day", "second", True),
        ("second", "day", False),
        ("second", "second", False),
    ],
)
def test_refinement(coarse: Precision, fine: Precision, refined: bool) -> None:
    value = datetime(2024, 4, 30)
    first, second = Moment(value, coarse), Moment(value, fine)
    assert (first.refined_by(second) is second) is refined


def test_an_offset_refines_the_same_wall_clock() -> None:
    naive = Moment(datetime(2024, 4, 30, 6, 15, 42), "second")
    aware = Moment(datetime(2024, 4, 30, 6, 15, 42, tzinfo=HANOI), "second")
    assert naive.refined_by(aware) is aware
    assert aware.refined_by(naive) is aware


def test_a_position_is_taken_whole_from_one_source() -> None:
    packet = xmp_packet(extra="<exif:GPSLatitude>10,0.0N</exif:GPSLatitude>")
    found = read(camera_jpeg(64, 48, gps=(13.5, 109.5), xmp=packet))
    assert (found.latitude, found.longitude) == (13.5, 109.5)
