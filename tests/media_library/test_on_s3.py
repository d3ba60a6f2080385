"""The same path with originals and renditions on a real S3 server."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.test import Client

from media_library.services import withdraw
from tests import s3_server
from tests.media_library import factories

pytestmark = [pytest.mark.s3, pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="session")
def server() -> Iterator[s3_server.S3Server]:
    if s3_server.program() is None:
        pytest.skip("no S3 server: seaweedfs isn't installed for this platform")
    with s3_server.running() as running:
        yield running


@pytest.fixture
def on_s3(server: s3_server.S3Server, settings: Any) -> s3_server.S3Server:
    settings.STORAGES = settings.STORAGES | {"default": server.storage(), "private": server.storage()}
    return server


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_nothing_is_public_on_the_server(on_s3: s3_server.S3Server) -> None:
    photo = factories.approved()
    for name in (photo.file.name, photo.published.deliverable):
        assert httpx.get(f"{on_s3.endpoint}/{on_s3.bucket}/{name}").status_code == 403


def test_original_and_presets_through_the_gate(on_s3: s3_server.S3Server, client: Client) -> None:
    photo = factories.approved()
    response = client.get(f"/media/{photo.uuid}/original")
    assert hashlib.sha256(content(response)).hexdigest() == photo.published.sha256
    part = client.get(f"/media/{photo.uuid}/original", headers={"Range": "bytes=100-199"})
    assert part.status_code == 206 and len(content(part)) == 100
    assert client.get(f"/media/{photo.uuid}/small.webp").status_code == 200
    stored = on_s3.client().list_objects_v2(Bucket=on_s3.bucket, Prefix=f"renditions/{photo.uuid}/")
    assert any(item["Key"].endswith("small.webp") for item in stored["Contents"])


def test_a_signed_address_after_the_decision(on_s3: s3_server.S3Server, client: Client, settings: Any) -> None:
    settings.MEDIA_DELIVERY = "signed-url"
    photo = factories.approved()
    response = client.get(f"/media/{photo.uuid}/original")
    assert response.status_code == 302
    assert "no-store" in response["Cache-Control"]
    address = response["Location"]
    fetched = httpx.get(address)
    assert hashlib.sha256(fetched.content).hexdigest() == photo.published.sha256
    assert "quang-ninh" in fetched.headers["Content-Disposition"]
    assert httpx.get(address.replace(urlsplit(address).path, urlsplit(address).path + "x")).status_code == 403
    withdraw(photo, reason="Sai", actor=None)
    assert client.get(f"/media/{photo.uuid}/original").status_code == 410


def test_readiness_asks_the_storage(on_s3: s3_server.S3Server, client: Client) -> None:
    assert client.get("/readyz").json()["storage"] is True


def test_a_kit_as_zip(on_s3: s3_server.S3Server, client: Client) -> None:
    from press.models import Kit, KitItem
    from press.services import kits

    photo = factories.approved()
    kit = Kit.objects.create(slug="on-s3", province=photo.province, title_vi="Bộ tài liệu")
    KitItem.objects.create(kit=kit, asset_id=photo.pk)
    kits.publish(kit, actor=None)
    response = client.get(f"/api/v1/kits/{kit.uuid}/download")
    data = content(response)
    assert len(data) == int(response["Content-Length"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if name.endswith(".jpg")]
        assert hashlib.sha256(archive.read(names[0])).hexdigest() == photo.published.sha256
