"""Projects that call for investment: what readers are told of them, and how they find them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from promotion.models import OpportunityIndexPage, OpportunityPage
from provinces.models import Sector
from tests.media_library import factories as assets
from tests.promotion import documents, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(homes: Any) -> Any:
    factories.opportunity_list(homes["vi"])
    return factories.profile(homes["vi"])


def titles(client: Any, **asked: str) -> list[str]:
    document = documents.parse(client.get("/vi/dau-tu/", asked))
    return [" ".join(heading.text_content().split()) for heading in document.xpath("//main//article//h3")]


def in_days(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


def test_a_page_tells_what_an_investor_asks_for(client: Any, profile: Any) -> None:
    factories.opportunity(profile, size_from=40, size_to=60, deadline=in_days(30), land_ha="12.5")
    text = documents.text_of(client.get("/vi/quang-ninh/du-an-1/"))
    for words in ("40–60", "12,5 ha", "Nghị quyết 01/NQ-HĐND", "Trần Thị Mai", "Đất sạch ở Vân Đồn"):
        assert words in text
    (block,) = [
        block
        for block in documents.structured(documents.parse(client.get("/vi/quang-ninh/du-an-1/")))
        if block["@type"] == "WebPage"
    ]
    assert block["about"]["@type"] == "Project" and block["expires"] == in_days(30).isoformat()


def test_sizes_are_written_in_the_readers_way(profile: Any) -> None:
    from django.utils import translation

    from promotion.selectors.opportunities import size_words

    page = OpportunityPage(size_from=1200, size_to=1500, currency="VND")
    with translation.override("en"):
        assert size_words(page) == "1,200–1,500 billion dong"
        assert size_words(OpportunityPage(size_from="8.5")) == "8.5 million US dollars"
        assert size_words(OpportunityPage()) == ""
    for code, words in (("ja", "1.2兆–1.5兆ドン"), ("ko", "1.2조–1.5조 동"), ("zh-hans", "1.2万亿–1.5万亿越南盾")):
        with translation.override(code):
            assert size_words(page) == words
    with translation.override("ja"):
        assert size_words(OpportunityPage(size_from="8.5")) == "850万米ドル"


def test_a_past_deadline_closes_calmly(client: Any, profile: Any) -> None:
    page = factories.opportunity(profile, deadline=in_days(-1))
    assert page.is_lapsed
    document = documents.parse(client.get("/vi/quang-ninh/du-an-1/"))
    assert document.xpath("//main//span[contains(@class,'status--lapsed')]")
    assert not documents.parse(client.get("/vi/quang-ninh/")).xpath("//*[@id='opportunities']")
    factories.opportunity(profile, 2, deadline=in_days(0))
    assert titles(client, status="open") == ["Dự án số 2"]
    assert titles(client, status="closed") == ["Dự án số 1"]


@pytest.mark.parametrize(
    ("state", "offered"),
    [("approved", True), ("draft", False), ("in_review", False), ("withdrawn", False), ("licence_expired", False),
     ("internal", False), ("press_only", False), ("embargoed", False)],
)  # fmt: skip
def test_a_brief_is_offered_only_where_the_reader_may_take_it(
    client: Any, profile: Any, state: str, offered: bool
) -> None:
    brief = assets.in_state(state, kind="document") if state != "approved" else assets.approved(kind="document")
    factories.opportunity(profile, brief=brief)
    html = client.get("/vi/quang-ninh/du-an-1/").content.decode()
    assert (f"/media/{brief.uuid}/original" in html) is offered
    assert (str(brief.uuid) in html) is offered


def test_the_list_is_narrowed_and_ordered(client: Any, homes: Any, profile: Any) -> None:
    other = factories.profile(homes["vi"], "52")
    fisheries = Sector.objects.get(slug="fisheries")
    factories.opportunity(profile, 1, size_from=5, deadline=in_days(90))
    factories.opportunity(profile, 2, size_from=300, deadline=in_days(10), sector=fisheries)
    factories.opportunity(other, 3, size_from=1300, currency="VND", status="talks")  # 50 million dollars
    factories.opportunity(other, 4, size_from=8, size_to=60, status="closed")
    one, two, three, four = (f"Dự án số {number}" for number in (1, 2, 3, 4))
    assert titles(client) == [two, one, three, four]
    assert titles(client, order="size") == [two, four, three, one]
    assert titles(client, province="gia-lai") == [three, four]
    assert titles(client, sector="fisheries") == [two]
    assert titles(client, status="talks") == [three]
    assert titles(client, size="to-10") == [one, four]
    assert titles(client, size="10-50") == [four]
    assert titles(client, size="50-200") == [three, four]
    assert titles(client, size="from-200") == [two]
    assert titles(client, size="nonsense", order="'", page="-1") == [two, one, three, four]


def test_an_empty_list_leads_on(client: Any, profile: Any) -> None:
    document = documents.parse(client.get("/vi/dau-tu/"))
    assert document.xpath("//div[@class='empty']//a/@href") == ["/vi/tinh-thanh-pho/"]
    factories.opportunity(profile)
    document = documents.parse(client.get("/vi/dau-tu/", {"status": "taken"}))
    assert document.xpath("//div[@class='empty']//a/@href") == ["/vi/dau-tu/"]
    assert document.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]


def test_the_number_of_queries_is_constant(client: Any, homes: Any, photo: Any, profile: Any) -> None:
    sector = factories.sector_page(profile)

    def asked() -> list[int]:
        counts = []
        for path in ("/vi/dau-tu/", "/vi/quang-ninh/", sector.get_url(), "/vi/quang-ninh/du-an-1/"):
            client.get(path)  # what stands around every page is kept until the site changes
            cache.clear()
            client.get("/vi/cau-chuyen/")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counts.append(len(queries))
        return counts

    brief = assets.approved(kind="document")
    for number in (1, 2, 3):
        factories.opportunity(profile, number, hero=photo, brief=brief)
    few = asked()
    for number in range(4, 8):
        factories.opportunity(profile, number, hero=assets.approved(), brief=brief)
    assert asked() == few


def test_facts_are_the_same_in_every_language(client: Any, profile: Any) -> None:
    factories.translated(profile, "en", title="Quang Ninh")
    page = factories.opportunity(profile)
    english = factories.translated(page, "en", title="Project one")
    page.status, page.size_from = "taken", 77
    page.save_revision().publish()
    english.refresh_from_db()
    assert (english.status, english.size_from) == ("taken", 77)
    draft = english.get_latest_revision_as_object()  # still knows the old status
    draft.title = "Project number one"
    draft.save_revision().publish()
    english.refresh_from_db()
    assert (english.title, english.status) == ("Project number one", "taken")


def test_a_translator_sees_the_facts_but_cant_change_them(client: Any, profile: Any) -> None:
    factories.translated(profile, "en", title="Quang Ninh")
    english = factories.translated(factories.opportunity(profile, status="talks"), "en", title="Project one")
    client.force_login(assets.user("boss", is_superuser=True, is_staff=True))
    form = client.get(f"/admin/pages/{english.pk}/edit/").context["form"]
    assert form.fields["status"].disabled and form.fields["brief"].disabled and not form.fields["lead"].disabled
    assert form["status"].value() == "talks"


def test_a_range_must_be_one(homes: Any, profile: Any) -> None:
    form_class = OpportunityPage.get_edit_handler().get_form_class()
    for sizes, wrong in (({"size_to": "5"}, "size_from"), ({"size_from": "9", "size_to": "5"}, "size_to")):
        streams = {f"{name}-count": "0" for name in ("legal_basis", "body", "contacts")}
        form = form_class(sizes | streams, instance=OpportunityPage(locale=homes["vi"].locale), parent_page=profile)
        assert wrong in form.errors


def test_it_is_found_by_its_words(client: Any, profile: Any) -> None:
    factories.opportunity(profile, title="Bến du thuyền Tuần Châu", lead="Chỗ neo cho thuyền buồm")
    for words in ("ben du thuyen", "thuyen buom", "cau cang noi"):
        assert "Bến du thuyền Tuần Châu" in documents.text_of(client.get("/vi/search/", {"q": words})), words


def test_the_navigation_leads_to_the_list_where_there_is_one(client: Any, homes: Any) -> None:
    assert "/vi/dau-tu/" not in client.get("/vi/").content.decode()
    factories.opportunity_list(homes["vi"])
    document = documents.parse(client.get("/vi/"))
    assert document.xpath("//header//nav//a[@href='/vi/dau-tu/']")
    assert OpportunityIndexPage.objects.count() == 1
