"""The file that leaves is signed last; an independent verifier and the library's own reader agree that it holds."""

from __future__ import annotations

import hashlib
import io
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from PIL import Image

from locales.registry import LANGUAGES, tag_of
from media_library import services
from media_library.credentials import deliverable, signing
from media_library.credentials.identity import identity
from media_library.credentials.signing import SigningFailed
from media_library.credentials.statement import Statement
from media_library.films import mp4
from media_library.models import Change, DigitalSourceType
from tests.media_library import factories
from tests.media_library.credentials.authority import KEYS, Authority
from tests.media_library.credentials.conftest import read_by_library, stored
from tests.media_library.credentials.verifier import Invalid, manifest_store, verified
from tests.media_library.ingest import makers
from tests.media_library.metadata.conftest import ExifTool, in_language

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SMALL = 8_000
"""Bytes that a signature may add: the certificates, the statement, some reserve."""

TITLES = {
    code: {
        "vi": "Bình minh trên vịnh Hạ Long",
        "lo": "ອ່າວຮາລອງຍາມເຊົ້າ",
        "km": "ព្រឹកព្រលឹមនៅឈូងសមុទ្រ",
        "zh-hans": "下龙湾的黎明",
        "ja": "ハロン湾の夜明け",
        "ko": "하롱베이의 새벽",
    }.get(code, f"Dawn over the bay ({code})")
    for code in LANGUAGES
}

PICTURES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "heic": "HEIC", "tif": "TIFF"}


def original(extension: str) -> bytes:
    if extension == "mp4":
        return makers.mp4(seed=77)
    if extension == "svg":
        return makers.svg("<text>Biểu trưng</text>")
    if extension == "heic":
        return makers.HEIC.read_bytes() if hasattr(makers.HEIC, "read_bytes") else bytes(makers.HEIC)
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(factories.jpeg())) as image:
        image.save(buffer, PICTURES[extension])
    return buffer.getvalue()


def approved(extension: str, **values: Any) -> Any:
    kind = {"mp4": "video", "svg": "graphic"}.get(extension, "photo")
    return factories.approved(kind=kind, data=original(extension), **values)


def leaving(asset: Any) -> bytes:
    return stored(asset.published.deliverable)


@pytest.mark.parametrize("extension", [*PICTURES, "mp4", "svg"])
def test_what_leaves_is_signed_and_holds(signing_on: None, root: Authority, extension: str) -> None:
    asset = approved(extension)
    data = leaving(asset)
    found = verified(data, extension, root.certificate)
    assert [one["action"] for one in found.actions] == ["c2pa.created", "c2pa.edited.metadata"]
    assert found.actions[0]["digitalSourceType"] == DigitalSourceType(asset.digital_source_type).uri
    told, state = read_by_library(data, extension, root)
    assert state == "Trusted"
    assert told["validation_results"]["activeManifest"]["failure"] == []


@pytest.mark.parametrize("extension", [*PICTURES, "mp4", "svg"])
def test_the_digest_is_that_of_the_signed_file(signing_on: None, extension: str) -> None:
    document = approved(extension).published
    data = stored(document.deliverable)
    assert document.sha256 == hashlib.sha256(data).hexdigest() and document.bytes == len(data)
    assert document.signed_by and document.signed_from not in ("", document.sha256)


@pytest.mark.parametrize("extension", [*PICTURES, "mp4", "svg"])
def test_it_adds_little_and_no_picture(switch_on: Any, extension: str, settings: Any) -> None:
    plain = approved(extension)
    before = plain.published.bytes
    switch_on()
    document = services.rebuild_document(plain.pk)
    store = manifest_store(stored(document.deliverable), extension)
    assert 0 < document.bytes - before < SMALL
    assert b"c2pa.thumbnail" not in store and b"\xff\xd8\xff" not in store


