"""A partner who takes a full-size preset, or zooms into the original, has signed for it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from press.models import Receipt
from tests.leak.world import organisation
from tests.media_library import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner() -> Any:
    """Asks with a token, as a picture desk does."""
    found, token = organisation("Granted", "LA")
    client = Client()

    def get(path: str, **headers: str) -> Any:
        response = client.get(path, headers={"Authorization": f"Bearer {token}"} | headers)
        if response.streaming:
            b"".join(response.streaming_content)
        return response

    get.organisation = found  # type: ignore[attr-defined]
    return get


def receipts() -> list[tuple[str, str]]:
    return [(receipt.variant, receipt.way) for receipt in Receipt.objects.order_by("pk")]


def test_full_size_presets_are_signed_for_and_looks_are_not(partner: Any) -> None:
    photo = factories.approved()
    for name in ("thumb.webp", "large.jpg", "web.avif", "social-square.jpg"):
        assert partner(f"/media/{photo.uuid}/{name}").status_code == 200
    assert receipts() == []
    response = partner(f"/media/{photo.uuid}/press-wire.jpg")
    partner(f"/media/{photo.uuid}/print-a4.avif")
    assert receipts() == [("press-wire", "api"), ("print-a4", "api")]
    receipt = Receipt.objects.get(variant="press-wire")
    assert f'"{receipt.sha256}"' == response["ETag"]
    assert receipt.organisation == partner.organisation


def test_asking_whether_a_copy_is_still_good_signs_for_nothing(partner: Any) -> None:
    photo = factories.approved()
    tag = partner(f"/media/{photo.uuid}/press-wire.jpg")["ETag"]
    assert partner(f"/media/{photo.uuid}/press-wire.jpg", **{"If-None-Match": tag}).status_code == 304
    assert len(receipts()) == 1


def test_zooming_into_the_original_is_signed_for_once_a_day(partner: Any) -> None:
    photo = factories.approved(data=factories.jpeg(2600, 1500, seed=21))
    coarse = f"/iiif/3/{photo.uuid}/0,0,1024,1024/512,512/0/default.jpg"
    assert partner(coarse).status_code == 200
    assert partner(f"/iiif/3/{photo.uuid}/info.json").status_code == 200
    assert receipts() == []
    for left in (0, 512, 1024):
        assert partner(f"/iiif/3/{photo.uuid}/{left},0,512,512/512,512/0/default.jpg").status_code == 200
    partner(f"/iiif/3/{photo.uuid}/full/max/0/default.jpg")
    assert receipts() == [("zoom", "api")]


def test_the_public_signs_for_nothing(client: Client) -> None:
    photo = factories.approved(data=factories.jpeg(2600, 1500, seed=22))
    client.get(f"/media/{photo.uuid}/press-wire.jpg")
    client.get(f"/iiif/3/{photo.uuid}/full/max/0/default.jpg")
    assert receipts() == []
