"""Provinces by what they have, from the list of provinces."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from promotion.compare.finding import ProvinceQuery, find
from promotion.models import ProvinceIndexPage
from provinces.models import Gateway, Province
from tests.promotion import documents, factories

pytestmark = pytest.mark.django_db


def names(query: ProvinceQuery) -> list[str]:
    return [str(one.name) for one in find(query, "vi")]


def test_the_coast_has_21_provinces() -> None:
    found = names(ProvinceQuery(coast=True))
    assert len(found) == 21
    assert {"Quảng Ninh", "Đắk Lắk", "Lâm Đồng", "Cà Mau"} <= set(found)
    assert not {"Hà Nội", "Đồng Nai", "Tây Ninh"} & set(found)


def test_all_wishes_count_together() -> None:
    found = names(ProvinceQuery(coast=True, gateways=["border_gate", "airport", "port"], area="small"))
    assert found == ["Huế"]


def test_classes_of_size_leave_nobody_out_and_count_nobody_twice() -> None:
    for field, classes in (("area", ("small", "middle", "large")), ("people", ("few", "middle", "many"))):
        found = [name for one in classes for name in names(ProvinceQuery(**{field: one}))]  # type: ignore[arg-type]
        assert len(found) == len(set(found)) == 34


def test_every_gateway_is_of_a_unit_in_force_and_named_twice() -> None:
    assert not Gateway.objects.exclude(province__valid_to=None).exists()
    assert all(gateway.name_vi and gateway.name_en for gateway in Gateway.objects.all())
    ports = set(Gateway.objects.filter(kind="port").values_list("province", flat=True))
    coast = set(Province.objects.filter(is_coastal=True, valid_to=None).values_list("pk", flat=True))
    rivers = {"dong-nai"}
    assert set(Province.objects.filter(pk__in=ports - coast).values_list("slug", flat=True)) == rivers


@pytest.fixture
def address(homes: Any) -> str:
    page = ProvinceIndexPage.objects.get(locale__language_code="en")
    return str(page.get_url())


def test_the_list_is_narrowed(client: Any, address: str) -> None:
    document = documents.parse(client.get(f"{address}?coast=1&border_gate=1&airport=1&port=1&area=small"))
    assert documents.problems(document) == []
    (entry,) = document.xpath("//ul[@class='found-list']/li")
    text = " ".join(entry.text_content().split())
    for words in ("Hue", "A Dot", "Phu Bai", "Chan May", "on the coast"):
        assert words in text
    assert document.xpath("//form[contains(@action,'/compare/')]//input[@name='p']/@value") == ["hue"]
    assert document.xpath("//input[@name='coast'][@checked]")
    assert document.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]


def test_by_key_sector(client: Any, homes: Any, address: str) -> None:
    factories.sector_page(factories.profile(homes["vi"], "52"), "agriculture")
    document = documents.parse(client.get(f"{address}?sector=agriculture"))
    assert [one.text_content().strip() for one in document.xpath("//ul[@class='found-list']//h3")] == ["Gia Lai"]
    assert "None has all of this" in documents.text_of(client.get(f"{address}?sector=tourism"))


@pytest.mark.parametrize("query", ["", "sector=xx", "area=huge&people=7", "coast=yes", "port=%00"])
def test_nonsense_means_all(client: Any, address: str, query: str) -> None:
    document = documents.parse(client.get(f"{address}?{query}"))
    assert len(document.xpath("//ul[contains(@class,'index-list')]/li")) == 34
    assert not document.xpath("//meta[@name='robots']")


def test_queries_dont_grow_with_what_is_found(client: Any, address: str) -> None:
    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{address}?{query}")
        return len(captured)

    queries("coast=1")
    assert queries("coast=1&airport=1") == queries("area=large")
