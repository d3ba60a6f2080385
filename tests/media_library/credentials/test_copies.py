"""Renditions of 640 pixels and above: signed last, under names of their own, with an honest list of what was done."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.storage import storages
from PIL import Image

from media_library.credentials import copies
from media_library.credentials.identity import identity
from media_library.credentials.signing import SigningFailed, sign
from media_library.credentials.statement import Statement
from media_library.models import DigitalSourceType, Photo
from media_library.renditions import store
from media_library.renditions.presets import PRESETS
from media_library.renditions.render import Wanted
from tests.media_library import factories
from tests.media_library.credentials.authority import Authority
from tests.media_library.credentials.conftest import read_by_library, stored
from tests.media_library.credentials.verifier import Invalid, manifest_store, verified
from tests.media_library.metadata.conftest import ExifTool

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ALL = [Wanted(preset, form) for preset in PRESETS.values() for form in preset.formats]
SMALL = 6_000


def photo_of(width: int, height: int, **values: Any) -> Photo:
    photo: Photo = factories.approved(data=factories.jpeg(width, height), **values)
    return photo


def acts(data: bytes, extension: str, root: Authority) -> list[str]:
    return [one["action"] for one in verified(data, extension, root.certificate).actions]


def test_every_copy_from_640_pixels_is_signed_and_no_smaller_one(signing_on: None, root: Authority) -> None:
    photo = photo_of(1500, 1000)
    made = store.make(photo, ALL)
    assert len(made) == len(ALL)
    for wanted, copy in made.items():
        data = stored(copy.name)
        with Image.open(io.BytesIO(data)) as image:
            large = max(image.size) >= store.METADATA_FROM
        if large:
            found = verified(data, wanted.format, root.certificate)
            assert found.actions[0]["action"] == "c2pa.opened"
            assert len(found.labels) == 1 and b"c2pa.thumbnail" not in found.store
            assert len(found.store) < SMALL
            assert copy.bytes == len(data)
        else:
            with pytest.raises(Invalid, match="no manifest"):
                manifest_store(data, wanted.format)


@pytest.mark.parametrize("extension", ["jpg", "webp", "avif"])
def test_the_reader_trusts_a_copy_and_one_changed_byte_breaks_it(
    signing_on: None, root: Authority, extension: str
) -> None:
    wanted = Wanted(PRESETS["medium"], extension)
    data = bytearray(stored(store.make(photo_of(1500, 1000), [wanted])[wanted].name))
    told, state = read_by_library(bytes(data), extension, root)
    assert state == "Trusted" and told["validation_results"]["activeManifest"]["failure"] == []
    data[data.rindex(b"Dawn over the bay")] ^= 1
    with pytest.raises(Invalid):
        verified(bytes(data), extension, root.certificate)
    assert read_by_library(bytes(data), extension, root)[1] == "Invalid"


def test_the_list_of_acts_is_what_was_done(signing_on: None, root: Authority) -> None:
    photo = photo_of(1200, 800)
    expected = {
        ("medium", "jpg"): ["c2pa.opened", "c2pa.edited.metadata"],
        ("medium", "webp"): ["c2pa.opened", "c2pa.converted", "c2pa.edited.metadata"],
        ("small", "jpg"): ["c2pa.opened", "c2pa.resized.proportional", "c2pa.edited.metadata"],
        ("card", "jpg"): ["c2pa.opened", "c2pa.cropped", "c2pa.resized.proportional", "c2pa.edited.metadata"],
        ("social-square", "jpg"): ["c2pa.opened", "c2pa.cropped", "c2pa.edited.metadata"],
    }
    made = store.make(photo, [Wanted(PRESETS[name], form) for name, form in expected])
    for wanted, copy in made.items():
        assert acts(stored(copy.name), wanted.format, root) == expected[wanted.preset.name, wanted.format]


def test_a_marked_preview_says_that_text_was_added(signing_on: None, root: Authority) -> None:
    wanted = Wanted(PRESETS["medium"], "webp")
    marked = store.make(photo_of(1500, 1000), [wanted], marked=True)[wanted]
    assert "c2pa.addedText" in acts(stored(marked.name), "webp", root)


def test_ai_is_told_in_the_acts_of_a_copy(signing_on: None, root: Authority) -> None:
    photo = photo_of(900, 600, digital_source_type=DigitalSourceType.AI_MADE.value)
    wanted = Wanted(PRESETS["medium"], "webp")
    found = verified(stored(store.make(photo, [wanted])[wanted].name), "webp", root.certificate)
    assert found.actions[0]["digitalSourceType"].endswith("/trainedAlgorithmicMedia")


def test_exiftool_still_reads_the_metadata_of_a_copy(signing_on: None, exiftool: ExifTool) -> None:
    photo = photo_of(1500, 1000, title_lo="ອ່າວຮາລອງ", title_zh_hans="下龙湾")
    for form in ("jpg", "webp", "avif"):
        wanted = Wanted(PRESETS["medium"], form)
        tags = exiftool.tags(stored(store.make(photo, [wanted])[wanted].name), f".{form}")
        assert tags["XMP-dc:Title-lo"] == "ອ່າວຮາລອງ"
        assert tags["XMP-dc:Title"] == photo.published.body["texts"]["title"]["vi"]


def test_names_change_with_the_certificate_and_come_back_when_off(switch_on: Any, settings: Any) -> None:
    photo = photo_of(1500, 1000)
    wanted, thumb = Wanted(PRESETS["medium"], "webp"), Wanted(PRESETS["thumb"], "webp")
    plain = store.make(photo, [wanted, thumb])
    before = stored(plain[wanted].name)
    names = {plain[wanted].name}
    for _ in range(2):
        switch_on()
        made = store.make(photo, [wanted, thumb])
        assert made[thumb] == plain[thumb], "what isn't signed isn't made anew"
        names.add(made[wanted].name)
        assert store.make(photo, [wanted])[wanted] == made[wanted]
    assert len(names) == 3
    settings.C2PA_CERTIFICATE = settings.C2PA_PRIVATE_KEY = ""
    assert store.make(photo, [wanted])[wanted] == plain[wanted]
    storages["private"].delete(plain[wanted].name)
    assert stored(store.make(photo, [wanted])[wanted].name) == before


def test_a_draft_is_not_signed(signing_on: None) -> None:
    wanted = Wanted(PRESETS["medium"], "jpg")
    photo = factories.draft(data=factories.jpeg(1500, 1000))
    with pytest.raises(Invalid, match="no manifest"):
        manifest_store(stored(store.make(photo, [wanted])[wanted].name), "jpg")


def test_a_copy_that_cant_be_signed_is_given_plain_and_tried_again_later(
    signing_on: None, monkeypatch: pytest.MonkeyPatch, root: Authority
) -> None:
    photo = photo_of(1500, 1000)
    wanted = Wanted(PRESETS["medium"], "webp")
    tries = []

    def fails(*rest: Any, **options: Any) -> None:
        tries.append(1)
        raise SigningFailed("no answer")

    with monkeypatch.context() as patch:
        patch.setattr(copies, "sign", fails)
        first = store.make(photo, [wanted])[wanted]
        assert store.make(photo, [wanted])[wanted] == first
    assert len(tries) == 1
    with pytest.raises(Invalid, match="no manifest"):
        manifest_store(stored(first.name), "webp")

    from django.core.cache import cache

    cache.clear()  # as after ten minutes
    second = store.make(photo, [wanted])[wanted]
    assert second.name != first.name
    verified(stored(second.name), "webp", root.certificate)


def _with_history(title: str = "original", **metadata: str) -> bytes:
    """A picture that comes with a manifest of its own, as from another province that uses this product."""
    who = identity()
    assert who is not None
    target = io.BytesIO()
    picture = io.BytesIO(factories.jpeg(1500, 1000))
    sign(picture, target, "image/jpeg", Statement(DigitalSourceType.CAPTURE.uri), who)
    return target.getvalue()


def test_an_original_with_a_harmless_history_keeps_it(signing_on: None, root: Authority) -> None:
    photo = factories.approved(data=_with_history())
    wanted = Wanted(PRESETS["medium"], "webp")
    for data, extension in (
        (stored(photo.published.deliverable), "jpg"),
        (stored(store.make(photo, [wanted])[wanted].name), "webp"),
    ):
        found = verified(data, extension, root.certificate)
        assert found.actions[0]["action"] == "c2pa.opened" and len(found.labels) == 2
        told, state = read_by_library(data, extension, root)
        assert state == "Trusted"
        results = told["validation_results"]
        assert [one["validationDeltas"]["failure"] for one in results.get("ingredientDeltas", [])] in ([], [[]])


@pytest.mark.parametrize("private", ["stds.exif", "cawg.metadata"])
def test_a_history_that_tells_a_place_stays_behind(signing_on: None, root: Authority, private: str) -> None:
    import c2pa

    from media_library.credentials import signing, statement

    who = identity()
    assert who is not None
    definition = statement.manifest(Statement(DigitalSourceType.CAPTURE.uri))
    place = {"@context": {"exif": "http://ns.adobe.com/exif/1.0/"}, "exif:GPSLatitude": "20,57.0N"}
    definition["assertions"].append({"label": private, "kind": "Json", "data": place})
    target = io.BytesIO()
    with (
        signing._context() as context,
        c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", who.chain, who.key, None)) as signer,
        c2pa.Builder(definition, context=context) as builder,
    ):
        builder.sign(signer, "image/jpeg", io.BytesIO(factories.jpeg(1500, 1000)), target)
    assert b"20,57.0N" in target.getvalue()

    photo = factories.approved(data=target.getvalue())
    data = stored(photo.published.deliverable)
    found = verified(data, "jpg", root.certificate)
    assert found.actions[0]["action"] == "c2pa.opened" and len(found.labels) == 1
    assert b"20,57.0N" not in data and b"GPS" not in data
