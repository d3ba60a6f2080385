"""The schematic shows centres and names, the two archipelagos always, and nothing that it doesn't know."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from promotion.locator.drawing import HEIGHT, WIDTH, distance, in_words, locator_of
from promotion.locator.paper import as_svg, labels_of
from provinces.models import Province
from provinces.selectors import in_force
from tests.media_library import factories as assets
from tests.promotion import factories

pytestmark = pytest.mark.django_db


def units() -> list[Province]:
    return list(Province.objects.filter(in_force()))


def test_every_province_and_both_archipelagos_lie_within() -> None:
    found = locator_of(assets.province("22"), units(), "vi")
    assert found is not None
    assert len(found.dots) == 34
    for dot in [*found.dots, *found.archipelagos]:
        assert 0 < dot.x < WIDTH and 0 < dot.y < HEIGHT
    assert [(one.of) for one in found.archipelagos] == ["Đà Nẵng", "Khánh Hòa"]
    own = found.own
    assert all(place.x > own.x for place in found.archipelagos), "east of every coast"


def test_north_is_up_and_distances_are_those_of_the_globe() -> None:
    hanoi, saigon = assets.province("01"), assets.province("79")
    assert 1100 < distance(hanoi, saigon) < 1160
    found = locator_of(hanoi, units(), "vi")
    assert found is not None
    places = {dot.province.code: dot for dot in found.dots}
    assert places["01"].y < places["48"].y < places["96"].y
    assert places["11"].x < places["22"].x
    assert [near.distance for near in found.nearest] == sorted(near.distance for near in found.nearest)


def test_nothing_is_outlined() -> None:
    """Dots only: a line would be a border or a coast that nobody measured."""
    found = locator_of(assets.province("56"), units(), "vi")
    assert found is not None
    drawn = as_svg(found)
    for shape in ("<path", "<line", "<poly", "<image", "<text"):
        assert shape not in drawn
    assert {"Khánh Hòa", "Đà Nẵng"} <= {label.of for label in labels_of(found)}


def test_its_text_says_the_same() -> None:
    found = locator_of(assets.province("22"), units(), "en")
    assert found is not None
    with translation.override("en"):
        said = in_words(found)
    for expected in ("Quang Ninh", "Hoang Sa", "Da Nang", "Truong Sa", "Khanh Hoa", "21.3° N", "Hai Phong"):
        assert expected in said


def test_a_former_unit_or_one_without_a_centre_has_none() -> None:
    former = Province.objects.filter(valid_to__isnull=False).first()
    assert former is not None
    assert locator_of(former, units(), "vi") is None


def test_the_profile_has_it_with_links_in_words(client: Client, homes: Any) -> None:
    page = factories.profile(homes["vi"])
    neighbour = factories.profile(homes["vi"], "31")
    shown = client.get(page.url).content.decode()
    start = shown.index('aria-labelledby="where"')
    section = shown[start : shown.index("</section>", start)]
    assert f'href="{neighbour.url}"' in section
    assert 'role="img"' in section
    assert "Hoang Sa" in section and "Truong Sa" in section
    assert section.count("<circle") == 36
    assert len(gzip.compress(section.encode())) < 15_000
    assert "http" not in section.replace("http://www.w3.org/2000/svg", "")
