"""The report of readers: whose, of what, opening into rows, as CSV."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from measurement.models import DayViews, ReadKind
from measurement.readership import exporting
from measurement.registry import Metric, metric, register
from promotion.charts import bars
from provinces.teams import Role
from tests.media_library import factories as assets
from tests.press import factories as press
from tests.promotion import factories

pytestmark = pytest.mark.django_db
REPORT, ROWS, EXPORT = "/admin/numbers/readers/", "/admin/numbers/readers/rows/", "/admin/numbers/readers/export/"


@pytest.fixture
def boss(client: Client, homes: Any) -> Client:
    client.force_login(assets.user("boss", is_superuser=True, is_staff=True))
    return client


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def row(day: date, key: object = "promotion:search", kind: str = "section", **values: Any) -> DayViews:
    defaults = {"language": "vi", "address": "/vi/search/", "views": 1}
    return DayViews.objects.create(day=day, kind=kind, key=str(key), **(defaults | values))


def csv_rows(client: Client, query: str = "") -> list[list[str]]:
    content = b"".join(client.get(f"{EXPORT}{query}")).decode()
    return list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))


def test_sums_by_thing_language_province_and_day(boss: Client, homes: Any, photo: Any) -> None:
    province = assets.province()
    page = homes["vi"].translation_key
    row(ago(3), page, "page", views=5)
    row(ago(1), page, "page", views=2, language="ja")
    row(ago(1), photo.uuid, "asset", views=3, province=province)
    row(ago(1), photo.uuid, "file", views=4, province=province, address=f"/media/{photo.uuid}/original")
    row(ago(800), page, "page", views=100)
    found = boss.get(REPORT).context["found"]
    assert (found.views, found.taken) == (10, 4)
    assert [(one.name, one.views, one.taken) for one in found.things] == [
        (homes["vi"].title, 7, 0),
        (photo.title_vi, 0, 4),
        (photo.title_vi, 3, 0),
    ]
    assert [(one.name, one.views, one.taken) for one in found.languages] == [("Tiếng Việt", 8, 4), ("日本語", 2, 0)]
    assert [(one.name, one.views) for one in found.provinces] == [("", 7), (str(province.name_vi), 3)]
    assert [(views, taken) for _day, views, taken in found.days] == [(5, 0), (0, 0), (5, 4), (0, 0)]


def test_the_chosen_period(boss: Client, homes: Any) -> None:
    for days in (0, 1, 2, 3):
        row(ago(days))
    query = f"?from={ago(2)}&to={ago(1)}"
    assert boss.get(REPORT + query).context["found"].views == 2
    assert len(boss.get(ROWS + query).context["rows"]) == 2
    assert len(csv_rows(boss, query)) == 3
    for nonsense in ("?from=x&to=9999-99-99", "?from=2026-02-30", f"?from={ago(0)}&to={ago(9)}"):
        assert boss.get(REPORT + nonsense).status_code == 200


def test_everybody_sees_their_own_provinces(client: Client, homes: Any) -> None:
    mine, other = assets.province("22"), assets.province("01")
    row(ago(1), "mine", "page", province=mine)
    row(ago(1), "other", "page", province=other)
    row(ago(1))
    client.force_login(assets.user("editor", Role.EDITOR, of=mine))
    assert client.get(REPORT).context["found"].views == 1
    for query in ("", f"?province={other.pk}", "?province=0", "?kind=page&key=other", "?kind=section"):
        assert {found[0].key for found in client.get(ROWS + query).context["rows"]} <= {"mine"}
        assert len(csv_rows(client, query)) <= 2
    assert client.get("/admin/numbers/page_views/").context["value"] == 1


def test_nobody_else_sees_them(client: Client, homes: Any) -> None:
    for address in (REPORT, ROWS, EXPORT):
        assert client.get(address).status_code == 302
        partner = press.signed_in(press.organisation())
        assert partner.get(address).status_code in (302, 403)


def test_every_number_opens_into_its_rows(boss: Client, photo: Any) -> None:
    province = assets.province()
    row(ago(1), photo.uuid, "asset", views=3, province=province)
    row(ago(2), photo.uuid, "asset", views=2, language="en", province=province)
    row(ago(2), views=9)
    found = boss.get(REPORT).context["found"]
    for sums in (found.things, found.languages, found.provinces):
        for one in sums:
            rows = boss.get(f"{ROWS}?{one.query}").context["rows"]
            assert sum(line[0].views for line in rows) == one.views, one
    links = re.findall(rf'href="({ROWS}\?[^"]+)"', boss.get(REPORT).content.decode())
    assert len(links) >= 7
    for link in links:
        assert boss.get(link.replace("&amp;", "&")).context["rows"]


@pytest.mark.parametrize(
    "query",
    ["?kind=x&key=y", "?key=%00", "?province=-1", "?province=٣", "?province=99999999999", "?language=xx",
     "?day=2026-13-1", "?p=x", "?p=99", "?kind=page&key=" + "k" * 5000],
)  # fmt: skip
def test_nonsense_is_as_if_it_were_not_there(boss: Client, query: str) -> None:
    row(ago(1))
    assert boss.get(ROWS + query).status_code == 200
    assert boss.get(EXPORT + query).status_code == 200


def test_the_csv_runs_no_formula_and_names_what_is_gone(boss: Client, homes: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(exporting, "ROWS_AT_ONCE", 2)
    profile = factories.profile(homes["vi"], title='=HYPERLINK("http://x.example")')
    row(ago(1), profile.translation_key, "page", address="/vi/p/", province=profile.province, views=1234)
    row(ago(2), uuid4(), "page", address="/vi/gone/")
    row(ago(3), "no-uuid", "asset", address="/vi/odd/", language="zz")
    row(ago(4), "gone:route")
    head, *lines = csv_rows(boss)
    assert len(head) == 7 and [len(line) for line in lines] == [7] * 4
    assert lines[0][2].startswith("'=") and lines[0][-1] == "1234" and lines[0][5] == str(profile.province.name_vi)
    assert lines[1][2] == lines[2][2] != "" and lines[3][2] == "gone:route"


def test_words_of_pages_are_escaped(boss: Client, homes: Any) -> None:
    profile = factories.profile(homes["vi"], title="<script>x</script>")
    row(ago(1), profile.translation_key, "page", address="/vi/<b>/")
    for address in (REPORT, ROWS):
        html = boss.get(address).content.decode()
        assert "<script>x" not in html and "/vi/<b>/" not in html


def test_queries_do_not_grow_with_the_rows(boss: Client, homes: Any) -> None:
    def asked(address: str) -> int:
        boss.get(address)
        with CaptureQueriesContext(connection) as queries:
            b"".join(boss.get(address))
        return len(queries)

    def more(number: int) -> None:
        profile = homes["vi"]
        for at in range(number):
            photo, kit = assets.approved(), press.kit()
            for kind, key in (("asset", photo.uuid), ("file", photo.uuid), ("kit", kit.uuid), ("archive", kit.uuid)):
                row(ago(at), key, kind, province=photo.province)
            row(ago(at), profile.translation_key, "page", language="en")
            row(ago(at), language="ja")

    more(1)
    before = {address: asked(address) for address in (REPORT, ROWS, EXPORT)}
    more_days = ago(30)
    row(more_days)
    DayViews.objects.all().delete()
    more(5)
    assert {address: asked(address) for address in before} == before


def test_the_most_read_are_listed_and_the_rest_is_in_the_rows(boss: Client) -> None:
    DayViews.objects.bulk_create(
        DayViews(day=ago(1), kind="page", key=str(uuid4()), language="vi", address="/vi/", views=1) for _ in range(120)
    )
    found = boss.get(REPORT).context["found"]
    assert len(found.things) == 50 and found.more_things and found.views == 120
    page = boss.get(f"{ROWS}?kind=page")
    assert len(page.context["rows"]) == 100 and "p=2" in page.content.decode()
    assert len(csv_rows(boss)) == 121


def test_with_nothing_counted_it_says_so(boss: Client) -> None:
    html = boss.get(REPORT).content.decode()
    assert "<svg viewBox" not in html and boss.get(ROWS).status_code == 200


def test_the_numbers_have_both(boss: Client) -> None:
    row(ago(1), views=7)
    row(ago(1), uuid4(), "file", views=2)
    html = boss.get("/admin/numbers/").content.decode()
    assert "/admin/numbers/page_views/" in html and REPORT in html
    for code, value in (("page_views", 7), ("public_downloads", 2)):
        context = boss.get(f"/admin/numbers/{code}/").context
        assert context["value"] == value and len(context["records"]) == 1


def test_no_metric_takes_the_address_of_the_report() -> None:
    known = metric("page_views")
    assert known
    taken = Metric("readers", 1, "", "", "", known.rows, known.value, known.describe)
    with pytest.raises(ValueError, match="registered"):
        register(taken)


def test_every_kind_has_a_title(boss: Client) -> None:
    for kind in ReadKind.values:
        row(ago(1), uuid4(), kind)
    assert all(title for _row, title, _province, _language in boss.get(ROWS).context["rows"])


# --- the chart -------------------------------------------------------------------------------------------------------
def days(number: int) -> list[tuple[date, int]]:
    return [(date(2026, 1, 1) + timedelta(days=at), at) for at in range(number)]


@pytest.mark.parametrize(("number", "expected"), [(2, 2), (62, 62), (63, 10), (370, 54), (371, 13), (0, 0)])
def test_days_weeks_or_months(number: int, expected: int) -> None:
    spans = bars.spans(days(number))
    assert len(spans) == expected
    assert sum(span.value for span in spans) == sum(range(number))
    assert not spans or (spans[0].first, spans[-1].last) == (days(number)[0][0], days(number)[-1][0])


@pytest.mark.parametrize("values", [[0, 0], [1, 0], [10**12, 3], [5] * 62, [3, 2, 1]])
def test_bars_stand_within_the_drawing(values: list[int]) -> None:
    chart = bars.draw([bars.Span(day, day, value) for (day, _at), value in zip(days(len(values)), values, strict=True)])
    assert chart is not None and len(chart.bars) == len(values)
    for bar, value in zip(chart.bars, values, strict=True):
        assert chart.left <= bar.x and bar.x + bar.width <= chart.right
        assert 0 < bar.y <= chart.base and bar.height >= 0 and (bar.height == 0 or value)
        assert abs(bar.y + bar.height - chart.base) < 0.2
    assert max(bar.height for bar in chart.bars) > 100 or not any(values)
    assert len({label.text for label in chart.rows}) == len(chart.rows)


def test_one_bar_is_no_chart() -> None:
    assert bars.draw([]) is None and bars.draw([bars.Span(date(2026, 1, 1), date(2026, 1, 1), 3)]) is None
