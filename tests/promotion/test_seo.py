"""What search engines and share cards are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from lxml import etree

from promotion.seo.sitemaps import SECTIONS
from promotion.templatetags.promotion_seo import json_ld
from tests.media_library import factories as assets
from tests.press import factories as press
from tests.promotion import documents, factories

SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def sitemap(client: Any, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    return etree.fromstring(response.content)


def test_sitemap_lists_its_parts(client: Any, homes: Any) -> None:
    parts = sitemap(client, "/sitemap.xml").xpath("//s:loc/text()", namespaces=SPACES)
    assert parts == [f"http://testserver/sitemap-{name}.xml" for name in ("pages", "pictures", "standing", "press")]
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_sitemap_of_pages(client: Any, homes: Any) -> None:
    profile = factories.profile(homes["vi"])
    factories.translated(profile, "en", title="Quang Ninh", slug="quang-ninh-province")
    factories.translated(profile, "ja", live=False, title="Draft")
    tree = sitemap(client, "/sitemap-pages.xml")
    own = "http://testserver/vi/quang-ninh/"
    (entry,) = [url for url in tree.xpath("//s:url", namespaces=SPACES) if url[0].text == own]
    links = {link.get("hreflang"): link.get("href") for link in entry.xpath("x:link", namespaces=SPACES)}
    assert links == {
        "vi": own,
        "en": "http://testserver/en/quang-ninh-province/",
        "x-default": "http://testserver/en/quang-ninh-province/",
    }
    assert entry.xpath("s:lastmod", namespaces=SPACES)


def test_sitemap_of_pictures_holds_only_public_ones(client: Any, homes: Any, photo: Any) -> None:
    for state in ("draft", "embargoed", "internal", "press_only", "withdrawn", "licence_expired"):
        assets.in_state(state)
    places = sitemap(client, "/sitemap-pictures.xml").xpath("//s:loc/text()", namespaces=SPACES)
    bank = [f"http://testserver/{code}/images/" for code in ("vi", "en", "ja", "fr")]
    own = [f"http://testserver/{code}/images/{photo.uuid}/" for code in ("vi", "en")]
    assert sorted(places) == sorted(bank + own)


def test_every_listed_address_answers(client: Any, homes: Any, photo: Any) -> None:
    factories.story(factories.profile(homes["vi"], hero=photo))
    for part in SECTIONS:
        for place in sitemap(client, f"/sitemap-{part}.xml").xpath("//s:loc/text()", namespaces=SPACES):
            assert client.get(place.removeprefix("http://testserver")).status_code == 200, place


def test_robots(client: Any, homes: Any) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /admin/" in text


def test_profile_is_an_area_and_story_an_article(client: Any, homes: Any, photo: Any) -> None:
    profile = factories.profile(homes["vi"], "52", hero=photo)
    factories.story(profile, hero=photo)
    blocks = {block["@type"]: block for block in documents.structured(documents.parse(client.get("/vi/gia-lai/")))}
    area = blocks["AdministrativeArea"]
    assert area["alternateName"] == ["Bình Định"]
    assert area["containedInPlace"]["name"] == "Viet Nam"
    assert {"latitude", "longitude"} < area["geo"].keys()
    names = [step["name"] for step in blocks["BreadcrumbList"]["itemListElement"]]
    assert names[-1] == "Gia Lai"
    document = documents.parse(client.get("/vi/gia-lai/chuyen-xe-1/"))
    article = {block["@type"]: block for block in documents.structured(document)}["NewsArticle"]
    assert article["author"] == {"@type": "Person", "name": "Lê Hà"}
    assert article["image"] == [f"http://testserver/media/{photo.uuid}/medium.jpg"]
    assert len(article["image"]) == 1
    [card] = document.xpath("//meta[@property='og:image']/@content")
    assert "/share/" in card
    assert document.xpath("//meta[@property='og:type']/@content") == ["article"]


def test_data_block_cannot_end_its_element() -> None:
    block = str(json_ld({"name": "</script><script>alert(1)</script>&<!--"}))
    assert block.count("<") == 2


def test_hostile_title_stays_text(client: Any, homes: Any) -> None:
    factories.story(factories.profile(homes["vi"]), title="</script><img src=x onerror=alert(1)>", lead='"><b>')
    document = documents.parse(client.get("/vi/quang-ninh/chuyen-xe-1/"))
    assert documents.problems(document) == []
    assert documents.structured(document)[0]["headline"].startswith("</script>")


def test_sitemap_of_the_press_room_holds_only_open_kits(client: Any, homes: Any) -> None:
    kit = press.kit(title_ja="祭り")
    press.kit(publish=False)
    press.kit(audience="press")
    press.kit(embargo_until=timezone.now() + timedelta(days=1))
    tree = sitemap(client, "/sitemap-press.xml")
    places = {place for place in tree.xpath("//s:loc/text()", namespaces=SPACES) if "/kits/" in place}
    assert places == {f"http://testserver/{code}/press/kits/{kit.slug}/" for code in ("vi", "en", "ja")}


def test_what_isnt_a_page_names_its_languages_too(client: Any, homes: Any, photo: Any) -> None:
    """hreflang, x-default, canonical and the switcher of lists, pictures and kits."""
    kit = press.kit([photo])
    for path, own in (
        ("images/", {"vi", "en", "ja", "fr"}),
        (f"images/{photo.uuid}/", {"vi", "en"}),
        ("press/", {"vi", "en", "ja", "fr"}),
        (f"press/kits/{kit.slug}/", {"vi", "en"}),
    ):
        document = documents.parse(client.get(f"/fr/{path}"))
        found = documents.alternates(document)
        assert found == {code: f"http://testserver/{code}/{path}" for code in own} | {
            "x-default": f"http://testserver/en/{path}"
        }
        kept = "fr" if "fr" in own else "en"
        assert documents.canonical(document) == f"http://testserver/{kept}/{path}"
        switcher = set(document.xpath("//header//details//a/@hreflang"))
        assert switcher == {"vi", "en", "ja", "fr"}, path
        foreign = document.xpath("//main//h1/@lang")
        assert foreign == ([] if "fr" in own else ["en"]), path
