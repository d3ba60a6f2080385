"""The gate gives what the decision allows, and nothing else, from the same second."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from media_library.models import Photo
from media_library.services import set_embargo, withdraw
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_public_photo_in_every_preset_and_format(client: Client) -> None:
    photo = factories.approved()
    for preset in ("thumb", "small", "medium", "large", "card"):
        for extension, kind in (("jpg", "JPEG"), ("webp", "WEBP"), ("avif", "AVIF")):
            response = client.get(f"/media/{photo.uuid}/{preset}.{extension}")
            assert response.status_code == 200, (preset, extension)
            with Image.open(io.BytesIO(content(response))) as picture:
                assert picture.format == kind
            assert "public" in response["Cache-Control"] and "no-cache" in response["Cache-Control"]


def test_the_original_that_leaves_is_what_the_document_says(client: Client) -> None:
    photo = factories.approved()
    response = client.get(f"/media/{photo.uuid}/original")
    data = content(response)
    assert hashlib.sha256(data).hexdigest() == photo.published.sha256
    assert len(data) == photo.published.bytes == int(response["Content-Length"])
    assert "quang-ninh-binh-minh" in response["Content-Disposition"]
    with Image.open(io.BytesIO(data)) as left, Image.open(photo.file.open()) as came:
        assert left.tobytes() == came.tobytes()


@pytest.mark.parametrize(
    "state", ["draft", "in_review", "embargoed", "licence_expired", "consent_revoked", "internal", "press_only"]
)
def test_what_the_public_may_not_know_of_looks_like_nothing(client: Client, state: str) -> None:
    photo = factories.in_state(state)
    unknown = client.get(f"/media/{uuid4()}/small.jpg")
    for path in ("small.jpg", "large.webp", "original", "about"):
        response = client.get(f"/media/{photo.uuid}/{path}")
        assert response.status_code == unknown.status_code == 404, (state, path)


def test_withdrawal_counts_from_the_same_second(client: Client) -> None:
    photo = factories.approved()
    etag = client.get(f"/media/{photo.uuid}/small.webp")["ETag"]
    withdraw(photo, reason="Sai người", actor=None)
    for path in ("small.webp", "original"):
        response = client.get(f"/media/{photo.uuid}/{path}", headers={"If-None-Match": etag})
        assert response.status_code == 410
        assert "no-store" in response["Cache-Control"]


def test_withdrawn_while_never_public_stays_unknown(client: Client) -> None:
    photo = factories.in_state("press_only")
    withdraw(photo, reason="x", actor=None)
    assert client.get(f"/media/{photo.uuid}/original").status_code == 404


def test_an_embargo_ends_by_itself(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = factories.embargoed()
    until = photo.embargo_until
    path = f"/media/{photo.uuid}/small.jpg"
    monkeypatch.setattr("django.utils.timezone.now", lambda: until - timedelta(seconds=1))
    assert client.get(path).status_code == 404
    monkeypatch.setattr("django.utils.timezone.now", lambda: until)
    assert client.get(path).status_code == 200


def test_an_embargo_can_still_be_set(client: Client) -> None:
    photo = factories.approved()
    assert client.get(f"/media/{photo.uuid}/small.jpg").status_code == 200
    set_embargo(photo, timezone.now() + timedelta(hours=1), actor=None)
    assert client.get(f"/media/{photo.uuid}/small.jpg").status_code == 404


def test_own_staff_see_drafts_privately_and_others_dont() -> None:
    photo = factories.in_state("draft")
    own, other = Client(), Client()
    own.force_login(factories.user("own", Role.EDITOR))
    other.force_login(factories.user("other", Role.EDITOR, of=factories.province("01")))
    response = own.get(f"/media/{photo.uuid}/medium.webp")
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("private")
    assert own.get(f"/media/{photo.uuid}/original").status_code == 200
    assert other.get(f"/media/{photo.uuid}/medium.webp").status_code == 404
    assert other.get(f"/media/{photo.uuid}/original").status_code == 404


def test_looking_without_taking(client: Client) -> None:
    photo = factories.approved(licence=factories.licence("public", allows_download=False))
    assert client.get(f"/media/{photo.uuid}/large.jpg").status_code == 200
    response = client.get(f"/media/{photo.uuid}/original")
    assert response.status_code == 403
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("file", ["huge.jpg", "small.exe", "small", "..%2f..%2fetc", "small.jpg.webp", "original.jpg"])
def test_guessed_names_gain_nothing(client: Client, file: str) -> None:
    photo = factories.approved()
    assert client.get(f"/media/{photo.uuid}/{file}").status_code == 404


def test_only_reading_is_possible(client: Client) -> None:
    photo = factories.approved()
    for method in (client.post, client.put, client.delete):
        assert method(f"/media/{photo.uuid}/small.jpg").status_code in (403, 405)


def test_stored_names_have_no_public_address(client: Client) -> None:
    photo = factories.approved()
    for name in (photo.file.name, photo.published.deliverable):
        for root in ("/", "/media/", "/static/", "/private/"):
            assert client.get(root + name).status_code == 404


def test_a_new_caption_makes_a_new_rendition(client: Client) -> None:
    photo = factories.approved()
    first = client.get(f"/media/{photo.uuid}/medium.jpg")
    edited = Photo.objects.get(pk=photo.pk)
    edited.caption_vi = "Thuyền về bến lúc hoàng hôn."
    edited.save_revision().publish()
    second = client.get(f"/media/{photo.uuid}/medium.jpg")
    assert first["ETag"] != second["ETag"]
    assert "hoàng hôn".encode() in content(second)