@pytest.mark.parametrize("algorithm", KEYS)
def test_every_kind_of_key_signs(switch_on: Any, root: Authority, algorithm: str) -> None:
    switch_on(algorithm=algorithm)
    data = leaving(approved("jpg"))
    verified(data, "jpg", root.certificate)
    assert read_by_library(data, "jpg", root)[1] == "Trusted"


@pytest.mark.parametrize("extension", [*PICTURES, "mp4", "svg"])
def test_one_changed_byte_is_found(signing_on: None, root: Authority, extension: str) -> None:
    data = bytearray(leaving(approved(extension)))
    # The XMP is in every format, and a letter of it harms no container.
    at = data.rindex(b"Dawn over the bay")
    data[at] ^= 1
    with pytest.raises(Invalid, match="isn't the one that was signed"):
        verified(bytes(data), extension, root.certificate)
    assert read_by_library(bytes(data), extension, root)[1] == "Invalid"


def test_a_changed_statement_is_found(signing_on: None, root: Authority) -> None:
    data = leaving(approved("jpg"))
    store = data.index(b"jumb")
    for said in (b"digitalCapture", b"c2pa.edited.metadata"):
        at = data.index(said, store)
        forged = data[:at] + said.upper() + data[at + len(said) :]
        with pytest.raises(Invalid, match="isn't the one that was claimed"):
            verified(forged, "jpg", root.certificate)


def test_another_root_is_not_trusted(signing_on: None) -> None:
    from tests.media_library.credentials import authority

    stranger = authority.root()
    data = leaving(approved("jpg"))
    with pytest.raises(Invalid, match="signature"):
        verified(data, "jpg", stranger.certificate)
    assert read_by_library(data, "jpg", stranger)[1] == "Valid"


@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "avif", "tif", "mp4", "svg"])
def test_exiftool_reads_all_languages_and_the_statement(signing_on: None, extension: str, exiftool: ExifTool) -> None:
    asset = approved(extension, **{f"title_{code.replace('-', '_')}": text for code, text in TITLES.items()})
    data = leaving(asset)
    tags = exiftool.tags(data, f".{extension}")
    assert tags["XMP-dc:Title"] == TITLES["vi"]
    assert asset.published.body["texts"]["title"] == TITLES
    for code, text in TITLES.items():
        if code != "vi":
            assert in_language(tags, "XMP-dc:Title", tag_of(code)) == text
    if extension in ("jpg", "png"):  # where Debian's exiftool (12.57) looks for JUMBF
        assert "c2pa.actions.v2" in str(tags)
    assert "ExifTool:Error" not in tags and "ExifTool:Warning" not in tags


@pytest.mark.parametrize("source_type", list(DigitalSourceType))
def test_how_it_was_made_is_in_the_statement(signing_on: None, root: Authority, source_type: DigitalSourceType) -> None:
    found = verified(leaving(approved("jpg", digital_source_type=source_type.value)), "jpg", root.certificate)
    assert found.actions[0]["digitalSourceType"] == source_type.uri
    assert found.assertions["c2pa.metadata"]["Iptc4xmpExt:DigitalSourceType"] == source_type.uri


def test_it_names_the_product_and_nobody(signing_on: None, root: Authority) -> None:
    asset = approved("jpg", creator="Nguyễn Văn A", title_en="By Nguyen Van A")
    found = verified(leaving(asset), "jpg", root.certificate)
    assert found.claim["claim_generator_info"]["name"] == "Image promotion of the provinces"
    for private in ("Nguyễn", "Nguyen Van A", "DSC_0001", str(asset.uuid)):
        assert private.encode() not in found.store


def test_a_film_plays_the_same_samples(signing_on: None) -> None:
    asset = approved("mp4")
    data = leaving(asset)
    film = mp4.read(io.BytesIO(data))
    assert (film.width, film.height) == (asset.width, asset.height)


def test_documents_leave_unsigned(signing_on: None) -> None:
    asset = factories.approved(kind="document")
    assert asset.published.signed_by == "" and asset.published.deliverable


