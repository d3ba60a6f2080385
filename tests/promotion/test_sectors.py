"""What a key sector stands on: infrastructure, labour, and who has succeeded there."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from promotion.models import StoryPage
from tests.media_library import factories as assets
from tests.promotion import documents, factories


def words(document: Any, heading: str) -> str:
    (section,) = document.xpath(f"//section[@aria-labelledby='{heading}']")
    return " ".join(section.text_content().split())


def test_readers_are_told_what_there_is_and_what_is_only_planned(client: Any, homes: Any) -> None:
    profile = factories.profile(homes["vi"])
    planned = factories.infrastructure(
        kind="power", name="Trạm 500 kV", state="planned", since="2029", source_url="https://example.vn/qh"
    )
    page = factories.sector_page(profile, infrastructure=[
        {"type": "infrastructure", "value": factories.infrastructure()}, {"type": "infrastructure", "value": planned},
    ])  # fmt: skip
    document = documents.parse(client.get(page.get_url().replace("/vi/", "/en/", 1), follow=True))
    told = words(document, "infrastructure")
    assert "Port Cảng Quy Nhơn" in told and "under construction · 2027" in told
    assert "Electricity Trạm 500 kV" in told and "planned · 2029" in told
    assert document.xpath("//section[@aria-labelledby='infrastructure']//a/@href") == ["https://example.vn/qh"]
    labour = words(document, "labour")
    assert "Trường Cao đẳng" in labour and "Graduates a year1,200" in labour and "illustrative" in labour
    assert "FromDenmark Here since2020" in words(document, "successes")
    assert set(document.xpath("//section[@aria-labelledby='successes']//h3/@lang")) == {"vi"}


def test_a_success_leads_to_its_story_once_readers_may_read_it(
    client: Any, homes: Any, django_assert_max_num_queries: Any
) -> None:
    profile = factories.profile(homes["vi"])
    story = factories.story(profile, title="Gió trên cao nguyên")
    factories.translated(profile, "en")
    factories.translated(story, "en", title="Wind on the plateau")
    photo = assets.approved()
    told = factories.success(story=story.pk, photo=photo.pk)
    page = factories.sector_page(profile, successes=[{"type": "success", "value": told}] * 6)
    address = page.get_url().replace("/vi/", "/en/", 1)
    client.get(address)
    document = documents.parse(client.get(address, follow=True))
    links = document.xpath("//article[contains(@class,'success')]//a[@class='more']")
    assert {link.text_content() for link in links} == {"Wind on the plateau"} and len(links) == 6
    story.unpublish()
    StoryPage.objects.get(translation_key=story.translation_key, locale__language_code="en").unpublish()
    document = documents.parse(client.get(address, follow=True))
    assert "Wind on the plateau" not in document.text_content()
    assert not document.xpath("//article[contains(@class,'success')]//a[@class='more']")


def test_more_of_them_cost_no_more_queries(client: Any, homes: Any) -> None:
    profile = factories.profile(homes["vi"])

    def page(sector: str, number: int) -> Any:
        told = [
            factories.success(story=factories.story(profile, number * 100 + each).pk, photo=assets.approved().pk)
            for each in range(number)
        ]
        return factories.sector_page(profile, sector, successes=[{"type": "success", "value": one} for one in told])

    def asked(page: Any) -> int:
        client.get(page.get_url())
        cache.clear()
        client.get("/vi/cau-chuyen/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page.get_url()).status_code == 200
        return len(queries)

    few, many = page("tourism", 2), page("fisheries", 6)
    assert asked(many) == asked(few)
