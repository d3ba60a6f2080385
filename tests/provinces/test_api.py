"""The reference-data API: shape, days, languages, errors, queries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from locales.registry import LANGUAGES
from provinces.models import Observation
from tests.provinces.factories import unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 23))


@pytest.fixture
def _all_languages() -> None:
    for code in LANGUAGES:
        Locale.objects.get_or_create(language_code=code)


def get(client: Client, path: str, **query: str) -> Any:
    response = client.get(f"/api/v1{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def test_the_list_holds_the_units_of_today_in_alphabetical_order(client: Client) -> None:
    body = get(client, "/provinces", lang="vi")
    assert body["next"] is None
    assert len(body["items"]) == 34
    assert [item["name"] for item in body["items"]][2:6] == ["Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng"]


def test_one_unit_in_full(client: Client) -> None:
    body = get(client, "/provinces/52", lang="en")
    names = body.pop("names")
    assert (names["vi"], names["zh-Hans"]) == ("Gia Lai", "嘉莱")
    bases = [(link["slug"], link["name"], link["on"], link["basis"]) for link in body.pop("predecessors")]
    assert sorted(bases) == [
        ("binh-dinh-until-2025", "Binh Dinh", "2025-07-01", "Resolution 202/2025/QH15"),
        ("gia-lai-until-2025", "Gia Lai", "2025-07-01", "Resolution 202/2025/QH15"),
    ]
    assert "202/2025/QH15" in body.pop("source")
    assert body == {
        "code": "52",
        "slug": "gia-lai",
        "name": "Gia Lai",
        "lang": "en",
        "kind": "province",
        "area_km2": 21576.53,
        "population": 3583693,
        "centre": {"latitude": 13.8902, "longitude": 108.438},
        "valid_from": "2025-07-01",
        "valid_to": None,
        "source_url": "",
        "successors": [],
    }


def test_a_former_unit_and_its_successor(client: Client) -> None:
    body = get(client, "/provinces/52", on="2025-06-30", lang="vi")
    assert (body["name"], body["valid_to"], body["area_km2"], body["centre"]) == (
        "Bình Định",
        "2025-06-30",
        None,
        None,
    )
    (successor,) = body["successors"]
    assert (successor["code"], successor["name"], successor["on"]) == ("52", "Gia Lai", "2025-07-01")


@pytest.mark.parametrize(
    ("on", "count"),
    [("2008-07-31", 0), ("2008-08-01", 63), ("2025-06-30", 63), ("2025-07-01", 34), ("2031-01-01", 34)],
)
def test_the_list_on_a_day(client: Client, on: str, count: int) -> None:
    assert len(get(client, "/provinces", on=on)["items"]) == count


@pytest.mark.parametrize(
    ("code", "on", "name", "kind"),
    [
        ("24", "2025-06-30", "Bắc Giang", "province"),
        ("24", "2025-07-01", "Bắc Ninh", "province"),
        ("24", "2026-09-19", "Bắc Ninh", "province"),
        ("24", "2026-09-20", "Bắc Ninh", "municipality"),
        ("91", "2025-06-30", "Kiên Giang", "province"),
        ("91", "2025-07-01", "An Giang", "province"),
        ("46", "2024-12-31", "Thừa Thiên Huế", "province"),
        ("46", "2025-01-01", "Huế", "municipality"),
        ("75", "2026-04-30", "Đồng Nai", "municipality"),
    ],
)
def test_codes_and_kinds_depend_on_the_day(client: Client, code: str, on: str, name: str, kind: str) -> None:
    body = get(client, f"/provinces/{code}", on=on, lang="vi")
    assert (body["name"], body["kind"]) == (name, kind)


def test_indicators_with_source_and_period(client: Client) -> None:
    body = get(client, "/provinces/22/indicators", lang="en")
    area, population = body["items"]
    assert (area["code"], area["name"], area["unit"], area["value"]) == ("area", "Area", "km²", 6207.9)
    assert area["period"] == {"label": "2025-07-01", "start": "2025-07-01", "end": "2025-07-01"}
    assert (population["value"], population["decimals"], population["illustrative"]) == (1429841, 0, False)
    assert population["published_on"] is None
    assert "202/2025/QH15" in population["source"] and population["definition"]


def test_indicators_of_a_former_unit_are_its_own(client: Client) -> None:
    assert get(client, "/provinces/22/indicators", on="2020-01-01")["items"] == []


def test_illustrative_figures_say_so(client: Client) -> None:
    Observation.objects.filter(province=unit("quang-ninh")).update(is_illustrative=True)
    assert all(item["illustrative"] for item in get(client, "/provinces/22/indicators")["items"])


def test_sectors(client: Client) -> None:
    body = get(client, "/sectors", lang="fr")
    assert len(body["items"]) == 12
    first = body["items"][0]
    assert (first["slug"], first["name"], first["lang"]) == ("tourism", "Tourisme", "fr")
    assert set(first["names"]) == {language.tag for language in LANGUAGES.values()}
    assert first["description"].startswith("Destinations")


# --- languages --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("lang", "name", "delivered", "content_language"),
    [
        ("zh-Hans", "河内", "zh-Hans", "zh-Hans"),
        ("zh-CN", "河内", "zh-Hans", "zh-Hans"),
        ("ko", "하노이", "ko", "ko"),
        ("km", "ហាណូយ", "km", "km"),
        ("pt-BR", None, None, None),
        ("xx", None, None, None),
        ("", None, None, None),
    ],
)
def test_the_asked_language(
    client: Client, lang: str, name: str | None, delivered: str | None, content_language: str | None
) -> None:
    response = client.get("/api/v1/provinces/01", {"lang": lang})
    if name is None:
        assert response.status_code == 422
    else:
        body = response.json()
        assert (body["name"], body["lang"]) == (name, delivered)
        assert response.headers["Content-Language"] == content_language


def test_a_missing_name_falls_back_and_says_so(client: Client) -> None:
    body = get(client, "/provinces/04", lang="fr")
    assert (body["name"], body["lang"]) == ("Cao Bang", "en")


@pytest.mark.usefixtures("_all_languages")
def test_without_lang_the_readers_preference_counts(client: Client) -> None:
    response = client.get("/api/v1/provinces/01", headers={"Accept-Language": "ja,en;q=0.5"})
    assert response.json()["name"] == "ハノイ"
    assert response.headers["Content-Language"] == "ja"
    assert "Accept-Language" in response.headers["Vary"]


# --- errors -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/provinces/00", {}, 404),
        ("/provinces/27", {}, 404),
        ("/provinces/22", {"on": "2008-07-31"}, 404),
        ("/provinces/00/indicators", {}, 404),
        ("/provinces", {"on": "yesterday"}, 422),
        ("/provinces/22", {"on": "2025-02-30"}, 422),
        ("/sectors", {"lang": "klingon"}, 422),
    ],
)
def test_errors(client: Client, path: str, query: dict[str, str], status: int) -> None:
    assert client.get(f"/api/v1{path}", query).status_code == status


# --- queries ----------------------------------------------------------------------------------------
def test_answers_take_a_constant_number_of_queries(client: Client) -> None:
    def queries(path: str, **query: str) -> int:
        get(client, path, lang="vi", **query)
        with CaptureQueriesContext(connection) as captured:
            get(client, path, lang="vi", **query)
        return len(captured)

    assert queries("/provinces", on="2020-01-01") == queries("/provinces", on="2026-01-01")  # 63 and 34 units
    assert queries("/provinces") <= 6
    assert queries("/provinces/79") <= 6  # three predecessors
    assert queries("/provinces/79/indicators") <= 4
    assert queries("/sectors") <= 3
