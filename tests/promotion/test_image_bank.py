"""Searching pictures, and the page of one picture."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from media_library.models import DigitalSourceType
from promotion.image_bank import views
from provinces.models import Sector
from provinces.selectors import province_by_slug
from tests.media_library import factories as assets
from tests.promotion import documents


def shown(response: Any) -> set[str]:
    links = documents.parse(response).xpath("//ul[@class='rows']/li/a/@href")
    return {link.strip("/").split("/")[-1] for link in links}


@pytest.fixture
def hanoi(homes: Any) -> Any:
    return assets.approved(of=assets.province("01"), data=assets.jpeg(600, 900), title_vi="Phố cổ mùa thu")


def test_lists_newest_first(client: Any, homes: Any, photo: Any, hanoi: Any) -> None:
    response = client.get("/vi/images/")
    assert shown(response) == {str(photo.uuid), str(hanoi.uuid)}
    links = documents.parse(response).xpath("//ul[@class='rows']/li/a/@href")
    assert links[0] == f"/vi/images/{hanoi.uuid}/"


def test_filters(client: Any, homes: Any, photo: Any, hanoi: Any) -> None:
    hanoi.sectors.set([Sector.objects.get(slug="tourism")])
    hanoi.save(update_fields=["sectors"])
    for query in ("province=hanoi", "province=01", "orientation=portrait", "sector=tourism", "q=pho+co", "q=PHỐ+CỔ"):
        assert shown(client.get(f"/vi/images/?{query}")) == {str(hanoi.uuid)}, query
    assert len(shown(client.get(f"/vi/images/?licence={photo.licence.code}"))) == 2
    assert shown(client.get("/vi/images/?province=hanoi&orientation=landscape")) == set()


def test_choice_is_kept_in_the_form(client: Any, homes: Any, hanoi: Any) -> None:
    document = documents.parse(client.get("/vi/images/?province=hanoi&q=ph%E1%BB%91"))
    assert document.xpath("//select[@name='province']/option[@selected]/@value") == ["hanoi"]
    assert document.xpath("//main//input[@name='q']/@value") == ["phố"]


def test_former_province_leads_to_its_successor(client: Any, homes: Any) -> None:
    now = province_by_slug("gia-lai")
    assert now is not None
    photo = assets.approved(of=now)
    former = now.predecessors.exclude(slug__startswith="gia-lai").get()
    response = client.get(f"/en/images/?province={former.slug}")
    assert shown(response) == {str(photo.uuid)}
    assert "Binh Dinh" in documents.parse(response).xpath("//p[contains(@class,'notice--inline')]")[0].text_content()
    assert shown(client.get("/vi/images/?q=bình+định")) == {str(photo.uuid)}


NONSENSE = (
        "page=0", "page=-1", "page=abc", "page=99999999999999999999", "page=٣", "page=1e3", "page=", "page=%00",
        "province=nowhere", "province=%00", "province=" + "x" * 500, "sector='--", "sector=<script>alert(1)</script>",
        "orientation=diagonal", "licence=%F0%9F%98%80", "q=%00%01", "q=" + "a" * 5000, "q=%22", 'q="a" AND (b OR',
        "q=*", "q=%25_%25", "q=%ED%A0%80", "q=&q=&province=hanoi&province=hue", "page=2&page=1", "=&&;",
)  # fmt: skip


def test_nonsense_is_answered_calmly(client: Any, homes: Any, photo: Any) -> None:
    for query in NONSENSE:
        response = client.get(f"/en/images/?{query}")
        assert (query, response.status_code) == (query, 200)
        assert documents.problems(documents.parse(response)) == []
        assert "<script>alert" not in response.content.decode()


def test_unknown_value_is_named(client: Any, homes: Any, photo: Any) -> None:
    response = client.get("/en/images/?province=atlantis&orientation=diagonal")
    remarks = documents.parse(response).xpath("//p[contains(@class,'notice--inline')]")
    assert ["atlantis" in remarks[0].text_content(), "diagonal" in remarks[1].text_content()] == [True, True]
    assert shown(response) == {str(photo.uuid)}


def test_pages(client: Any, homes: Any, photo: Any, hanoi: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 1)
    first, second = (
        client.get("/vi/images/?licence=province-open"),
        client.get("/vi/images/?licence=province-open&page=2"),
    )
    assert shown(first) == {str(hanoi.uuid)}
    assert shown(second) == {str(photo.uuid)}
    assert documents.parse(first).xpath("//a[@rel='next']/@href") == ["?licence=province-open&page=2"]
    assert documents.parse(second).xpath("//a[@rel='prev']/@href") == ["?licence=province-open&page=1"]
    assert shown(client.get("/vi/images/?page=7")) == {str(photo.uuid)}
    assert documents.canonical(documents.parse(client.get("/vi/images/?page=2"))).endswith("/vi/images/?page=2")


def test_a_long_answer_is_not_counted_to_its_end(
    client: Any, homes: Any, photo: Any, hanoi: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assets.approved(title_en="Third")
    monkeypatch.setattr("media_library.selectors.COUNTED_AT_MOST", 2)
    monkeypatch.setattr(views, "PER_PAGE", 1)
    pages = [client.get(f"/en/images/?page={number}") for number in (1, 2, 3)]
    assert [documents.parse(page).xpath("string(//p[contains(@class, 'count-line')])") for page in pages] == [
        "More than 2 items"
    ] * 3
    assert "Page 2 of 2" in pages[1].content.decode()
    assert shown(pages[2]) == shown(pages[1])
    words = client.get("/en/search/?q=third").content.decode()
    assert "1 picture<" in words
    assert "More than" not in words


def test_picture_page_says_all_one_needs(client: Any, homes: Any) -> None:
    former = province_by_slug("gia-lai").predecessors.exclude(slug__startswith="gia-lai").get()  # type: ignore[union-attr]
    photo = assets.approved(
        of=province_by_slug("gia-lai"),
        historic_province=former,
        place_vi="Quy Nhơn",
        place_en="Quy Nhon",
        taken_at=datetime(2019, 5, 4, 3, tzinfo=UTC),
        digital_source_type=DigitalSourceType.ALGORITHMIC,
    )
    response = client.get(f"/en/images/{photo.uuid}/")
    assert response.status_code == 200
    text = documents.text_of(response)
    for words in (
        photo.title_en, "Boats leave at dawn.", "Quy Nhon, Binh Dinh (now Gia Lai)", "May 4, 2019", "Nguyễn Văn A",
        "Ảnh: Sở VHTTDL", photo.licence.name_en, photo.licence.usage_terms_en, "900 × 600",
        "It is no photograph.", "Thuyền ra khơi lúc bình minh.", str(photo.uuid),
    ):  # fmt: skip
        assert words in text, words
    document = documents.parse(response)
    assert documents.problems(document) == []
    assert f"/media/{photo.uuid}/original" in document.xpath("//ul[@class='takes']//a/@href")
    assert document.xpath("//textarea[@readonly]/text()") == ["Ảnh: Sở VHTTDL"]
    assert document.xpath("//button[@data-copy]/@data-copy") == ["Ảnh: Sở VHTTDL"]
    assert document.xpath("//details[@class='wordings']/div/@lang") == ["vi"]


def test_picture_page_speaks_to_search_engines(client: Any, homes: Any, photo: Any) -> None:
    document = documents.parse(client.get(f"/ja/images/{photo.uuid}/"))
    blocks = {block["@type"]: block for block in documents.structured(document)}
    image = blocks["ImageObject"]
    assert image["creditText"] == "Ảnh: Sở VHTTDL"
    assert image["creator"] == {"@type": "Person", "name": "Nguyễn Văn A"}
    assert image["acquireLicensePage"].endswith(f"/images/{photo.uuid}/")
    assert image["license"].startswith("http")
    assert len(blocks["BreadcrumbList"]["itemListElement"]) == 3
    assert documents.canonical(document) == f"http://testserver/en/images/{photo.uuid}/"
    assert documents.alternates(document).keys() == {"vi", "en", "x-default"}


def test_withdrawn_picture_is_gone_and_says_why(client: Any, homes: Any) -> None:
    photo = assets.withdrawn()
    response = client.get(f"/vi/images/{photo.uuid}/")
    assert response.status_code == 410
    assert "Sai chú thích" in documents.text_of(response)
    assert documents.problems(documents.parse(response)) == []
    assert response["Cache-Control"] == "private, no-store"


def test_refused_picture_is_unknown(client: Any, homes: Any) -> None:
    for state in ("draft", "embargoed", "licence_expired", "consent_revoked", "internal", "press_only"):
        photo = assets.in_state(state)
        assert (state, client.get(f"/vi/images/{photo.uuid}/").status_code) == (state, 404)
    assert shown(client.get("/vi/images/")) == set()


def test_addresses_that_are_none(client: Any, homes: Any) -> None:
    assert client.get(f"/vi/images/{uuid.uuid4()}/").status_code == 404
    assert client.get("/vi/images/not-a-uuid/").status_code == 404
    assert client.post("/vi/images/").status_code == 405


def test_only_licences_in_use_are_offered(client: Any, homes: Any, photo: Any) -> None:
    assets.in_state("internal")
    document = documents.parse(client.get("/vi/images/"))
    assert document.xpath("//select[@name='licence']/option/@value") == ["", photo.licence.code]


def test_each_kind_is_found_and_counted(client: Any, homes: Any, photo: Any) -> None:
    others = {kind: assets.approved(kind=kind) for kind in ("video", "document", "graphic")}
    everything = documents.parse(client.get("/en/images/"))
    assert everything.xpath("//select[@name='kind']/option/@value") == ["", "photo", "video", "document", "graphic"]
    assert "4 items" in everything.xpath("//p[@class='count-line']")[0].text_content()
    for kind, asset in others.items() | {("photo", photo)}:
        response = client.get(f"/en/images/?kind={kind}")
        assert shown(response) == {str(asset.uuid)}
        assert documents.parse(response).xpath("//select[@name='kind']/option[@selected]/@value") == [kind]
    assert "1 video" in client.get("/en/images/?kind=video").content.decode()
    assert shown(client.get("/en/images/?kind=video&orientation=portrait")) == set()
    assert len(shown(client.get("/en/images/?kind=nonsense"))) == 4
    assert "nonsense" in client.get("/en/images/?kind=nonsense").content.decode()


def test_kinds_that_one_may_not_see_are_not_named(client: Any, homes: Any, photo: Any) -> None:
    assets.draft(kind="video")
    assets.in_state("press_only", kind="document")
    assert not documents.parse(client.get("/en/images/")).xpath("//select[@name='kind']")


def test_kinds_cost_no_more_questions(client: Any, homes: Any, photo: Any, django_assert_max_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get("/en/images/?x=1")
    with CaptureQueriesContext(connection) as captured:
        client.get("/en/images/?x=2")
        few = len(captured)
    for kind in ("video", "document", "graphic", "video", "document"):
        assets.approved(kind=kind)
    client.get("/en/images/?x=3")
    with django_assert_max_num_queries(few):
        client.get("/en/images/?x=4")