def test_webm_leaves_unsigned(signing_on: None) -> None:
    asset = factories.approved(kind="video", data=makers.webm())
    assert asset.published.signed_by == "" and asset.published.deliverable


def test_off_gives_the_bytes_it_gave_before(switch_on: Any, settings: Any) -> None:
    asset = approved("jpg")
    before = leaving(asset), asset.published.deliverable, asset.published.sha256
    switch_on()
    assert services.rebuild_document(asset.pk).sha256 != before[2]
    settings.C2PA_CERTIFICATE = settings.C2PA_PRIVATE_KEY = ""
    document = services.rebuild_document(asset.pk)
    assert (stored(document.deliverable), document.deliverable, document.sha256) == before
    assert (document.signed_by, document.signed_from) == ("", "")


def test_rebuilding_without_a_change_keeps_the_signed_file(signing_on: None, switch_on: Any) -> None:
    """Holders would be told of a change that is none: signing the same bytes again gives others."""
    asset = approved("jpg")
    first = asset.published.sha256
    assert services.rebuild_document(asset.pk).sha256 == first
    asset.licence.usage_terms_en = "Other terms."
    asset.licence.save()
    second = services.rebuild_document(asset.pk).sha256
    assert second != first
    switch_on()
    assert services.rebuild_document(asset.pk).sha256 != second


def test_a_failure_loses_no_approval_and_no_byte(
    signing_on: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    def fails(source: Any, target: Any, *rest: Any, **options: Any) -> None:
        target.write(b"half a file")
        raise SigningFailed("the time-stamp authority doesn't answer")

    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(deliverable, "sign", fails)
        asset = approved("jpg")
    assert asset.approved_at is not None and asset.published.signed_by == ""
    assert f"asset {asset.pk} leaves without content credentials" in caplog.text
    with pytest.raises(Invalid, match="no manifest"):
        manifest_store(leaving(asset), "jpg")
    Image.open(io.BytesIO(leaving(asset))).load()

    call_command("sign_published")
    asset.published.refresh_from_db()
    assert asset.published.signed_by
    assert Change.objects.filter(subject_uuid=asset.uuid, event="updated").count() == 1


def test_what_was_published_before_is_signed_by_a_command(switch_on: Any, root: Authority, capsys: Any) -> None:
    asset, gone = approved("jpg"), factories.withdrawn()
    with pytest.raises(CommandError, match="off"):
        call_command("sign_published")
    switch_on()
    call_command("sign_published", "--list")
    assert "1 published files are not signed" in capsys.readouterr().out
    call_command("sign_published")
    asset.published.refresh_from_db()
    verified(leaving(asset), "jpg", root.certificate)
    gone.published.refresh_from_db()
    assert gone.published.signed_by == ""


def test_the_gate_gives_the_signed_file_and_a_withdrawn_one_to_nobody(
    signing_on: None, client: Client, root: Authority
) -> None:
    asset = approved("jpg")
    response = client.get(f"/media/{asset.uuid}/original")
    data = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    verified(data, "jpg", root.certificate)
    services.withdraw(asset, reason="Sai chú thích", actor=None)
    for address in ("original", "large.webp"):
        assert client.get(f"/media/{asset.uuid}/{address}").status_code == 410


def test_four_threads_sign_at_once(signing_on: None, root: Authority) -> None:
    who = identity()
    assert who is not None
    pictures = [factories.jpeg(seed=number) for number in range(16)]

    def signed(picture: bytes) -> bytes:
        target = io.BytesIO()
        signing.sign(io.BytesIO(picture), target, "image/jpeg", Statement(DigitalSourceType.CAPTURE.uri), who)
        return target.getvalue()

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(signed, pictures))
    for data in made:
        verified(data, "jpg", root.certificate)
    assert len({hashlib.sha256(data).digest() for data in made}) == 16
