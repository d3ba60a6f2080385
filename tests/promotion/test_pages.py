"""Every page type in its own language, in a translation and as a fallback."""

from __future__ import annotations

from typing import Any

import pytest

from promotion.models import PAGE_TYPES, HomePage, ProvinceIndexPage
from tests.media_library import factories as assets
from tests.promotion import documents, factories


@pytest.fixture
def whole_site(homes: dict[str, HomePage], photo: Any) -> dict[str, HomePage]:
    second = assets.approved()
    home = homes["vi"]
    HomePage.objects.filter(pk=home.pk).update(hero=photo)
    profile = factories.profile(
        home,
        hero=photo,
        body=factories.body(photo, second),
        known_for=[{"type": "known_for", "value": {"title": "Vịnh", "text": "Di sản.", "photo": second.pk}}],
    )
    factories.sector_page(profile, hero=photo, pictures=[{"type": "photo", "value": second.pk}])
    factories.brand_page(profile, photo, hero=second)
    factories.story(profile, hero=photo, body=factories.body(photo, second))
    factories.opportunity(profile, hero=photo, brief=assets.approved(kind="document"))
    factories.campaign(profile, hero=photo, pictures=[{"type": "photo", "value": second.pk}])
    factories.translated(factories.opportunity_list(home), "en", title="Investment")
    for page in (profile, *(child.specific for child in profile.get_children())):
        factories.translated(page, "en", title=f"English {page.title}")
    return homes


@pytest.mark.parametrize("lang", ["vi", "en", "ja", "fr"])
def test_every_page_type_renders(client: Any, whole_site: Any, lang: str) -> None:
    code = lang if lang in ("vi", "en") else "en"
    for model in PAGE_TYPES:
        page = model.objects.filter(locale__language_code=code, live=True).last()
        response = client.get(page.get_url().replace(f"/{code}/", f"/{lang}/", 1), follow=True)
        document = documents.parse(response)
        assert (model.__name__, response.status_code, document.get("lang")) == (model.__name__, 200, lang)
        assert (model.__name__, documents.problems(document)) == (model.__name__, [])
        assert response["Content-Language"] == lang
        named = documents.alternates(document)
        assert named["x-default"] == named["en"] and {"vi", "en"} <= named.keys() <= {"vi", "en", "ja", "x-default"}
        assert documents.canonical(document) == named[code if lang not in named else lang]
        assert set(document.xpath("//header//details//a/@hreflang")) == {"vi", "en", "ja", "fr"}
        assert all(block["@context"] == "https://schema.org" for block in documents.structured(document))
        policy = response["Content-Security-Policy"]
        assert "unsafe-inline" not in policy.split("style-src")[1].split(";")[0]


def test_passages_in_another_language_say_so(client: Any, whole_site: Any) -> None:
    document = documents.parse(client.get("/ja/quang-ninh/"))
    (heading,) = document.xpath("//main//h1")
    assert heading.get("lang") == "en"
    assert all(node.get("lang") == "en" for node in document.xpath("//main//div[contains(@class,'prose')]"))


def test_own_language_needs_no_mark(client: Any, whole_site: Any) -> None:
    document = documents.parse(client.get("/vi/quang-ninh/"))
    assert document.xpath("//main//*[@lang][not(ancestor-or-self::aside)]") == []


def test_block_content_is_shown(client: Any, whole_site: Any) -> None:
    text = documents.text_of(client.get("/vi/quang-ninh/tourism/"))
    for words in ("1.396,5 ha", "Luật 67/2025/QH15", "Đất sạch", "Trần Thị Mai"):
        assert words in text


def test_area_is_written_in_the_readers_way(client: Any, whole_site: Any) -> None:
    assert "6.208 km²" in documents.text_of(client.get("/vi/quang-ninh/"))
    assert "6,208 km²" in documents.text_of(client.get("/en/quang-ninh/"))


def test_palette_is_drawn_without_styles(client: Any, whole_site: Any) -> None:
    document = documents.parse(client.get("/vi/quang-ninh/thuong-hieu/"))
    assert document.xpath("//rect/@fill") == ["#1F4D3A"]


def test_page_caption_replaces_the_pictures_own(client: Any, whole_site: Any) -> None:
    text = documents.text_of(client.get("/vi/quang-ninh/chuyen-xe-1/"))
    assert "Riêng trang này" in text
    assert "Ảnh: Sở VHTTDL" in text


def test_all_provinces_are_listed(client: Any, whole_site: Any) -> None:
    page = ProvinceIndexPage.objects.get(locale__language_code="vi")
    document = documents.parse(client.get(page.get_url()))
    assert len(document.xpath("//ul[contains(@class,'index-list')]/li")) == 34


def test_unknown_address_is_a_page_of_ours(client: Any, whole_site: Any) -> None:
    response = client.get("/en/nothing/here/")
    assert response.status_code == 404
    document = documents.parse(response)
    assert documents.problems(document) == []
    assert document.xpath("//form[@role='search']")


def test_language_not_offered_is_unknown(client: Any, whole_site: Any) -> None:
    assert client.get("/de/").status_code == 404


def test_server_error_page_needs_nothing(settings: Any) -> None:
    from django.template.loader import render_to_string

    assert "<h1>" in render_to_string("500.html")
