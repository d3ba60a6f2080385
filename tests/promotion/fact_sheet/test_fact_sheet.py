"""The sheet: two pages in every language, from public data only, made once and again when something changes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from pypdf import PdfReader
from wagtail.models import Locale, PageViewRestriction

from locales.registry import LANGUAGES
from locales.selectors import forget_enabled_locales
from media_library import services
from promotion.fact_sheet import store
from promotion.fact_sheet.content import FactSheet, fact_sheet_of
from promotion.models import ProvincePage
from provinces.models import Indicator, Observation
from tests.media_library import factories as assets
from tests.promotion import factories

pytestmark = pytest.mark.django_db

HOSTILE = '#import "@preview/x" #read("/etc/passwd") $a_b$ *b* _c_ [d] `e` @f <g> \\ // /* = h " \' #panic()'


def opened(document: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(document))


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def words_in(document: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in opened(document).pages).split())


def sheet_of(page: ProvincePage, lang: str = "vi") -> FactSheet:
    found = fact_sheet_of(page.province, lang)
    assert found is not None
    return found


def typeset(page: ProvincePage, lang: str = "vi") -> bytes:
    with translation.override(lang):
        return store.typeset(sheet_of(page, lang))


def digest(page: ProvincePage, lang: str = "vi") -> str:
    with translation.override(lang):
        return sheet_of(page, lang).digest


def observe(code: str, indicator: str, value: float, year: int, **values: Any) -> Observation:
    return Observation.objects.create(
        **{
            "province": assets.province(code),
            "indicator": Indicator.objects.get(code=indicator),
            "period_label": str(year),
            "period_start": f"{year}-01-01",
            "period_end": f"{year}-12-31",
            "value": value,
            "source_vi": "Niên giám thống kê",
            "source_en": "Statistical yearbook",
        }
        | values
    )


@pytest.fixture
def every_language(homes: Any) -> Any:
    for code in LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    forget_enabled_locales()
    return homes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_tagged_pages_in_every_language(every_language: Any, lang: str) -> None:
    page = factories.profile(every_language["vi"])
    observe("22", "grdp", 312_500, 2025)
    made = opened(typeset(page, lang))
    root: Any = made.trailer["/Root"]
    assert len(made.pages) == 2
    assert str(root["/Lang"]).startswith(lang.split("-")[0])
    assert "/StructTreeRoot" in root
    assert made.metadata is not None and made.metadata.title
    assert made.xmp_metadata is not None
    assert b"pdfuaid:part" in made.xmp_metadata.stream.get_data()
    for leaf in made.pages:
        for font in leaf["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "Typeset" in font.get_object()["/BaseFont"], "only what is shipped, on a bare machine too"


def test_it_says_what_the_profile_says(homes: Any) -> None:
    page = factories.profile(homes["vi"], "52", known_for=[{"type": "known_for", "value": {"title": "Cà phê đất đỏ"}}])
    observe("52", "grdp", 312_500, 2025, published_on="2026-03-29")
    said = words_in(typeset(page))
    for expected in ("Gia Lai", "Nơi rừng gặp biển", "Cà phê đất đỏ", "21.577", "312.500", "Niên giám thống kê"):
        assert expected in said
    assert "29/3/2026" in said.replace("29/03/2026", "29/3/2026")
    assert "+84 269 382 1234" in said
    assert f"{timezone.localdate().year}" in said


def test_former_units_keep_a_table_of_their_own(homes: Any) -> None:
    page = factories.profile(homes["vi"], "52")
    observe("52", "grdp", 100, 2025)
    former = page.province.predecessors.get(slug__startswith="binh-dinh")
    observe("52", "grdp", 55_555, 2024, province=former)
    with translation.override("vi"):
        data = sheet_of(page).figures.data(definition=200, former=10)
    own = [row["value"]["text"] for row in data["figures"] if "GRDP" in row["label"]["text"]]
    assert own == ["100"]
    assert [row["value"]["text"] for row in data["former"]] == ["55.555"]
    assert "Bình Định" in data["former"][0]["territory"]["text"]
    assert data["merger"] is not None


def test_text_is_data_and_never_markup(homes: Any) -> None:
    page = factories.profile(
        homes["vi"],
        title=f"Q {HOSTILE}"[:200],
        slug="hostile",
        tagline=HOSTILE,
        introduction=f"<p>{HOSTILE.replace('<', '&lt;')} ‮ قلب العالم 🌊</p><p>{'W' * 900}</p>",
        known_for=[{"type": "known_for", "value": {"title": "x" * 80, "text": "y" * 400}}] * 6,
    )
    made = typeset(page)
    assert len(opened(made).pages) == 2
    said = words_in(made)
    assert '#read("/etc/passwd")' in said
    assert "root:" not in said


@pytest.mark.parametrize("lang", ["vi", "km"])
def test_the_huge_stays_at_two_pages(every_language: Any, lang: str) -> None:
    contacts = [{"type": "contact", "value": factories.contact() | {"organisation": "Trung tâm " * 16}}] * 4
    page = factories.profile(
        every_language["vi"],
        "52",
        introduction="<p>" + "Một tỉnh nối liền rừng và biển. " * 200 + "</p>",
        known_for=[{"type": "known_for", "value": {"title": "Cà phê " * 10, "text": "Đất đỏ " * 55}}] * 6,
        contacts=contacts,
    )
    for indicator in Indicator.objects.all():
        indicator.definition_vi = indicator.definition_en = "Tổng giá trị tăng thêm. " * 20
        indicator.save()
        observe("52", indicator.code, 123_456_789, 2025, is_illustrative=True, source_vi="Nguồn " * 40)
        for former in page.province.predecessors.all():
            observe("52", indicator.code, 23_456_789, 2023, province=former)
    assert len(opened(typeset(page, lang)).pages) == 2


# --- serving -----------------------------------------------------------------------------------------------
def test_the_reader_gets_the_file_and_the_link(client: Client, homes: Any) -> None:
    page = factories.profile(homes["vi"])
    address = f"/vi/fact-sheets/{page.province.slug}.pdf"
    assert address in client.get(page.url).content.decode()
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Language"] == "vi"
    assert answer["Cache-Control"].startswith("public, no-cache")
    assert body_of(answer).startswith(b"%PDF")
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.head(address).status_code == 200


class Queue:
    """One that nobody works on yet."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, str]] = []

    def enqueue(self, province_id: int, lang: str) -> None:
        self.asked.append((province_id, lang))


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    waiting = Queue()
    monkeypatch.setattr("promotion.tasks.make_fact_sheet", waiting)
    return waiting


