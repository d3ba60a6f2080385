"""Stories for feed readers: valid, in the reader's language, marked, and answered 304 until something changes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import feedparser
import pytest
from lxml import etree

from locales.exchange.units import digest
from locales.machine.models import MachineText
from promotion.feeds import selection
from promotion.models import ProvincePage, StoryPage
from tests.media_library import factories as assets
from tests.promotion import documents, factories

FORMATS = ("atom", "rss")
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def site(homes: Any) -> dict[str, Any]:
    found = {}
    for code in ("vi", "en"):
        profile = ProvincePage(title="Quảng Ninh", slug=f"quang-ninh-{code}", province=assets.province())
        found[code] = factories.published(homes[code], profile)
    return found


@pytest.fixture
def story(site: Any) -> StoryPage:
    page = StoryPage(title="Dawn & <boats> \x0b", slug="dawn", lead="They come home.", author="Lan")
    return factories.published(site["en"], page)


def get(client: Any, form: str, lang: str = "en", query: str = "", **headers: str) -> Any:
    return client.get(f"/{lang}/stories/{form}.xml{query}", headers=headers)


@pytest.mark.parametrize("form", FORMATS)
def test_others_read_it_as_it_was_meant(client: Any, story: StoryPage, form: str) -> None:
    response = get(client, form)
    assert response.status_code == 200 and response["Content-Type"].startswith(f"application/{form}+xml")
    read = feedparser.parse(response.content)
    assert not read.bozo and read.version == {"atom": "atom10", "rss": "rss20"}[form]
    (entry,) = read.entries
    assert entry.id == f"urn:uuid:{story.translation_key}" and UUID(entry.id.rsplit(":", 1)[1])
    assert entry.title in ("Dawn & <boats>", "Dawn &amp; &lt;boats&gt;")
    assert entry.link == "http://testserver/en/quang-ninh-en/dawn/" and entry.summary == "They come home."
    assert entry.author == "Lan" and read.feed.title.startswith("Stories – ")
    assert client.get(entry.link).status_code == 200


@pytest.mark.parametrize("form", FORMATS)
def test_by_language_and_province(client: Any, story: StoryPage, site: Any, form: str) -> None:
    other = factories.published(site["vi"], StoryPage(title="Bình minh", slug="binh-minh"))
    titles = {
        lang: [entry.title for entry in feedparser.parse(get(client, form, lang).content).entries]
        for lang in ("vi", "en")
    }
    assert other.title in titles["vi"] and len(titles["vi"]) == 2, "and the English one, as a fallback"
    own = get(client, form, query=f"?province={assets.province().slug}")
    assert len(feedparser.parse(own.content).entries) == 2 and "Quang Ninh" in own.content.decode()
    assert len(feedparser.parse(get(client, form, query="?province=hanoi").content).entries) == 0
    for nonsense in ("nowhere", "x" * 5000, "%00", "%E2%80%AE"):
        assert get(client, form, query=f"?province={nonsense}").status_code == 404


def test_a_fallback_says_its_language_and_what_a_machine_made(client: Any, story: StoryPage) -> None:
    tree = etree.fromstring(get(client, "atom", "ja").content)
    entry = tree.find(f"{ATOM}entry")
    assert tree.get(LANG) == "ja" and entry is not None and entry.get(LANG) == "en"
    link = entry.find(f"{ATOM}link")
    assert link is not None and "/ja/quang-ninh-en/dawn/" in str(link.get("href"))
    MachineText.objects.create(
        kind="page", object_id=story.pk, language="en", key="title", engine="x", target_digest=digest(story.title)
    )
    from promotion.page_cache import version

    version.move()
    for form in FORMATS:
        told = get(client, form).content.decode()
        assert "en-t-t0-und" in told and "[Machine translation]" in told


@pytest.mark.parametrize("form", FORMATS)
def test_asked_again_it_is_not_sent_again_until_something_changes(client: Any, story: StoryPage, form: str) -> None:
    first = get(client, form)
    again = get(client, form, **{"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and again.content == b""
    story.title = "Dusk"
    story.save_revision().publish()
    changed = get(client, form, **{"If-None-Match": first["ETag"]})
    assert changed.status_code == 200 and b"Dusk" in changed.content
    story.unpublish()
    assert b"Dusk" not in get(client, form).content


def test_a_picture_only_where_anybody_may_see_it(client: Any, story: StoryPage) -> None:
    for photo, shown in ((assets.approved(), True), (assets.in_state("embargoed"), False)):
        story.hero = photo
        story.save_revision().publish()
        told = get(client, "atom").content.decode()
        assert (f"/media/{photo.uuid}/" in told) is shown
        assert ("media:credit" in told) is shown


def test_a_constant_number_of_questions(
    client: Any, story: StoryPage, site: Any, django_assert_max_num_queries: Any
) -> None:
    from promotion.page_cache import version

    story.hero = assets.approved()
    story.save_revision().publish()
    with django_assert_max_num_queries(20) as few:
        get(client, "atom")
    for number in range(5):
        page = StoryPage(title=f"S{number}", slug=f"s{number}", hero=assets.approved())
        factories.published(site["en"], page)
    version.move()
    with django_assert_max_num_queries(len(few)):
        get(client, "atom")


def test_no_more_than_the_newest(client: Any, story: StoryPage, site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "NEWEST", 1)
    factories.published(site["en"], StoryPage(title="Second", slug="second"))
    assert len(feedparser.parse(get(client, "rss").content).entries) == 1


def test_browsers_find_it(client: Any, story: StoryPage) -> None:
    head = "//link[@rel='alternate'][@type='application/atom+xml']/@href"
    assert documents.parse(client.get("/en/")).xpath(head) == ["/en/stories/atom.xml"]
    province = f"/en/stories/atom.xml?province={assets.province().slug}"
    assert documents.parse(client.get("/en/quang-ninh-en/")).xpath(head) == ["/en/stories/atom.xml", province]
    assert get(client, "atom", "xx").status_code == 404
    assert client.post("/en/stories/atom.xml").status_code in (403, 405)
