"""Marked previews, and copies that stand in for the original: who gets which, and what caches may keep."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client
from PIL import Image

from media_library.delivery.signals import delivered
from media_library.models import Licence, Rendition
from media_library.renditions import store
from media_library.renditions.presets import PRESETS, rendition_size
from media_library.services import withdraw
from provinces.teams import Role
from tests.media_library import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FULL = [name for name, preset in PRESETS.items() if preset.is_full_size]
LOOKS = [name for name, preset in PRESETS.items() if not preset.is_full_size]


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def pixels(response: Any) -> bytes:
    assert response.status_code == 200
    return Image.open(io.BytesIO(content(response))).convert("RGB").tobytes()


@pytest.fixture
def marked() -> Any:
    licence = factories.licence("public", allows_download=False, preview_watermark=True)
    return factories.approved(data=factories.jpeg(1400, 1000, seed=11), licence=licence)


@pytest.fixture
def own() -> Client:
    client = Client()
    client.force_login(factories.user("own", Role.EDITOR))
    return client


@pytest.mark.parametrize("name", LOOKS)
def test_who_may_not_take_the_file_gets_every_large_preview_marked(
    client: Client, own: Client, marked: Any, name: str
) -> None:
    path = f"/media/{marked.uuid}/{name}.webp"
    theirs, ours = client.get(path), own.get(path)
    large = max(rendition_size(PRESETS[name], 1400, 1000)) >= 640
    assert (theirs["ETag"] != ours["ETag"]) is large
    assert (pixels(theirs) != pixels(ours)) is large
    assert "public" in theirs["Cache-Control"]
    assert ours["Cache-Control"].startswith("private")
    for response in (theirs, ours):
        assert {"Cookie", "Authorization"} <= {part.strip() for part in response["Vary"].split(",")}


def test_a_browsers_own_copy_is_renewed_when_its_owner_signs_in(client: Client, marked: Any) -> None:
    path = f"/media/{marked.uuid}/medium.webp"
    first = client.get(path)
    client.force_login(factories.user("own", Role.EDITOR))
    second = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    client.logout()
    third = client.get(path, headers={"If-None-Match": second["ETag"]})
    assert third.status_code == 200
    assert third["ETag"] == first["ETag"]


def test_both_are_kept_under_names_of_their_own(client: Client, own: Client, marked: Any) -> None:
    for asker in (client, own):
        asker.get(f"/media/{marked.uuid}/medium.webp")
        asker.get(f"/media/{marked.uuid}/thumb.webp")
    version = store.version_of(marked, marked.published.packet_digest)
    folders, files = storages["private"].listdir(f"renditions/{marked.uuid}/{version}")
    assert "marked" in folders
    assert {"medium.webp", "thumb.webp"} <= set(files)
    assert "thumb.webp" not in storages["private"].listdir(f"renditions/{marked.uuid}/{version}/marked")[1]


def test_the_licence_counts_from_the_same_second(client: Client, marked: Any) -> None:
    path = f"/media/{marked.uuid}/medium.webp"
    before = client.get(path)["ETag"]
    Licence.objects.filter(pk=marked.licence_id).update(allows_download=True)
    free = client.get(path)
    assert free["ETag"] != before
    assert "public" in free["Cache-Control"]
    Licence.objects.filter(pk=marked.licence_id).update(allows_download=False)
    assert client.get(path)["ETag"] == before


def test_without_the_wish_nobody_gets_a_mark(client: Client, own: Client) -> None:
    photo = factories.approved(licence=factories.licence("public", allows_download=False))
    path = f"/media/{photo.uuid}/medium.webp"
    assert client.get(path)["ETag"] == own.get(path)["ETag"]


def test_other_provinces_staff_are_readers_like_others(client: Client, marked: Any) -> None:
    other = Client()
    other.force_login(factories.user("other", Role.EDITOR, of=factories.province("01")))
    path = f"/media/{marked.uuid}/large.webp"
    assert other.get(path)["ETag"] == client.get(path)["ETag"]
    for spec, status in (("max-800x800", 404), ("max-200x200", 200)):
        made: Rendition = marked.get_rendition(spec)
        assert other.get(made.url).status_code == status, spec


def test_the_worker_makes_both(marked: Any) -> None:
    made = store.make_all(marked)
    assert made == sum(preset.on_pages for preset in PRESETS.values())
    version = store.version_of(marked, marked.published.packet_digest)
    assert "medium.webp" in storages["private"].listdir(f"renditions/{marked.uuid}/{version}/marked")[1]


@pytest.mark.parametrize("name", FULL)
@pytest.mark.parametrize("extension", ["jpg", "webp", "avif"])
def test_a_full_size_preset_is_taken_like_the_original(client: Client, name: str, extension: str) -> None:
    photo = factories.approved(data=factories.jpeg(1200, 900, seed=12))
    news: list[dict[str, Any]] = []
    delivered.connect(receiver := lambda **told: news.append(told), weak=False)
    try:
        response = client.get(f"/media/{photo.uuid}/{name}.{extension}")
        data = content(response)
    finally:
        delivered.disconnect(receiver)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    digest = hashlib.sha256(data)
    assert response["ETag"] == f'"{digest.hexdigest()}"'
    assert response["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert [(told["variant"], told["sha256"], told["size"]) for told in news] == [(name, digest.hexdigest(), len(data))]
    assert b"Boats leave at dawn." in data


@pytest.mark.parametrize("name", FULL)
def test_a_full_size_preset_is_for_those_who_may_take_it(client: Client, own: Client, name: str) -> None:
    photo = factories.approved(licence=factories.licence("public", allows_download=False))
    for extension in PRESETS[name].formats:
        assert client.get(f"/media/{photo.uuid}/{name}.{extension}").status_code == 403
    assert own.get(f"/media/{photo.uuid}/{name}.jpg").status_code == 200
    withdraw(photo, reason="Sai", actor=None)
    assert client.get(f"/media/{photo.uuid}/{name}.jpg").status_code == 410
    assert own.get(f"/media/{photo.uuid}/{name}.jpg").status_code == 410


def test_looking_is_announced_to_nobody(client: Client) -> None:
    photo = factories.approved()
    news: list[Any] = []
    delivered.connect(receiver := lambda **told: news.append(told), weak=False)
    try:
        client.get(f"/media/{photo.uuid}/web.jpg")
        client.head(f"/media/{photo.uuid}/print-a4.jpg")
    finally:
        delivered.disconnect(receiver)
    assert news == []