def test_while_it_is_made_a_page_says_so_and_looks_again(client: Client, homes: Any, queue: Queue) -> None:
    page = factories.profile(homes["vi"], tagline="Chưa ai làm")
    address = f"/vi/fact-sheets/{page.province.slug}.pdf"
    answer = client.get(address)
    assert answer.status_code == 202
    assert answer["Retry-After"] == "3"
    assert answer["Refresh"] == f"3; url={address}?tried=1"
    assert "no-store" in answer["Cache-Control"]
    assert f'href="{address}?tried=1"' in answer.content.decode()
    last = client.get(f"{address}?tried=20")
    assert last.status_code == 202
    assert not last.has_header("Refresh")
    for nonsense in ("-1", "x", "9" * 400, "²"):
        assert client.get(address, {"tried": nonsense}).status_code == 202


def test_it_stands_in_the_queue_once(client: Client, homes: Any, queue: Queue) -> None:
    page = factories.profile(homes["vi"], tagline="Nhiều người hỏi")
    for _time in range(3):
        client.get(f"/vi/fact-sheets/{page.province.slug}.pdf")
    assert queue.asked == [(page.province_id, "vi")]


@pytest.mark.parametrize("address", ["/vi/fact-sheets/nowhere.pdf", "/vi/fact-sheets/cao-bang.pdf"])
def test_a_province_without_a_public_profile_has_none(client: Client, homes: Any, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_unpublished_page_or_language_is_on_no_sheet(client: Client, homes: Any) -> None:
    page = factories.profile(homes["vi"], tagline="Bản tiếng Việt")
    english = factories.translated(page, "en", live=False, title="Quang Ninh", tagline="Unpublished words")
    address = f"/en/fact-sheets/{page.province.slug}.pdf"
    said = words_in(body_of(client.get(address)))
    assert "Unpublished words" not in said and "Bản tiếng Việt" in said
    english.get_latest_revision().publish()
    said = words_in(body_of(client.get(address)))
    assert "Unpublished words" in said
    for one in ProvincePage.objects.all():
        one.unpublish()
    for lang in ("vi", "en"):
        assert client.get(f"/{lang}/fact-sheets/{page.province.slug}.pdf").status_code == 404
    assert store.make(page.province_id, "en") == ""


def test_nor_is_one_that_only_some_may_read(client: Client, admin_client: Client, homes: Any) -> None:
    page = factories.profile(homes["vi"])
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    for asker in (client, admin_client):
        assert asker.get(f"/vi/fact-sheets/{page.province.slug}.pdf").status_code == 404


def test_the_picture_is_one_that_the_public_may_pass_on(client: Client, homes: Any) -> None:
    photo = assets.approved(alt_text_vi="Thuyền trong vịnh", credit_line="Ảnh: Sở Du lịch")
    page = factories.profile(homes["vi"], hero=photo)
    with translation.override("vi"):
        with_it = sheet_of(page)
    assert with_it.banner is not None
    assert "Ảnh: Sở Du lịch" in words_in(typeset(page))
    services.withdraw(photo, actor=None, reason="Sai người")
    with translation.override("vi"):
        without = sheet_of(page)
    assert without.banner is None
    assert without.digest != with_it.digest, "the stored file of before is given to nobody any more"


@pytest.mark.parametrize("state", ["draft", "embargoed", "press_only", "internal", "licence_expired", "withdrawn"])
def test_no_other_picture_is_on_it(homes: Any, state: str) -> None:
    page = factories.profile(homes["vi"], hero=assets.in_state(state))
    with translation.override("vi"):
        assert sheet_of(page).banner is None


def test_it_is_made_again_when_anything_in_it_changes(homes: Any) -> None:
    page = factories.profile(homes["vi"])
    seen = [digest(page)]
    assert digest(page) == seen[0], "and only then"
    figure = observe("22", "grdp", 312_500, 2025)
    seen.append(digest(page))
    figure.value = 312_501
    figure.save()
    seen.append(digest(page))
    page.tagline = "Khác"
    page.save_revision().publish()
    seen.append(digest(page))
    seen.append(digest(page, "en"))
    assert len(set(seen)) == len(seen)


def test_sheets_of_before_are_thrown_away(homes: Any) -> None:
    page = factories.profile(homes["vi"])
    first = store.make(page.province_id, "vi")
    observe("22", "grdp", 312_500, 2025)
    second = store.make(page.province_id, "vi")
    storage = storages["private"]
    assert first != second
    assert storage.exists(second) and not storage.exists(first)
    assert store.make(page.province_id, "vi") == second, "made once"


def test_asking_costs_the_same_however_much_there_is(client: Client, homes: Any) -> None:
    page = factories.profile(homes["vi"], "52")
    address = f"/vi/fact-sheets/{page.province.slug}.pdf"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for indicator in Indicator.objects.all():
        for year in range(2020, 2026):
            observe("52", indicator.code, year, year)
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)


def test_sizes_of_the_shipped_fonts() -> None:
    from promotion.typeset.engine import FONTS

    assert sum(path.stat().st_size for path in FONTS.glob("*.?tf")) <= 5_000_000
    assert (FONTS / "OFL.txt").exists()
