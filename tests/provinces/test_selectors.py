"""Units on a day, their names and what became of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone, translation

from provinces import selectors
from provinces.models import Kind, Province
from tests.provinces.factories import MERGED, make_unit, succeed, unit

pytestmark = pytest.mark.django_db


def slugs(units: Any) -> list[str]:
    return [province.slug for province in units]


# --- a day ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("on", "count"),
    [
        (date(2008, 7, 31), 0),
        (date(2008, 8, 1), 63),
        (date(2024, 12, 31), 63),
        (date(2025, 1, 1), 63),
        (date(2025, 6, 30), 63),
        (MERGED, 34),
    ],
)
def test_units_in_force_at_the_boundaries(on: date, count: int) -> None:
    assert selectors.current_provinces(on).count() == count
    assert len(selectors.listed_provinces(on)) == count


@pytest.mark.parametrize(
    ("code", "on", "slug"),
    [
        ("24", date(2025, 6, 30), "bac-giang-until-2025"),
        ("24", MERGED, "bac-ninh"),
        ("27", date(2025, 6, 30), "bac-ninh-until-2025"),
        ("27", MERGED, None),
        ("91", date(2025, 6, 30), "kien-giang-until-2025"),
        ("91", MERGED, "an-giang"),
        ("80", date(2020, 1, 1), "long-an-until-2025"),
        ("80", MERGED, "tay-ninh"),
        ("46", date(2024, 12, 31), "thua-thien-hue-until-2024"),
        ("46", date(2025, 1, 1), "hue"),
        ("46", MERGED, "hue"),
        ("01", date(2008, 7, 31), None),
        ("00", MERGED, None),
    ],
)
def test_a_code_identifies_a_unit_only_with_a_day(code: str, on: date, slug: str | None) -> None:
    found = selectors.province_by_code(code, on)
    assert (found and found.slug) == slug


def test_without_a_day_today_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2020, 5, 1))
    bac_giang = selectors.province_by_code("24")
    assert bac_giang is not None and bac_giang.name_vi == "Bắc Giang"
    assert selectors.current_provinces().count() == 63


@pytest.mark.parametrize(
    ("slug", "on", "kind"),
    [
        ("dong-nai", date(2026, 4, 29), Kind.PROVINCE),
        ("dong-nai", date(2026, 4, 30), Kind.MUNICIPALITY),
        ("quang-ninh", date(2026, 8, 31), Kind.PROVINCE),
        ("quang-ninh", date(2026, 9, 1), Kind.MUNICIPALITY),
        ("bac-ninh", date(2026, 9, 19), Kind.PROVINCE),
        ("bac-ninh", date(2026, 9, 20), Kind.MUNICIPALITY),
        ("hue", date(2025, 1, 1), Kind.MUNICIPALITY),
        ("thua-thien-hue-until-2024", date(2024, 12, 31), Kind.PROVINCE),
        ("hanoi", date(2030, 1, 1), Kind.MUNICIPALITY),
        ("hanoi", date(2000, 1, 1), Kind.MUNICIPALITY),
    ],
)
def test_kind_on_a_day(slug: str, on: date, kind: Kind) -> None:
    assert selectors.kind_on(unit(slug), on) == kind


def test_a_unit_without_recorded_kind_is_an_error() -> None:
    bare = make_unit("97", MERGED)
    bare.kinds.all().delete()
    with pytest.raises(ValueError, match="no kind"):
        selectors.kind_on(Province.objects.get(pk=bare.pk))


# --- order ------------------------------------------------------------------------------------------
def test_listed_in_the_order_of_the_vietnamese_alphabet() -> None:
    names = [province.name_vi for province in selectors.listed_provinces(MERGED, "vi")]
    assert names[:6] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng"]
    assert names[-1] == "Vĩnh Long"


def test_ordered_by_the_name_in_the_active_language() -> None:
    with translation.override("ru"):
        russian = [province.name_ru for province in selectors.current_provinces(MERGED)]
    assert russian == sorted(russian)
    with translation.override("fr"):  # French has few names of its own: the others are English
        first = selectors.current_provinces(MERGED).first()
    assert first is not None and first.slug == "an-giang"


# --- names ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bình Định", ["binh-dinh-until-2025"]),
        ("binh dinh", ["binh-dinh-until-2025"]),
        ("Tỉnh Bình Định", ["binh-dinh-until-2025"]),
        ("Thanh Hoá", ["thanh-hoa", "thanh-hoa-until-2025"]),
        ("THANH HÓA", ["thanh-hoa", "thanh-hoa-until-2025"]),
        ("TP. Hồ Chí Minh", ["ho-chi-minh-city", "ho-chi-minh-city-until-2025"]),
        ("Thành phố Huế", ["hue"]),
        ("Ho Chi Minh City", ["ho-chi-minh-city", "ho-chi-minh-city-until-2025"]),
        ("Quang Ninh Province", ["quang-ninh", "quang-ninh-until-2025"]),
        ("Bà Rịa – Vũng Tàu", ["ba-ria-vung-tau-until-2025"]),
        ("Bà Rịa-Vũng Tàu", ["ba-ria-vung-tau-until-2025"]),
        ("胡志明市", ["ho-chi-minh-city", "ho-chi-minh-city-until-2025"]),
        ("广宁省", ["quang-ninh", "quang-ninh-until-2025"]),
        ("ハノイ", ["hanoi", "hanoi-until-2025"]),
        ("ຮ່າໂນ້ຍ", ["hanoi", "hanoi-until-2025"]),
        ("Bình", []),
        ("Quảng", []),
        ("Province", []),
        ("Tỉnh", []),
        ("", []),
        ("  ", []),
    ],
)
def test_units_named(text: str, found: list[str]) -> None:
    assert slugs(selectors.units_named(text)) == found


def test_every_unit_is_found_by_each_of_its_names() -> None:
    from locales.text import texts_of

    for province in Province.objects.all():
        for name in texts_of(province, "name").values():
            assert province in selectors.units_named(name), name


def test_searching_for_a_former_unit_finds_its_successor() -> None:
    gia_lai = selectors.names_for_search(unit("gia-lai"))
    assert {"Gia Lai", "Bình Định", "Binh Dinh", "平定"} <= set(gia_lai)
    assert gia_lai[0] == "Gia Lai"
    assert len(gia_lai) == len(set(gia_lai))
    assert "Gia Lai" not in selectors.names_for_search(unit("binh-dinh-until-2025"))


def test_names_go_back_over_several_successions() -> None:
    first = make_unit("98", date(1990, 1, 1), date(1999, 12, 31), name_vi="Một")
    second = make_unit("98", date(2000, 1, 1), date(2024, 12, 31), name_vi="Hai")
    third = make_unit("98", date(2025, 1, 1), name_vi="Ba")
    succeed(first, second)
    succeed(second, third)
    assert selectors.names_for_search(third) == ["Ba", "Hai", "Một"]
    assert selectors.owner_of(first) == third


def test_a_circle_in_the_data_does_no_harm() -> None:
    one = make_unit("98", date(1990, 1, 1), date(1999, 12, 31), name_vi="Một")
    two = make_unit("99", date(1990, 1, 1), date(1999, 12, 31), name_vi="Hai")
    succeed(one, two)
    succeed(two, one)
    assert selectors.names_for_search(one) == ["Một", "Hai"]
    with pytest.raises(Province.DoesNotExist):
        selectors.owner_of(one)


def test_names_of_all_units_take_two_queries(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        every = selectors.names_for_search_by_id()
    assert len(every) == 97
    some = [unit("gia-lai").pk, unit("hanoi").pk]
    with django_assert_num_queries(2):
        two = selectors.names_for_search_by_id(some)
    assert two == {pk: every[pk] for pk in some}


# --- history ----------------------------------------------------------------------------------------
def test_owner_of_a_former_unit() -> None:
    assert selectors.owner_of(unit("binh-dinh-until-2025")).slug == "gia-lai"
    assert selectors.owner_of(unit("thua-thien-hue-until-2024")).slug == "hue"
    assert selectors.owner_of(unit("gia-lai")).slug == "gia-lai"


def test_a_split_unit_has_several_owners_by_code() -> None:
    whole = make_unit("96x", date(1990, 1, 1), date(1999, 12, 31))
    north, south = make_unit("98", date(2000, 1, 1)), make_unit("97", date(2000, 1, 1))
    succeed(whole, north)
    succeed(whole, south)
    assert selectors.owners_of(whole) == [south, north]
    assert selectors.owner_of(whole) == south
    assert selectors.historic_units(whole, date(2010, 1, 1)) == [south, north]


@pytest.mark.parametrize(
    ("slug", "on", "expected"),
    [
        ("gia-lai", date(2026, 1, 1), "gia-lai"),
        ("gia-lai", MERGED, "gia-lai"),
        ("gia-lai", date(2025, 6, 30), None),  # Bình Định or Gia Lai: nobody can tell
        ("quang-ninh", date(2019, 5, 1), "quang-ninh-until-2025"),
        ("hue", date(2024, 12, 31), "thua-thien-hue-until-2024"),
        ("hue", date(2025, 1, 1), "hue"),
        ("binh-dinh-until-2025", date(2019, 5, 1), "binh-dinh-until-2025"),
        ("binh-dinh-until-2025", date(2026, 1, 1), "gia-lai"),
        ("gia-lai", date(1990, 1, 1), None),
    ],
)
def test_the_unit_that_stood_for_it_on_a_day(slug: str, on: date, expected: str | None) -> None:
    found = selectors.historic_unit(unit(slug), on)
    assert (found and found.slug) == expected


def test_a_photo_of_2019_keeps_the_name_valid_then() -> None:
    taken = date(2019, 4, 30)
    assert str(selectors.name_on(unit("hue"), taken, "vi")) == "Thừa Thiên Huế"
    assert str(selectors.name_on(unit("hue"), taken, "zh-hans")) == "承天顺化"
    assert str(selectors.name_on(unit("binh-dinh-until-2025"), taken, "en")) == "Binh Dinh"
    assert str(selectors.name_on(unit("gia-lai"), taken, "vi")) == "Gia Lai"
    with translation.override("en"):
        assert str(selectors.name_on(unit("hue"), taken)) == "Thua Thien Hue"


def test_historic_units_of_a_merged_province() -> None:
    found = selectors.historic_units(unit("ho-chi-minh-city"), date(2020, 1, 1))
    assert slugs(found) == [
        "binh-duong-until-2025",
        "ba-ria-vung-tau-until-2025",
        "ho-chi-minh-city-until-2025",
    ]
