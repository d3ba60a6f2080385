"""Papers with people's names: looked into on arrival, opened by few, noted each time, and erased with the consent."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.models import ModelLogEntry

from media_library import consents
from media_library.consent_documents import check
from media_library.models import Consent
from provinces.teams import Role
from tests.media_library import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, kind)
    return buffer.getvalue()


def upload(data: bytes, name: str = "giấy đồng ý.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/x-anything")


def with_document(data: bytes = PDF, **values: Any) -> Consent:
    consent = factories.consent(**values)
    consents.keep_document(consent, check(upload(data)), actor=None)
    return Consent.objects.get(pk=consent.pk)


@pytest.mark.parametrize(
    ("data", "extension", "media_type"),
    [
        (PDF, "pdf", "application/pdf"),
        (picture("JPEG"), "jpg", "image/jpeg"),
        (picture("PNG"), "png", "image/png"),
    ],
)
def test_kinds_by_content(data: bytes, extension: str, media_type: str) -> None:
    checked = check(upload(data, "paper.exe"))
    assert (checked.extension, checked.media_type, checked.name) == (extension, media_type, "paper.exe")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7 but no end",
        b"junk before %PDF-1.4 %%EOF",
        picture("JPEG")[:200],
        picture("PNG")[:60],
        b"\xff\xd8\xff" + b"\0" * 5000,
        picture("WEBP"),
        picture("GIF"),
        b"PK\x03\x04" + b"\0" * 100,
    ],
)
def test_hostile_and_broken_files_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        check(upload(data, "consent.pdf"))
    assert refused.value.messages[0]


def test_limits(settings: Any) -> None:
    bomb = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(bomb, "PNG")
    with pytest.raises(ValidationError):
        check(upload(bomb.getvalue()))
    settings.CONSENT_DOCUMENT_MAX_BYTES = len(PDF) - 1
    with pytest.raises(ValidationError):
        check(upload(PDF))


def test_only_keepers_of_the_province_open_it_and_each_opening_is_noted(client: Client) -> None:
    consent = with_document()
    address = f"/admin/consents/{consent.pk}/document/"
    may = {Role.EDITOR: 200, Role.APPROVER: 200, Role.PRESS_OFFICER: 200, Role.TRANSLATOR: 404}
    for role, status in may.items():
        client.force_login(factories.user(f"own-{role}", role))
        assert client.get(address).status_code == status, role
    client.force_login(factories.user("neighbour", *may, of=factories.province("01")))
    assert client.get(address).status_code == 404
    client.force_login(factories.user("stranger"))
    assert client.get(address).status_code in (302, 403, 404)
    client.logout()
    assert client.get(address).status_code == 302
    opened = ModelLogEntry.objects.filter(action="media_library.open_consent_document")
    assert sorted(entry.user.username for entry in opened) == ["own-approver", "own-editor", "own-press_officer"]


def test_how_it_is_sent(client: Client) -> None:
    consent = with_document()
    client.force_login(factories.user("editor", Role.EDITOR))
    answer = client.get(consent.document.url)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert answer["Content-Disposition"] == f'attachment; filename="consent-{consent.pk}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"


def test_its_only_address_is_the_gates(monkeypatch: Any) -> None:
    consent = with_document()
    monkeypatch.setattr(type(storages["private"]), "url", lambda *_: "https://bucket.example/secret?signature=x")
    assert consent.document.url == f"/admin/consents/{consent.pk}/document/"
    assert "giấy" not in consent.document.name


def test_a_lost_file_is_not_found(client: Client) -> None:
    consent = with_document()
    storages["private"].delete(consent.document.name)
    client.force_login(factories.user("editor", Role.EDITOR))
    assert client.get(consent.document.url).status_code == 404


def test_replaced_and_deleted_papers_are_erased(django_capture_on_commit_callbacks: Any) -> None:
    first = with_document()
    shared = with_document()
    name = first.document.name
    assert name == shared.document.name
    with django_capture_on_commit_callbacks(execute=True):
        consents.keep_document(first, check(upload(picture("PNG"))), actor=None)
    assert storages["private"].exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        shared.delete()
    assert not storages["private"].exists(name)
    assert storages["private"].exists(first.document.name)
