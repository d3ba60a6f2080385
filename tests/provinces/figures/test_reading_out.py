"""Figures for readers' programs."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.utils import timezone

from tests.provinces.figures.tables import observe

pytestmark = pytest.mark.django_db
LATELY = timezone.localdate().year - 1


@pytest.fixture(autouse=True)
def _figures() -> None:
    observe("gia-lai", LATELY, "268000.5", source_en="=cmd()")
    observe("binh-dinh-until-2025", 2019, 100)
    observe(None, LATELY, 12000000)


def table(client: Any, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert answer["X-Content-Type-Options"] == "nosniff"
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    return [row for row in rows if row["indicator"] == "grdp"]


def test_as_csv(client: Any) -> None:
    own, former, country = table(client, "/api/v1/provinces/52/indicators.csv?lang=en")
    assert (own["province"], own["value"], own["unit"], own["source"]) == (
        "Gia Lai", "268000.5", "billion VND", "'=cmd()",
    )  # fmt: skip
    assert (former["province"], former["province_valid_to"], former["outdated"]) == ("Binh Dinh", "2025-06-30", "yes")
    assert (country["province_code"], country["province"]) == ("VN", "Viet Nam")


def test_the_language_is_said(client: Any) -> None:
    answer = client.get("/api/v1/provinces/52/indicators.csv?lang=vi")
    assert answer["Content-Language"] == "vi"
    assert "Bình Định" in answer.content.decode()
    assert "Accept-Language" in client.get("/api/v1/provinces/52/indicators.csv")["Vary"]


def test_as_json_with_history(client: Any) -> None:
    items = client.get("/api/v1/provinces/52/indicators?lang=en&history=true").json()["items"]
    found = [
        (one["province"]["code"], one["period"]["label"], one["outdated"]) for one in items if one["code"] == "grdp"
    ]
    assert found == [("52", str(LATELY), False), ("52", "2019", True), ("VN", str(LATELY), False)]
    own = client.get("/api/v1/provinces/52/indicators?lang=en").json()["items"]
    assert {one["province"]["name"] for one in own} == {"Gia Lai"}


def test_unknown_units(client: Any) -> None:
    assert client.get("/api/v1/provinces/02/indicators.csv").status_code == 404
    assert client.get("/api/v1/provinces/02/indicators.csv?on=2024-01-01").status_code == 200
    assert client.get("/api/v1/provinces/52/indicators.csv?lang=xx").status_code == 422


def test_queries_are_few(client: Any, django_assert_max_num_queries: Any) -> None:
    for year in range(2010, 2024):
        observe("gia-lai", year, year)
    with django_assert_max_num_queries(5):
        client.get("/api/v1/provinces/52/indicators.csv?lang=en")
