"""Whoever may not take a file whose licence asks for a mark gets no clean look at it, at no address."""

from __future__ import annotations

import io
from typing import Any

import numpy
import pytest
from django.test import Client
from PIL import Image

from media_library.renditions.presets import PRESETS
from media_library.renditions.watermark import MARKED_FROM
from provinces.teams import Role
from tests.leak.routes import routes
from tests.leak.world import organisation
from tests.media_library import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

REGIONS = ["full", "512,0,512,512", "pct:25,25,50,50"]


def addresses(uuid: Any) -> list[str]:
    """Every public address that names an asset, from the URL configuration."""
    values = {
        "uuid": [uuid],
        "language": ["en"],
        "file": [f"{name}.{extension}" for name, preset in PRESETS.items() for extension in preset.formats],
        "iiif:image.file": ["default.png", "gray.webp"],
        "region": REGIONS,
        "size": ["max", "pct:90"],
        "rotation": ["0", "!90"],
    }
    known = {name.rpartition(".")[2] for name in values}
    found = []
    for route in routes():
        if "uuid" in route.parameters and set(route.parameters) <= known and not route.template.startswith("/admin/"):
            found += route.addresses(values)
    return found


def picture(response: Any) -> Image.Image | None:
    if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("image/"):
        return None
    data = b"".join(response.streaming_content) if response.streaming else response.content
    return Image.open(io.BytesIO(data)).convert("RGB")


def is_marked(theirs: Image.Image, clean: Image.Image) -> bool:
    """Whether letters lie over it: many pixels are far off, more than another encoding would explain."""
    assert theirs.size == clean.size
    one, other = (numpy.asarray(each, dtype=int) for each in (theirs, clean))
    return bool((numpy.abs(one - other).max(axis=2) > 24).mean() > 0.01)


@pytest.fixture
def partner() -> Client:
    _found, token = organisation("Granted", "LA")
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def neighbour() -> Client:
    client = Client()
    client.force_login(factories.user("neighbour", Role.EDITOR, of=factories.province("01")))
    return client


@pytest.mark.parametrize("audience", ["public", "press"])
def test_no_address_gives_a_clean_look(partner: Client, neighbour: Client, audience: str) -> None:
    licence = factories.licence(audience, allows_download=False, preview_watermark=True)
    photo = factories.approved(data=factories.jpeg(820, 700, seed=51), licence=licence)
    own = Client()
    own.force_login(factories.user("own", Role.EDITOR))
    looked = 0
    for address in addresses(photo.uuid):
        clean = picture(own.get(address))
        for asker in (Client(), neighbour, partner):
            theirs = picture(asker.get(address))
            if theirs is None:
                continue
            is_piece = "/iiif/" in address
            if max(theirs.size) < MARKED_FROM and not is_piece:
                continue
            assert clean is not None, address
            assert is_marked(theirs, clean), address
            looked += 1
    assert looked > (60 if audience == "public" else 20)
    assert not any(picture(asker.get(f"/media/{photo.uuid}/original")) for asker in (Client(), neighbour, partner))


def test_the_mark_is_noticed_at_all() -> None:
    """The comparison itself: two encodings of one picture are no mark."""
    photo = factories.approved(data=factories.jpeg(1300, 900, seed=52))
    jpg, avif = (picture(Client().get(f"/media/{photo.uuid}/large.{extension}")) for extension in ("jpg", "avif"))
    assert jpg is not None and avif is not None
    assert not is_marked(jpg, avif)
