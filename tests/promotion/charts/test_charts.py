"""Figures through the years: what is never joined, what is said beside the drawing, and what stands behind it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from promotion.charts.drawing import draw
from promotion.charts.figures import charted
from promotion.charts.scale import ticks
from provinces.figures.series import IndicatorFigures, figures_of, lineage_of
from provinces.models import Indicator, Province
from tests.promotion import documents, factories
from tests.provinces.factories import make_unit, succeed, unit
from tests.provinces.figures.tables import observe

pytestmark = pytest.mark.django_db


def only(province: Province) -> IndicatorFigures:
    (found,) = [one for one in figures_of(province, "en") if one.indicator.code not in ("area", "population")]
    return found


@pytest.fixture
def merged() -> Province:
    """Gia Lai of today with two figures, its two predecessors with two each, and the country."""
    for slug, start in (("gia-lai-until-2025", 90), ("binh-dinh-until-2025", 110)):
        for year in (2022, 2023, 2024):
            observe(slug, year, start + year - 2022, "grdp-growth")
    observe("gia-lai", 2025, "105.5", "grdp-growth", source_url="https://example.org/nso")
    for year in (2021, 2023, 2024, 2025):
        observe(None, year, 100, "grdp-growth")
    return unit("gia-lai")


# --- whose figures -----------------------------------------------------------------------------------
def test_a_unit_that_only_went_on_is_one_series() -> None:
    observe("quang-ninh-until-2025", 2024, 1)
    observe("quang-ninh", 2025, 2)
    found = only(unit("quang-ninh"))
    assert [row.value for row in found.own.observations] == [1, 2]
    assert (found.former, found.merged_on) == ([], None)


def test_of_a_unit_that_went_on_the_newer_record_counts() -> None:
    observe("quang-ninh-until-2025", 2024, 1)
    observe("quang-ninh", 2024, 3)
    assert [row.value for row in only(unit("quang-ninh")).own.observations] == [3]


def test_units_that_were_merged_keep_their_own_series(merged: Province) -> None:
    found = only(merged)
    assert [row.period_label for row in found.own.observations] == ["2025"]
    last = date(2025, 6, 30)
    assert [(str(one.name), one.until) for one in found.former] == [("Binh Dinh", last), ("Gia Lai", last)]
    assert found.merged_on == date(2025, 7, 1)


def test_a_unit_that_was_split_isnt_continued_by_a_part_of_it() -> None:
    old = make_unit("90", date(2008, 8, 1), date(2024, 12, 31))
    parts = [make_unit(code, date(2025, 1, 1)) for code in ("97", "98")]
    for part in parts:
        succeed(old, part)
    lineage = lineage_of(parts[0])
    assert (lineage.own, lineage.former, lineage.merged_on) == ([parts[0].pk], [old], date(2025, 1, 1))


def test_three_queries_for_any_number_of_figures(merged: Province, django_assert_num_queries: Any) -> None:
    for indicator in ("grdp", "exports", "pci", "visitors"):
        for year in range(2015, 2026):
            observe("gia-lai", year, year, indicator)
    with django_assert_num_queries(3):
        charted(figures_of(merged, "en"), "en")


# --- the drawing -------------------------------------------------------------------------------------
def test_no_line_crosses_the_merger(merged: Province) -> None:
    chart = draw(only(merged))
    assert chart is not None and chart.merger is not None
    by_look = {line.look: line for line in chart.lines}
    assert list(by_look) == ["own", "former-1", "former-2", "country"]
    for look in ("former-1", "former-2"):
        assert all(dot.x < chart.merger for dot in by_look[look].dots)
        assert len(by_look[look].paths) == 1
    (own,) = by_look["own"].dots
    assert own.x > chart.merger and by_look["own"].paths == []


def test_a_missing_year_is_a_gap() -> None:
    for year in (2019, 2020, 2022, 2023):
        observe("quang-ninh", year, year)
    chart = draw(only(unit("quang-ninh")))
    assert chart is not None
    assert len(chart.lines[0].paths) == 2 and len(chart.lines[0].dots) == 4


def test_the_countrys_sum_isnt_drawn_beside_a_part_of_it() -> None:
    for year in (2023, 2024):
        observe("quang-ninh", year, 4)
        observe(None, year, 200)
    found = only(unit("quang-ninh"))
    chart = draw(found)
    assert chart is not None and [line.look for line in chart.lines] == ["own"]
    (shown,) = charted([found], "en")
    assert (shown.country_share, shown.country_value) == ("2,0", "200")


def test_a_quarter_isnt_put_beside_years() -> None:
    for year in (2023, 2024):
        observe("quang-ninh", year, 4)
    quarter = observe("quang-ninh", 2025, 1)
    quarter.period_label, quarter.period_end = "Q1/2025", date(2025, 3, 31)
    quarter.save()
    (shown,) = charted(figures_of(unit("quang-ninh"), "en"), "en")
    assert shown.chart is not None and len(shown.chart.lines[0].dots) == 2
    assert (shown.period, [row.period for row in shown.rows]) == ("2024", ["Q1/2025", "2024", "2023"])


def test_one_period_is_no_chart() -> None:
    observe("quang-ninh", 2024, 4)
    assert draw(only(unit("quang-ninh"))) is None
    assert charted(figures_of(unit("quang-ninh"), "en"), "en") == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([3, 11], ["0", "5", "10", "15"]),
        ([392000], ["0", "200000", "400000"]),
        ([-3, 5], ["-5", "0", "5"]),
        ([0], ["0", "0.5", "1.0"]),
        ([Decimal("0.07")], ["0.00", "0.025", "0.050", "0.075"]),
    ],
)
def test_axes_begin_at_nought_with_round_numbers(values: list[Any], expected: list[str]) -> None:
    found = ticks(Decimal(value) for value in values)
    assert found == [Decimal(text) for text in expected]
    assert found[0] <= min(values) and found[-1] >= max(values)


def test_a_flat_line_of_noughts_is_drawn() -> None:
    for year in (2023, 2024):
        observe("quang-ninh", year, 0)
    assert draw(only(unit("quang-ninh"))) is not None


# --- the page ----------------------------------------------------------------------------------------
def test_the_profile_shows_and_says_it_all(client: Any, homes: Any, merged: Province) -> None:
    factories.profile(homes["vi"], "52")
    document = documents.parse(client.get("/vi/gia-lai/"))
    assert documents.problems(document) == []
    (article,) = document.xpath("//article[@id='figure-grdp-growth']")
    (drawing,) = article.xpath(".//*[@role='img']")
    names = [document.xpath(f"//*[@id='{name}']")[0].text for name in drawing.get("aria-labelledby").split()]
    assert "2022–2025" in names[0] and "2024 112" in names[1] and "Bình Định" in names[1]
    text = " ".join(article.text_content().split())
    for words in ("105,5", "Bình Định", "2025", "Niên giám thống kê"):
        assert words in text
    rows = [[cell.text_content().strip() for cell in row] for row in article.xpath(".//tbody/tr")]
    assert len(rows) == 1 + 3 + 3 + 4
    assert article.xpath(".//a[@href='https://example.org/nso']")


def test_an_old_figure_is_called_so(client: Any, homes: Any) -> None:
    factories.profile(homes["vi"])
    for year in (2017, 2018):
        observe("quang-ninh", year, 5, "pci")
    factories.translated(homes["vi"].get_children().get(slug="quang-ninh").specific, "en", title="Quang Ninh")
    text = documents.text_of(client.get("/en/quang-ninh/"))
    assert text.count("a newer one should be out by now") == 2
    Indicator.objects.update(months_valid=0)
    assert "newer one should be out" not in documents.text_of(client.get("/en/quang-ninh/?fresh"))


def test_a_page_with_many_figures_asks_no_more(client: Any, homes: Any) -> None:
    factories.profile(homes["vi"])
    observe("quang-ninh", 2023, 5, "pci")
    observe("quang-ninh", 2024, 5, "pci")

    def queries(mark: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/vi/quang-ninh/?{mark}")
        return len(captured)

    queries("warm")
    observe("quang-ninh", 2022, 5, "pci")
    few = queries("few")
    for indicator in ("grdp", "exports", "visitors", "grdp-growth"):
        for year in range(2015, 2026):
            observe("quang-ninh", year, year, indicator)
            observe("quang-ninh-until-2025", year, year, indicator)
    assert queries("many") <= few


def test_the_figures_are_a_dataset(client: Any, homes: Any, merged: Province) -> None:
    factories.profile(homes["vi"], "52")
    blocks = documents.structured(documents.parse(client.get("/vi/gia-lai/")))
    (data,) = [block for block in blocks if block["@type"] == "Dataset"]
    assert 50 <= len(data["description"]) <= 5000 and data["name"]
    assert data["temporalCoverage"] == "2022/2025"
    assert data["creator"]["name"] and data["isAccessibleForFree"] is True
    assert data["variableMeasured"] == [{"@type": "PropertyValue", "name": "Tốc độ tăng GRDP", "unitText": "%"}]
    for download in data["distribution"]:
        assert download["@type"] == "DataDownload"
        answer = client.get(download["contentUrl"].removeprefix("http://testserver"))
        assert answer.status_code == 200
        assert answer["Content-Type"].split(";")[0] == download["encodingFormat"]


def test_no_figures_no_dataset(client: Any, homes: Any) -> None:
    factories.profile(homes["vi"])
    blocks = documents.structured(documents.parse(client.get("/vi/quang-ninh/")))
    assert "Dataset" not in {block["@type"] for block in blocks}
