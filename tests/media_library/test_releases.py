"""Releases: from a file into the fields, and out again in every file that leaves."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from typing import Any

import pytest
from django.test import Client

from media_library import releases
from media_library.ingest import Accepted, ingest
from media_library.metadata import Outgoing, embed, packet, read
from media_library.releases import MinorAge, ModelRelease, PropertyRelease
from tests.media_library import factories

VOCABULARY = "http://ns.useplus.org/ldf/vocab/"
EXIFTOOL = shutil.which("exiftool")
needs_exiftool = pytest.mark.skipif(EXIFTOOL is None, reason="exiftool isn't installed")
SAID: dict[str, Any] = {
    "model_release": ModelRelease.LIMITED,
    "model_release_ids": "MR 2026/1, MR 2026/2",
    "property_release": PropertyRelease.UNLIMITED,
    "property_release_ids": "PR-7",
    "minor_age": MinorAge.AGE_16,
}


def with_releases(**fields: Any) -> bytes:
    return embed(factories.jpeg(), packet(Outgoing(**fields)), keep_location=False)


@pytest.mark.django_db
def test_read_at_ingest() -> None:
    data = with_releases(
        model_release="MR-LMR",
        model_release_ids=("MR 2026/1", "MR 2026/2"),
        property_release="PR-UPR",
        property_release_ids=("PR-7",),
        minor_age="AG-A16",
    )
    outcome = ingest(io.BytesIO(data), "x.jpg", province=factories.province(), actor=None)
    assert isinstance(outcome, Accepted)
    assert {
        name: getattr(outcome.photo if hasattr(outcome, "photo") else outcome.record, name) for name in SAID
    } == SAID


@pytest.mark.django_db
def test_odd_values_of_others_are_left_out() -> None:
    data = with_releases(model_release="MR-WHATEVER", property_release="http://example.org/PR", minor_age="12")
    outcome = ingest(io.BytesIO(data), "x.jpg", province=factories.province(), actor=None)
    assert isinstance(outcome, Accepted)
    record: Any = outcome.photo if hasattr(outcome, "photo") else outcome.record
    assert (record.model_release, record.property_release, record.minor_age) == ("", "", "")


@pytest.mark.django_db
def test_every_file_that_leaves_says_them(client: Client) -> None:
    photo = factories.approved(**SAID)
    data = b"".join(client.get(f"/media/{photo.uuid}/original").streaming_content)  # type: ignore[attr-defined]
    said = read(io.BytesIO(data))
    assert said.model_release == f"{VOCABULARY}MR-LMR"
    assert said.model_release_ids == ("MR 2026/1", "MR 2026/2")
    assert said.property_release == f"{VOCABULARY}PR-UPR"
    assert said.property_release_ids == ("PR-7",)
    assert said.minor_age == f"{VOCABULARY}AG-A16"
    told = client.get(f"/api/v1/assets/{photo.uuid}").json()
    assert (told["model_release"], told["property_release"]) == (f"{VOCABULARY}MR-LMR", f"{VOCABULARY}PR-UPR")


@needs_exiftool
@pytest.mark.parametrize("model", ModelRelease.values)
@pytest.mark.parametrize("owner", PropertyRelease.values)
def test_exiftool_reads_what_we_write(tmp_path: Any, model: str, owner: str) -> None:
    path = tmp_path / "x.jpg"
    path.write_bytes(with_releases(model_release=model, property_release=owner, model_release_ids=("a", "b")))
    said = _exiftool(path)
    assert said["ModelReleaseStatus"].endswith(model)
    assert said["PropertyReleaseStatus"].endswith(owner)
    assert said["ModelReleaseID"] == ["a", "b"]


@needs_exiftool
@pytest.mark.parametrize("age", MinorAge.values)
def test_exiftool_knows_our_ages_and_we_read_its(tmp_path: Any, age: str) -> None:
    path = tmp_path / "x.jpg"
    path.write_bytes(with_releases(minor_age=age))
    assert _exiftool(path)["MinorModelAgeDisclosure"].endswith(age)
    fresh = tmp_path / "y.jpg"
    fresh.write_bytes(factories.jpeg())
    set_ = [
        f"-XMP-plus:MinorModelAgeDisclosure={age}",
        "-XMP-plus:ModelReleaseID=n 1",
        "-XMP-plus:ModelReleaseStatus=MR-UMR",
    ]
    subprocess.run([str(EXIFTOOL), "-q", "-n", "-overwrite_original", *set_, str(fresh)], check=True)
    with fresh.open("rb") as file:
        said = releases.read_from(read(file))
    assert said == {"minor_age": age, "model_release_ids": "n 1", "model_release": "MR-UMR"}


def _exiftool(path: Any) -> dict[str, Any]:
    told = subprocess.run([str(EXIFTOOL), "-j", "-n", "-XMP-plus:all", str(path)], check=True, capture_output=True)
    found: dict[str, Any] = json.loads(told.stdout)[0]
    return found


@pytest.mark.parametrize(("text", "ids"), [("", []), ("a, b;c\n d", ["a", "b", "c", "d"]), (" , ;", [])])
def test_numbers_of_releases(text: str, ids: list[str]) -> None:
    assert releases.ids_in(text) == ids
    assert len(releases.ids_in(",".join("x" * 900))) == releases.IDS_AT_MOST
