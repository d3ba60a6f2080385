"""The schematic shows centres and names, the two archipelagos always, and nothing that it doesn't know."""

from __future__ import annotations

import gzip
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from promotion.fact_sheet.content import fact_sheet_of
from promotion.locator.checking import check_of, tick
from promotion.locator.drawing import HEIGHT, WIDTH, distance, in_words, locator_of
from promotion.locator.paper import as_svg, labels_of
from provinces.models import Province
from provinces.selectors import in_force
from provinces.teams import Role
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
    near = [distance(hanoi, one.province) for one in found.nearest]
    assert near == sorted(near)


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
    assert 'aria-labelledby="where"' not in client.get(page.url).content.decode(), "before anybody compared it"
    tick(page.province, actor=assets.user("approver"))
    shown = client.get(page.url).content.decode()
    start = shown.index('aria-labelledby="where"')
    section = shown[start : shown.index("</section>", start)]
    assert f'href="{neighbour.url}"' in section
    assert 'role="img"' in section
    assert "Hoàng Sa" in section and "Trường Sa" in section
    assert section.count("<circle") == 36
    assert len(gzip.compress(section.encode())) < 15_000
    assert "http" not in section.replace("http://www.w3.org/2000/svg", "")


# --- the tick ----------------------------------------------------------------------------------------------
def test_the_approver_of_the_province_ticks_and_is_named(client: Client, homes: Any) -> None:
    page = factories.profile(homes["vi"])
    province, address = page.province, f"/admin/locator/{page.province.slug}/"
    for name, role, of in (
        ("editor", Role.EDITOR, province),
        ("stranger", Role.APPROVER, assets.province("01")),
    ):
        client.force_login(assets.user(name, role, of=of))
        assert client.post(address, {"follows": "on"}).status_code == 302, name  # the admin sends them away
        assert check_of(province) is None
    approver = assets.user("approver", Role.APPROVER, of=province)
    client.force_login(approver)
    shown = client.get(address)
    assert shown.status_code == 200 and b"<svg" in shown.content
    assert client.post(address, {}).status_code == 200, "without the tick nothing is taken down"
    assert check_of(province) is None
    assert client.post(address, {"follows": "on"}).status_code == 302
    made = check_of(province)
    assert made is not None and made.checked_by == approver


def test_a_centre_that_moves_is_compared_again(homes: Any) -> None:
    page = factories.profile(homes["vi"])
    tick(page.province, actor=assets.user("approver"))
    assert check_of(page.province) is not None
    Province.objects.filter(pk=page.province_id).update(latitude=Decimal("10.5"))
    assert check_of(page.province) is None


def test_the_fact_sheet_has_it_only_then(homes: Any) -> None:
    page = factories.profile(homes["vi"])
    with translation.override("vi"):
        before = fact_sheet_of(page.province, "vi")
        tick(page.province, actor=assets.user("approver"))
        after = fact_sheet_of(page.province, "vi")
    assert before is not None and after is not None
    assert before.locator is None and after.locator is not None
    assert before.digest != after.digest


def test_the_profiles_edit_page_says_how_it_stands(admin_client: Client, homes: Any) -> None:
    page = factories.profile(homes["vi"])
    address = f"/admin/pages/{page.pk}/edit/"
    assert f"/admin/locator/{page.province.slug}/" in admin_client.get(address).content.decode()
