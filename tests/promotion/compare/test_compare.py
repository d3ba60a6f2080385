"""Provinces side by side: the same period where there is one, what is missing said, odd addresses explained."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provinces.figures.comparing import compare
from provinces.models import Indicator
from tests.promotion import documents, factories
from tests.provinces.factories import unit
from tests.provinces.figures.tables import observe

pytestmark = pytest.mark.django_db
ADDRESS = "/en/provinces/compare/"


@pytest.fixture(autouse=True)
def _figures(homes: Any) -> None:
    Indicator.objects.filter(code="grdp").update(months_valid=0)  # or it would be outdated one day
    for year, values in {2024: (10, 20), 2025: (12, None)}.items():
        for slug, value in zip(("quang-ninh", "gia-lai"), values, strict=True):
            if value is not None:
                observe(slug, year, value)
        observe(None, year, 1000)
    observe("quang-ninh", 2023, 60, "pci")
    observe("gia-lai", 2024, 70, "pci", source_url="https://example.org/pci", is_illustrative=True)


def shown(client: Any, query: str, lang: str = "en") -> Any:
    answer = client.get(f"/{lang}/provinces/compare/?{query}")
    assert answer.status_code == 200
    document = documents.parse(answer)
    assert documents.problems(document) == []
    return document


def heads(document: Any) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in document.xpath("//thead//th")]


def cells(document: Any, label: str) -> list[str]:
    (body,) = [one for one in document.xpath("//tbody") if label in one.text_content()]
    return [" ".join(cell.text_content().split()) for cell in body.xpath(".//td")]


def remarks(document: Any) -> list[str]:
    return [one.text_content() for one in document.xpath("//*[contains(@class,'notice--inline')]")]


# --- what is compared --------------------------------------------------------------------------------
def test_the_newest_period_that_all_share_is_taken() -> None:
    provinces = [unit("quang-ninh"), unit("gia-lai"), unit("hanoi")]
    (grdp,) = compare(provinces, [Indicator.objects.get(code="grdp")])
    assert [row and (row.period_label, row.value) for row in grdp.observations] == [("2024", 10), ("2024", 20), None]
    assert grdp.same_period and grdp.country is not None and grdp.country.period_label == "2024"


def test_without_a_common_period_each_shows_its_newest_and_that_is_said() -> None:
    (pci,) = compare([unit("quang-ninh"), unit("gia-lai")], [Indicator.objects.get(code="pci")])
    assert [row and row.period_label for row in pci.observations] == ["2023", "2024"]
    assert (pci.same_period, pci.country) == (False, None)


def test_figures_of_merged_units_are_nobody_elses() -> None:
    observe("binh-dinh-until-2025", 2024, 5, "visitors")
    observe("quang-ninh-until-2025", 2024, 6, "exports")
    compared = compare([unit("gia-lai"), unit("quang-ninh")])
    assert "visitors" not in [one.indicator.code for one in compared]
    (exports,) = [one for one in compared if one.indicator.code == "exports"]
    assert [row and row.value for row in exports.observations] == [None, 6]


# --- the page ----------------------------------------------------------------------------------------
def test_every_cell_has_its_period_and_source_and_what_is_missing_is_said(client: Any) -> None:
    factories.profile(factories.site("en")["vi"])
    document = shown(client, "p=quang-ninh&p=52&p=01")
    assert heads(document) == ["Quang Ninh", "Gia Lai", "Hanoi", "Viet Nam"]
    first, second, third, country = cells(document, "GRDP")
    assert first == "10 2024 · Statistical yearbook" and third == "no figure"
    assert second.startswith("20") and country.startswith("1,000")
    assert "different periods" in document.xpath("//tbody[contains(., 'PCI')]")[0].text_content()
    pci = cells(document, "PCI")
    assert "illustrative" in pci[1] and "outdated" in pci[0]
    assert document.xpath("//td//a/@href") == ["https://example.org/pci"]
    bars = document.xpath("//tbody[contains(., 'GRDP')]//rect[not(contains(@class,'track'))]/@width")
    assert bars == ["50.0", "100.0"]
    assert document.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]


def test_the_address_keeps_the_choice(client: Any) -> None:
    document = shown(client, "p=quang-ninh&p=gia-lai&f=pci")
    assert [one.get("value") for one in document.xpath("//select/option[@selected]")][:2] == ["quang-ninh", "gia-lai"]
    assert document.xpath("//input[@name='f'][@checked]/@value") == ["pci"]
    assert len(document.xpath("//tbody")) == 1


def test_below_nought_goes_the_other_way(client: Any) -> None:
    observe("quang-ninh", 2024, -5, "grdp-growth")
    observe("gia-lai", 2024, 15, "grdp-growth")
    document = shown(client, "p=22&p=52&f=grdp-growth")
    bars = document.xpath("//tbody//rect[not(contains(@class,'track'))]")
    assert [(bar.get("x"), bar.get("width")) for bar in bars] == [("0.0", "25.0"), ("25.0", "75.0")]


@pytest.mark.parametrize(
    ("query", "columns", "words"),
    [
        ("p=22&p=52&p=01&p=04&p=08", 4, "the first four are shown"),
        ("p=22&p=Atlantis", 1, "no province “Atlantis”"),
        ("p=binh-dinh-until-2025", 1, "Its territory is part of Gia Lai"),
        ("p=02", 1, "Ha Giang as it was until"),
        ("p=52&p=binh-dinh-until-2025", 1, "Its territory is part of Gia Lai"),
        ("p=22&f=happiness", 1, "no figure “happiness”"),
    ],
)
def test_odd_addresses_are_explained(client: Any, query: str, columns: int, words: str) -> None:
    document = shown(client, query)
    assert len([head for head in heads(document) if head != "Viet Nam"]) == columns
    (remark,) = remarks(document)
    assert words in remark


@pytest.mark.parametrize("query", ["", "p=", "p=%00&f=%0a", "p=" + "x" * 300, "p=22&p=22&p=22", "q=1"])
def test_nonsense_is_harmless(client: Any, query: str) -> None:
    shown(client, query)


def test_what_is_typed_is_shown_as_text(client: Any) -> None:
    assert "<b>" not in client.get(f"{ADDRESS}?p=%3Cb%3E&f=%3Cb%3E").content.decode()


def test_there_are_figures_of_none(client: Any) -> None:
    document = shown(client, "p=hanoi&f=pci")
    assert cells(document, "PCI") == ["no figure"]


def test_more_provinces_cost_no_more_queries(client: Any) -> None:
    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{ADDRESS}?{query}")
        return len(captured)

    queries("p=22")
    assert queries("p=22&p=52&p=01&p=04") == queries("p=22&f=pci")


@pytest.mark.parametrize("lang", ["vi", "ja", "fr"])
def test_in_other_languages(client: Any, lang: str) -> None:
    assert len(shown(client, "p=22&p=52", lang).xpath("//tbody")) >= 2
