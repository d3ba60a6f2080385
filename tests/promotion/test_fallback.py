"""A reader whose language lacks a page is offered the nearest one, and told."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from locales.models import LanguageSwitch
from tests.promotion import documents, factories


@pytest.fixture
def profile(homes: Any) -> Any:
    return factories.profile(homes["vi"])


@pytest.fixture
def english(profile: Any) -> Any:
    return factories.translated(profile, "en", title="Quang Ninh")


def test_vietnamese_serves_where_there_is_nothing_else(client: Any, profile: Any) -> None:
    response = client.get("/ja/quang-ninh/")
    assert response.status_code == 200
    document = documents.parse(response)
    (notice,) = document.xpath("//aside[contains(@class,'notice')]")
    assert "日本語" in notice.text_content()
    assert notice.xpath(".//span[@lang='vi']")[0].text == "Tiếng Việt"


def test_english_comes_before_vietnamese(client: Any, english: Any) -> None:
    document = documents.parse(client.get("/ja/quang-ninh/"))
    assert document.xpath("//main//h1")[0].get("lang") == "en"


def test_language_without_any_page_has_a_front_page(client: Any, english: Any) -> None:
    response = client.get("/fr/")
    assert response.status_code == 200
    links = documents.parse(response).xpath("//main//a/@href")
    assert "/fr/quang-ninh/" in links
    assert client.get("/fr/quang-ninh/").status_code == 200


def test_canonical_is_the_page_itself(client: Any, english: Any) -> None:
    document = documents.parse(client.get("/ja/quang-ninh/"))
    assert documents.canonical(document) == "http://testserver/en/quang-ninh/"


def test_alternates_name_only_what_is_really_there(client: Any, english: Any) -> None:
    for path in ("/vi/quang-ninh/", "/en/quang-ninh/", "/ja/quang-ninh/"):
        assert documents.alternates(documents.parse(client.get(path))) == {
            "vi": "http://testserver/vi/quang-ninh/",
            "en": "http://testserver/en/quang-ninh/",
            "x-default": "http://testserver/en/quang-ninh/",
        }


def test_no_notice_in_the_own_language(client: Any, english: Any) -> None:
    assert not documents.parse(client.get("/en/quang-ninh/")).xpath("//aside[contains(@class,'notice')]")


def test_address_of_another_language_leads_to_the_own(client: Any, profile: Any) -> None:
    factories.translated(profile, "en", title="Quang Ninh", slug="quang-ninh-province")
    response = client.get("/en/quang-ninh/")
    assert (response.status_code, response["Location"]) == (302, "/en/quang-ninh-province/")
    response = client.get("/ja/quang-ninh/")
    assert (response.status_code, response["Location"]) == (302, "/ja/quang-ninh-province/")
    kept = client.get("/ja/quang-ninh/?p=2&q=ha+long")
    assert kept["Location"] == "/ja/quang-ninh-province/?p=2&q=ha+long"


def test_draft_translation_is_not_offered(client: Any, profile: Any) -> None:
    factories.translated(profile, "en", live=False, title="Draft")
    response = client.get("/en/quang-ninh/")
    assert "Draft" not in response.content.decode()
    assert documents.alternates(documents.parse(response)).keys() == {"vi", "x-default"}


def test_unpublished_page_is_gone_everywhere(client: Any, english: Any, profile: Any) -> None:
    english.unpublish()
    profile.unpublish()
    assert [client.get(f"/{code}/quang-ninh/").status_code for code in ("vi", "en", "ja")] == [404, 404, 404]


def test_restricted_page_is_neither_listed_nor_served(client: Any, profile: Any) -> None:
    PageViewRestriction.objects.create(page=profile, restriction_type=PageViewRestriction.LOGIN)
    assert "/vi/quang-ninh/" not in client.get("/vi/").content.decode()
    assert client.get("/vi/quang-ninh/").status_code == 302
    assert client.get("/ja/quang-ninh/").status_code == 302


def test_switched_off_language_is_not_offered(client: Any, homes: Any, english: Any) -> None:
    LanguageSwitch.objects.update_or_create(locale=homes["en"].locale, defaults={"is_on": False})
    response = client.get("/vi/quang-ninh/")
    assert "/en/" not in response.content.decode()
    assert client.get("/en/quang-ninh/").status_code == 404


def test_switcher_leads_to_the_same_content(client: Any, english: Any) -> None:
    document = documents.parse(client.get("/vi/quang-ninh/"))
    panel = document.xpath("//details[contains(@class,'menu')][not(contains(@class,'menu--main'))]")[0]
    links = {link.get("hreflang"): link for link in panel.xpath(".//a")}
    assert links.keys() == {"vi", "en", "ja", "fr"}
    assert links["en"].get("href") == "/en/language/?to=/en/quang-ninh/"
    assert links["ja"].get("href") == "/ja/language/?to=/ja/quang-ninh/"
    assert "English" in links["ja"].text_content()
    response = client.get(links["ja"].get("href"))
    assert response["Location"] == "/ja/quang-ninh/"
    assert response.cookies["language"].value == "ja"


def test_switcher_leads_nowhere_else(client: Any, homes: Any) -> None:
    for target in ("https://evil.example/", "//evil.example/en/", "/en\\@evil.example", "", "javascript:x", "/vi/"):
        assert (target, client.get("/ja/language/", {"to": target})["Location"]) == (target, "/ja/")


def test_switcher_keeps_the_question(client: Any, homes: Any) -> None:
    document = documents.parse(client.get("/vi/images/?q=vịnh"))
    (link,) = document.xpath("//details//a[@hreflang='en']/@href")
    assert client.get(link)["Location"].startswith("/en/images/?q=v")


@pytest.mark.parametrize(
    ("headers", "cookie", "expected"),
    [
        ({}, "", "/vi/"),
        ({"Accept-Language": "ja,en;q=0.8"}, "", "/ja/"),
        ({"Accept-Language": "de"}, "", "/en/"),
        ({"Accept-Language": "ja"}, "en", "/en/"),
        ({"Accept-Language": "ja"}, "nonsense", "/ja/"),
    ],
)
def test_root(client: Any, homes: Any, headers: dict[str, str], cookie: str, expected: str) -> None:
    if cookie:
        client.cookies["language"] = cookie
    response = client.get("/", headers=headers)
    assert (response.status_code, response["Location"]) == (302, expected)
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}


def test_lists_give_each_content_once_in_the_best_language(client: Any, homes: Any, profile: Any) -> None:
    story = factories.story(profile)
    factories.story(profile, 2)
    factories.translated(profile, "en", title="Quang Ninh")
    factories.translated(story, "en", title="The truck")
    text = documents.text_of(client.get("/ja/"))
    assert "The truck" in text
    assert "Chuyến xe ra cảng số 2" in text
    assert "Chuyến xe ra cảng số 1" not in text
    marks = documents.parse(client.get("/ja/")).xpath("//span[@class='tongue']/@lang")
    assert set(marks) == {"en", "vi"}
