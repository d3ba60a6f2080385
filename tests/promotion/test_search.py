"""Finding pages: folded words, former names, and always the version that serves the reader."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from locales.search.rebuilding import rebuild
from promotion.search.index import PAGE_INDEX
from promotion.search.selectors import search_pages
from tests.media_library import factories as assets
from tests.promotion import documents, factories


@pytest.fixture
def gia_lai(homes: Any) -> Any:
    return factories.profile(homes["vi"], "52")


def titles(words: str, lang: str = "vi") -> list[str]:
    return [page.title for page in search_pages(words, lang).pages]


def test_former_name_finds_todays_province(gia_lai: Any) -> None:
    factories.story(gia_lai)
    factories.translated(gia_lai, "en", title="Gia Lai, in English")
    assert set(titles("Bình Định")) == {"Gia Lai", "Chuyến xe ra cảng số 1"}
    assert titles("Bình Định")[0] == "Gia Lai"
    assert titles("binh dinh", "en")[0] == "Gia Lai, in English"


def test_marks_and_case_make_no_difference(gia_lai: Any) -> None:
    factories.story(gia_lai, lead="Kho rang đã sáng đèn.")
    assert titles("KHO RANG DA SANG DEN") == ["Chuyến xe ra cảng số 1"]


def test_running_text_is_found(gia_lai: Any) -> None:
    factories.story(gia_lai, body=factories.body())
    assert titles("xe chở cà phê") == ["Chuyến xe ra cảng số 1"]
    assert titles("Niên giám thống kê") == ["Chuyến xe ra cảng số 1"]


def test_found_in_one_language_given_in_the_readers(gia_lai: Any) -> None:
    story = factories.story(gia_lai)
    factories.translated(gia_lai, "en", title="Gia Lai")
    factories.translated(story, "en", title="The morning truck")
    assert titles("chuyến xe", "en") == ["The morning truck"]
    assert titles("morning truck", "vi") == ["Chuyến xe ra cảng số 1"]


def test_own_language_stands_first(gia_lai: Any) -> None:
    factories.story(gia_lai, 1, lead="Bình Định")
    factories.translated(gia_lai, "en", title="Gia Lai, in English")
    assert titles("Bình Định", "en")[0] == "Gia Lai, in English"


def test_draft_and_unpublished_are_not_found(gia_lai: Any) -> None:
    story = factories.story(gia_lai)
    story.title = "Bản nháp chưa duyệt"
    story.save_revision()
    assert titles("bản nháp") == []
    story.unpublish()
    assert titles("chuyến xe") == []


def test_deleted_pages_leave_the_index(gia_lai: Any) -> None:
    pk = factories.story(gia_lai).pk
    gia_lai.delete()
    assert pk not in [found for found, _score in PAGE_INDEX.ranked("chuyến xe", 10)]
    assert titles("Bình Định") == []


def test_moved_page_belongs_to_its_new_province(homes: Any, gia_lai: Any) -> None:
    other = factories.profile(homes["vi"], "22")
    story = factories.story(gia_lai)
    story.move(other, pos="last-child")
    story.refresh_from_db()
    assert story.province_id == other.province_id
    assert "Chuyến xe ra cảng số 1" not in titles("Bình Định")
    assert "Chuyến xe ra cảng số 1" in titles("Quảng Ninh")


def test_rebuild(gia_lai: Any) -> None:
    PAGE_INDEX.clear()
    assert titles("Gia Lai") == []
    assert rebuild("page_search") == 13
    assert "Gia Lai" in titles("Gia Lai")


def test_page_of_results(client: Any, gia_lai: Any) -> None:
    photo = assets.approved(of=gia_lai.province, title_vi="Ghềnh Ráng")
    factories.story(gia_lai, hero=photo)
    response = client.get("/vi/search/", {"q": "Bình Định"})
    assert response.status_code == 200
    document = documents.parse(response)
    assert documents.problems(document) == []
    assert f"/vi/images/{photo.uuid}/" in document.xpath("//ul[@class='rows']//a/@href")
    assert "/vi/gia-lai/" in document.xpath("//ul[@class='hits']//a/@href")
    assert document.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]


def test_nonsense_is_answered_calmly(client: Any, gia_lai: Any) -> None:
    for words in ("", " ", '"', "\x00", "a" * 9000, "<b>", "AND OR NOT", "*", "(", "😀", "' --"):
        for page in ("1", "x"):
            assert client.get("/vi/search/", {"q": words, "page": page}).status_code == 200


def test_many_results_are_paged(gia_lai: Any, homes: Any) -> None:
    for number in range(14):
        factories.story(gia_lai, number)
    first, second = search_pages("chuyến xe", "vi", 1), search_pages("chuyến xe", "vi", "2")
    assert (len(first.pages), len(second.pages), first.pager.total) == (12, 2, 14)
    assert not {page.pk for page in first.pages} & {page.pk for page in second.pages}


# --- how hits are shown -----------------------------------------------------------------------------------------
def test_hits_show_the_passage_with_the_words_marked(client: Any, gia_lai: Any) -> None:
    factories.story(gia_lai, lead="Kho rang <đã> sáng đèn từ sớm.")
    document = documents.parse(client.get("/vi/search/", {"q": "sang den"}))
    (excerpt,) = document.xpath("//ul[@class='hits']/li//p[mark]")
    assert excerpt.text_content() == "Kho rang <đã> sáng đèn từ sớm."
    assert excerpt.xpath("./mark/text()") == ["sáng đèn"]


def test_a_passage_in_another_language_carries_its_lang(client: Any, gia_lai: Any) -> None:
    story = factories.story(gia_lai, lead="Kho rang đã sáng đèn từ sớm, khi xe chở cà phê rời khỏi làng về phía cảng.")
    factories.translated(gia_lai, "en", title="Gia Lai")
    factories.translated(story, "en", title="The morning truck", lead="")
    document = documents.parse(client.get("/en/search/", {"q": "sang den"}))
    (excerpt,) = document.xpath("//ul[@class='hits']/li//p[mark]")
    assert excerpt.get("lang") == "vi"
    assert document.xpath("//ul[@class='hits']//h3/a/text()") == ["The morning truck"]


def test_an_english_keyword_finds_the_picture(client: Any, gia_lai: Any) -> None:
    photo = assets.approved(of=gia_lai.province, title_vi="Sương sớm", keywords="hành hương, pilgrimages")
    for address in ("/en/search/", "/en/images/"):
        document = documents.parse(client.get(address, {"q": "pilgrimage"}))
        assert document.xpath("//ul[@class='rows']/li/a/@href") == [f"/en/images/{photo.uuid}/"]
        assert document.xpath("//ul[@class='rows']//mark/text()") == ["pilgrimages"]


def test_did_you_mean(client: Any, gia_lai: Any) -> None:
    assets.approved(of=gia_lai.province, title_vi="Đèn lồng", keywords="lantern")
    document = documents.parse(client.get("/en/search/", {"q": "lantrens"}))
    assert "lantern" in document.xpath("//p[@class='correction']/strong/text()")
    assert document.xpath("//ul[@class='rows']//mark/text()") == ["lantern"]
    document = documents.parse(client.get("/en/images/", {"q": "lantrens"}))
    assert document.xpath("//p[@class='correction']/a/@href") == ["?q=lantern"]
    assert not documents.parse(client.get("/en/search/", {"q": "zzzzzz"})).xpath("//p[@class='correction']")


def test_suggestions(client: Any, gia_lai: Any) -> None:
    assets.approved(of=gia_lai.province, title_vi="Đèn lồng trên phố", keywords="lantern, lantern street")
    factories.translated(gia_lai, "en", title="Gia Lai")

    def suggested(words: str, lang: str = "en", **more: str) -> list[tuple[str, str]]:
        answer = client.get(f"/{lang}/search/suggest/", {"q": words, **more})
        assert answer.headers["Content-Type"] == "application/json"
        return [(one["text"], one["lang"]) for one in answer.json()["suggestions"]]

    assert suggested("lant")[:2] == [("lantern", "en"), ("lantern street", "en")]
    assert ("Đèn lồng trên phố", "vi") in suggested("den lo", "vi")
    assert ("Bình Định", "") in suggested("binh d", "vi")
    assert ("Bình Định", "") in suggested("binh d", "vi", **{"in": "images"})
    for words in ("", "l", "zz", "\x00", "…", "'" * 500, "a" * 5000):
        assert suggested(words) == []


def test_the_number_of_queries_is_constant(client: Any, gia_lai: Any) -> None:
    def asked(words: str) -> int:
        client.get("/vi/search/")  # what stands around every page is kept until the site changes
        with CaptureQueriesContext(connection) as queries:
            client.get("/vi/search/", {"q": words})
            client.get("/vi/search/suggest/", {"q": words})
        return len(queries)

    photos = [assets.approved(of=gia_lai.province, title_vi=f"Chuyến xe {number}") for number in range(2)]
    for number in range(2):
        factories.story(gia_lai, number, hero=photos[0])
    asked("chuyến xe")
    few = asked("chuyen xe")
    for number in range(2, 7):
        factories.story(gia_lai, number, hero=assets.approved(of=gia_lai.province, title_vi=f"Chuyến xe {number}"))
    assert asked("CHUYEN XE") <= few
