"""A bad file: every fault told by row and column, and nothing changed."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import pytest
from django.utils import translation

from locales.tables.errors import BadSheet
from provinces.figures.planning import BYTES_AT_MOST, ROWS_AT_MOST, Refused, plan
from provinces.models import FigureBatch, FigureChange, Observation
from tests.provinces.factories import make_user, unit
from tests.provinces.figures.tables import HEADINGS, table, workbook

pytestmark = pytest.mark.django_db


def errors_of(data: bytes, area: str | None = "quang-ninh", lang: str = "en") -> list[tuple[int | None, str, str]]:
    before = Observation.objects.count()
    with translation.override(lang), pytest.raises(Refused) as refused:
        plan(data, area=unit(area) if area else None, user=make_user("an"), name="a.csv")
    assert (Observation.objects.count(), FigureBatch.objects.count(), FigureChange.objects.count()) == (before, 0, 0)
    return [(error.row, error.column, error.words) for error in refused.value.errors]


@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({"unit": "triệu đồng"}, "unit", "billion VND"),
        ({"unit": ""}, "unit", "empty"),
        ({"value": "1.234"}, "value", "1234 or 1.2340"),
        ({"value": "1,234"}, "value", "1234 or 1,2340"),
        ({"value": "12 tỷ"}, "value", "isn't a number"),
        ({"value": ""}, "value", "empty"),
        ({"source_vi": " "}, "source_vi", "source is missing"),
        ({"province": "99"}, "province", "No province has or had"),
        ({"province": "01"}, "province", "neither Quảng Ninh nor"),
        ({"province": "VN"}, "province", "file of their own"),
        ({"province": "02"}, "province", "02 was Hà Giang until June 30, 2025"),
        ({"indicator": "gdp"}, "indicator", "Known are: area, population"),
        ({"period": "sometime"}, "period", "isn't a period"),
        ({"period": "2099"}, "period", "hasn't begun"),
        ({"source_url": "javascript:alert(1)"}, "source_url", "isn't a web address"),
        ({"published_on": "soon"}, "published_on", "isn't a date"),
        ({"published_on": "2024-12-31"}, "published_on", "before its period began"),
        ({"illustrative": "maybe"}, "illustrative", "yes or no"),
        ({"province_name": "Gia Lai"}, "province", "Gia Lai had the code 52 then"),
        ({"source_vi": "x" * 301}, "source_vi", "too long"),
    ],
)
def test_each_fault_is_told_by_row_and_column(changed: dict[str, Any], column: str, words: str) -> None:
    ((row, where, told),) = errors_of(table({"indicator": "exports", "unit": "triệu USD"}, changed))
    assert (row, where) == (3, column)
    assert words in told


def test_all_faults_of_all_rows_are_told_at_once() -> None:
    told = errors_of(table({"unit": "USD", "value": "1.234"}, {"period": "2024"}, {"indicator": "?", "source_vi": ""}))
    assert [(row, column) for row, column, _words in told] == [
        (2, "value"), (2, "unit"), (4, "indicator"), (4, "source_vi"),
    ]  # fmt: skip


def test_the_same_figure_twice() -> None:
    exports = {"indicator": "exports", "unit": "million USD"}
    again = {"period": "năm 2025", "indicator": "Tổng sản phẩm trên địa bàn (GRDP)"}
    told = errors_of(table({}, exports, again))
    assert told == [(4, "", "The same figure stands in row 2 already.")]


def test_unknown_columns_and_text_without_heading() -> None:
    told = errors_of(table({"colour": "red"}))
    assert told == [(None, "colour", "This isn't a column that is known.")]
    bad = table({}).replace(b"Statistical Yearbook 2025", b"Statistical Yearbook 2025,more")
    assert "no heading" in errors_of_second(bad)


def errors_of_second(data: bytes) -> str:
    with translation.override("en"), pytest.raises(Refused) as refused:
        plan(data, area=unit("quang-ninh"), user=make_user("binh"), name="b.csv")
    return refused.value.errors[0].words


# --- codes and their time ----------------------------------------------------------------------------
def test_an_old_code_after_the_merger_is_refused_and_the_new_one_named() -> None:
    ((_row, _column, told),) = errors_of(table({"province": "10"}), area="lao-cai")
    assert "10 was Lào Cai until June 30, 2025" in told
    assert "Lào Cai (15)" in told


def test_a_code_that_is_another_units_today_needs_the_name() -> None:
    ((_row, _column, told),) = errors_of(table({"province": "52", "period": "2024"}), area="gia-lai")
    assert "52 was Bình Định; today it is Gia Lai" in told


def test_a_code_of_today_before_its_time_is_refused() -> None:
    ((_row, _column, told),) = errors_of(
        table({"province": "52", "province_name": "Gia Lai", "period": "2024"}), area="gia-lai"
    )
    assert "was Bình Định" in told and "Gia Lai had the code 64 then" in told


@pytest.mark.parametrize(
    ("row", "slug"),
    [
        ({"province": "52", "period": "2025"}, "gia-lai"),
        ({"province": "52", "province_name": "Bình Định", "period": "2024"}, "binh-dinh-until-2025"),
        ({"province": "64", "period": "Q1/2025"}, "gia-lai-until-2025"),
        ({"province": "52", "unit_on": "2025-07-01", "period": "2024"}, "gia-lai"),
        ({"province": "52", "province_name": "Gia Lai", "unit_on": "2025-07-01", "period": "2023"}, "gia-lai"),
    ],
)
def test_codes_are_read_at_the_end_of_the_period(row: dict[str, Any], slug: str) -> None:
    batch = plan(table(row), area=unit("gia-lai"), user=make_user("an"), name="a.csv")
    assert [change.province for change in batch.changes.all()] == [unit(slug)]


def test_a_zero_that_a_spreadsheet_took_away() -> None:
    batch = plan(workbook({"province": 1, "value": 1.234}), area=unit("hanoi"), user=make_user("an"), name="a.xlsx")
    (change,) = batch.changes.all()
    assert (change.province, change.after["value"]) == (unit("hanoi"), "1.234")


def test_figures_of_the_country() -> None:
    batch = plan(table({"province": "vn"}), area=None, user=make_user("an"), name="a.csv")
    assert [change.province for change in batch.changes.all()] == [None]
    ((_row, _column, told),) = errors_of_country()
    assert "code VN" in told


def errors_of_country() -> list[tuple[int | None, str, str]]:
    with translation.override("en"), pytest.raises(Refused) as refused:
        plan(table({}), area=None, user=make_user("binh"), name="b.csv")
    return [(error.row, error.column, error.words) for error in refused.value.errors]


# --- files that aren't tables ------------------------------------------------------------------------
def refused_whole(data: bytes) -> str:
    with translation.override("en"), pytest.raises(BadSheet) as refused:
        plan(data, area=unit("quang-ninh"), user=make_user("an"), name="a")
    assert not FigureBatch.objects.exists()
    return str(refused.value)


def test_files_that_are_too_big() -> None:
    assert "too big" in refused_whole(b"x" * (BYTES_AT_MOST + 1))


def test_too_many_rows() -> None:
    line = b"22,,grdp,2025,1,VND,a,b\n"
    assert str(ROWS_AT_MOST) in refused_whole(",".join(HEADINGS).encode() + b"\n" + line * (ROWS_AT_MOST + 1))


def test_a_bomb() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<" * (30 * 1024 * 1024))
    assert "unpacks to far more" in refused_whole(out.getvalue())


def test_formulas() -> None:
    assert "formula" in refused_whole(workbook({"value": "=1+1"}))
    assert "formula" in refused_whole_again(table({"value": "=1+1"}))


def refused_whole_again(data: bytes) -> str:
    with translation.override("en"), pytest.raises(BadSheet) as refused:
        plan(data, area=unit("quang-ninh"), user=make_user("binh"), name="a")
    return str(refused.value)


def test_a_date_that_the_spreadsheet_made_of_a_period() -> None:
    ((_row, column, told),) = errors_of(workbook({"period": datetime(2025, 6, 1)}))
    assert column == "period" and "Format the column as text" in told


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04rubbish", b"\x89PNG\r\n\x1a\n\0\0", b"a,b\n1,2\n"])
def test_what_is_no_table(data: bytes) -> None:
    assert refused_whole(data)


def test_headings_alone_and_twice() -> None:
    assert "no rows" in refused_whole(table(headings=HEADINGS))


def test_a_column_twice() -> None:
    assert "twice" in refused_whole(table({}, headings=[*HEADINGS, "nguồn"]))
