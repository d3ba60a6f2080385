"""Whose views and which downloads are counted, pages from the cache among them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from measurement.models import DayViews
from measurement.readership import middleware
from measurement.readership.keeping import first_kept, forget
from measurement.readership.sections import SECTIONS
from measurement.readership.tally import tally
from provinces.teams import Role
from tests.leak.routes import routes
from tests.media_library import factories as assets
from tests.press import factories as press
from tests.promotion import factories

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROMIUM = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
HOME = "/vi/"

Row = tuple[str, str, str, int]


@pytest.fixture(autouse=True)
def _empty(homes: Any) -> Iterator[None]:
    tally.forked()
    yield
    tally.forked()


@pytest.fixture
def reader() -> Client:
    return Client(headers={"User-Agent": BROWSER})


def counted() -> list[Row]:
    tally.flush()
    return sorted(DayViews.objects.values_list("kind", "key", "language", "views"))


def views() -> int:
    return sum(row[-1] for row in counted())


def test_a_page_is_counted_from_the_cache_too_and_costs_no_more_queries(reader: Client, homes: Any) -> None:
    reader.get(HOME)
    with CaptureQueriesContext(connection) as queries:
        second = reader.get(HOME)
    assert len(queries) == 1
    assert reader.get(HOME, headers={"If-None-Match": second["ETag"]}).status_code == 304
    assert counted() == [("page", str(homes["vi"].translation_key), "vi", 3)]


def test_languages_are_counted_apart_and_a_fallback_in_the_readers(reader: Client, homes: Any) -> None:
    profile = factories.profile(homes["vi"])
    for language in ("vi", "ja"):
        assert reader.get(f"/{language}/{profile.slug}/").status_code == 200
    assert [row[1:] for row in counted()] == [
        (str(profile.translation_key), "ja", 1),
        (str(profile.translation_key), "vi", 1),
    ]
    assert set(DayViews.objects.values_list("province", flat=True)) == {profile.province_id}


def test_pictures_kits_and_lists(reader: Client, photo: Any) -> None:
    kit = press.kit([photo])
    for address in (f"images/{photo.uuid}/", f"press/kits/{kit.slug}/", "images/?q=a", "images/?q=b", "search/?q=x"):
        for _ in range(2):
            assert reader.get(f"/en/{address}").status_code == 200
    assert counted() == [
        ("asset", str(photo.uuid), "en", 2),
        ("kit", str(kit.uuid), "en", 2),
        ("section", "image_bank:index", "en", 4),
        ("section", "promotion:search", "en", 2),
    ]
    assert not DayViews.objects.filter(address__contains="?").exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"DNT": "1"},
        {"Sec-GPC": "1"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"User-Agent": ""},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "python-requests/2.32"},
        {"Authorization": "Bearer x"},
    ],
)
def test_who_is_left_out(reader: Client, headers: dict[str, str]) -> None:
    reader.get(HOME)
    reader.get(HOME, headers=headers)
    reader.get("/vi/privacy/", headers=headers)
    assert views() == 1


def test_those_who_say_that_they_may_be_counted_are(reader: Client) -> None:
    reader.get(HOME, headers={"DNT": "0", "Sec-GPC": "0"})
    assert views() == 1


@pytest.mark.parametrize(
    "agent",
    [
        BROWSER,
        f"{CHROMIUM} Chrome/140.0.0.0 Safari/537.36",
        f"{CHROMIUM} Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
        f"{CHROMIUM} coc_coc_browser/141.0 Chrome/135 Mobile Safari/537.36",
        f"{CHROMIUM} Version/4.0 Chrome/130 Mobile Safari/537.36 Zalo android/24101 ZaloTheme/light ZaloLanguage/vi",
        f"{CHROMIUM} Chrome/119 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1",
        "Mozilla/5.0 (Linux; arm_64; Android 12; CUBOT X50) AppleWebKit/537.36 Chrome/110 Mobile Safari/537.36",
    ],
)
def test_browsers_of_people_are_counted(reader: Client, agent: str) -> None:
    reader.get(HOME, headers={"User-Agent": agent})
    assert views() == 1


def test_head_errors_redirects_and_other_files_are_not_counted(reader: Client) -> None:
    reader.head(HOME)
    for address in ("/", "/vi/khong-co/", "/xx/", "/vi", "/vi/stories/atom.xml", "/robots.txt", "/vi/press/login/"):
        reader.get(address)
    reader.get("/vi/search/suggest/?q=ha")
    reader.get("/vi/language/?to=/vi/")
    reader.get("/vi/newsletter/confirm/secret-token/")
    reader.post("/vi/contact/", {})
    assert counted() == []


def test_staff_are_not_counted_and_partners_and_strangers_cookies_are(reader: Client, photo: Any) -> None:
    reader.get(HOME)
    for person in (
        assets.user("editor", Role.EDITOR),
        assets.user("boss", is_superuser=True),
        assets.user("nobody-yet"),
    ):
        staff = Client(headers={"User-Agent": BROWSER})
        staff.force_login(person)
        assert staff.get(HOME).status_code == 200
        staff.get(f"/media/{photo.uuid}/original")
    assert views() == 1
    partner = press.signed_in(press.organisation())
    assert partner.get(HOME, headers={"User-Agent": BROWSER}).status_code == 200
    reader.cookies["sessionid"] = "made-up"
    reader.get(HOME)
    assert views() == 3


def test_previews_are_not_counted(homes: Any) -> None:
    boss = Client(headers={"User-Agent": BROWSER})
    boss.force_login(assets.user("boss", is_superuser=True, is_staff=True))
    request = boss.get(f"/admin/pages/{homes['vi'].pk}/edit/").wsgi_request
    assert homes["vi"].make_preview_request(original_request=request).status_code == 200
    assert homes["vi"].make_preview_request().status_code == 200
    assert counted() == []


def test_odd_requests_make_no_rows(reader: Client, photo: Any) -> None:
    reader.get(f"/en/images/?{'x' * 5000}")
    reader.get(f"/en/images/?q={'%00' * 20}")
    for number in range(30):
        reader.get(f"/en/images/?q={number}&utm_source={number}")
        reader.get(f"/en/page-{number}/")
        reader.get(f"/e{number}/images/")
        reader.get(f"/en/images/{photo.uuid}/", headers={"Accept-Language": f"x-{number}"})
        reader.get(f"/media/{photo.uuid}/original", headers={"Accept-Language": f"x-{number}, zz"})
    assert len(counted()) <= 3


# --- files -----------------------------------------------------------------------------------------------------------
def test_files_that_anybody_takes(reader: Client, photo: Any) -> None:
    address = f"/media/{photo.uuid}/original"
    first = reader.get(address, headers={"Accept-Language": "en"})
    assert first.status_code == 200
    reader.get(address, headers={"Accept-Language": "en", "Range": "bytes=0-"})
    assert counted() == [("file", str(photo.uuid), "en", 2)]
    assert set(DayViews.objects.values_list("province", flat=True)) == {photo.province_id}
    reader.get(address, headers={"Range": "bytes=100-"})
    reader.get(address, headers={"If-None-Match": first["ETag"]})
    reader.head(address)
    reader.get(address, headers={"DNT": "1"})
    reader.get(address, headers={"User-Agent": "Wget/1.24"})
    reader.get(f"/media/{photo.uuid}/small.jpg")  # to look at
    assert views() == 2


def test_what_partners_take_is_in_the_ledger_and_only_there(photo: Any) -> None:
    from press.models import Receipt

    press.terms_version()
    partner = press.signed_in(press.organisation())
    kit = press.kit([photo])
    assert partner.get(f"/media/{photo.uuid}/original", headers={"User-Agent": BROWSER}).status_code == 200
    archive = partner.get(f"/en/press/kits/{kit.slug}/download/", headers={"User-Agent": BROWSER})
    assert archive.status_code == 200
    assert Receipt.objects.count() == 2
    assert counted() == []


def test_the_archive_of_a_kit(reader: Client, photo: Any) -> None:
    kit = press.kit([photo])
    address = f"/en/press/kits/{kit.slug}/download/"
    answer = reader.get(address)
    assert answer.status_code == 200
    b"".join(answer)
    b"".join(reader.get(address, headers={"Range": "bytes=100-"}))
    b"".join(reader.get(address, headers={"If-None-Match": answer["ETag"]}))
    reader.head(address)
    assert counted() == [("archive", str(kit.uuid), "en", 1)]


def test_a_tally_that_is_full_stops_no_delivery(reader: Client, photo: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("measurement.readership.tally.ROWS_AT_MOST", 0)
    assert reader.get(f"/media/{photo.uuid}/original").status_code == 200
    assert reader.get(HOME).status_code == 200
    assert counted() == []


# --- keeping ---------------------------------------------------------------------------------------------------------
def row(day: date, **values: Any) -> DayViews:
    defaults = {"kind": "page", "key": "k", "language": "vi", "address": "/vi/", "views": 1}
    return DayViews.objects.create(day=day, **(defaults | values))


def test_days_are_kept_as_long_as_the_setting_says(settings: Any) -> None:
    settings.VIEWS_KEEP_YEARS = 3
    kept = row(date(2023, 2, 28))
    row(date(2023, 2, 27))
    assert first_kept(date(2026, 2, 28)) == date(2023, 2, 28) and first_kept(date(2028, 2, 29)) == date(2025, 2, 28)
    assert forget(date(2026, 2, 28)) == 1
    assert list(DayViews.objects.all()) == [kept]


def test_the_command_deletes_them(capsys: Any) -> None:
    row(date(2001, 1, 1))
    call_command("forget_views")
    assert capsys.readouterr().out == "rows: 1\n" and not DayViews.objects.exists()


def test_nothing_of_a_reader_has_a_place_in_the_row() -> None:
    fields = {field.name for field in DayViews._meta.get_fields()}
    assert fields == {"id", "day", "kind", "key", "language", "province", "address", "views"}


def test_every_section_is_a_route() -> None:
    assert set(SECTIONS) <= {route.name for route in routes()}
    assert {200, 304} == middleware.ANSWERED
