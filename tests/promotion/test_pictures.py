"""Pages show exactly the pictures that the decision allows, and ask for them once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from promotion.page_cache import version
from promotion.page_pictures import picture_ids_of
from promotion.pictures import ratio_class
from tests.media_library import factories as assets
from tests.promotion import documents, factories

REFUSED = ("draft", "embargoed", "licence_expired", "consent_revoked", "internal", "press_only", "withdrawn")


def test_refused_pictures_are_not_there(client: Any, homes: Any, photo: Any) -> None:
    profile = factories.profile(homes["vi"], body=factories.body(photo))
    refused = {state: assets.in_state(state) for state in REFUSED}
    for number, (state, picture) in enumerate(refused.items()):
        body = factories.body(picture, photo) + factories.body(photo, picture)
        factories.story(profile, number, title=state, hero=picture, body=body)
    stories = [f"/vi/quang-ninh/chuyen-xe-{number}/" for number in range(len(refused))]
    for path in ("/vi/", "/vi/quang-ninh/", "/en/quang-ninh/", "/vi/images/", "/vi/search/?q=chuyen", *stories):
        response = client.get(path)
        content = response.content.decode()
        assert [state for state, picture in refused.items() if str(picture.uuid) in content] == [], path
        assert documents.problems(documents.parse(response)) == []


def test_allowed_picture_has_its_words(client: Any, homes: Any, photo: Any) -> None:
    factories.profile(homes["vi"], hero=photo)
    document = documents.parse(client.get("/vi/quang-ninh/"))
    (image,) = document.xpath("//div[@class='opening__picture']//img")
    assert image.get("alt") == "Thuyền trên mặt vịnh"
    assert image.get("fetchpriority") == "high"
    assert image.get("loading") is None
    assert f"/media/{photo.uuid}/" in document.xpath("//div[@class='opening__picture']//source/@srcset")[0]
    assert document.xpath(f"//a[@href='/vi/images/{photo.uuid}/']")


def test_words_of_a_picture_name_their_language(client: Any, homes: Any, photo: Any) -> None:
    factories.profile(homes["vi"], hero=photo)
    document = documents.parse(client.get("/ja/quang-ninh/"))
    (image,) = document.xpath("//div[@class='opening__picture']//img")
    assert (image.get("alt"), image.get("lang")) == ("Boats on the bay", "en")


def test_own_staff_see_what_is_internal_marked_as_such(client: Any, homes: Any) -> None:
    from provinces.teams import Role

    internal = assets.in_state("internal")
    factories.profile(homes["vi"], hero=internal)
    client.force_login(assets.user("editor", Role.EDITOR))
    document = documents.parse(client.get("/vi/quang-ninh/"))
    assert document.xpath("//div[@class='opening__picture']//strong[@class='state']")


def test_ids_are_found_in_every_field_and_block(homes: Any, photo: Any) -> None:
    others = [assets.approved() for _number in range(4)]
    profile = factories.profile(
        homes["vi"],
        hero=photo,
        body=factories.body(others[0], others[1]),
        known_for=[{"type": "known_for", "value": {"title": "x", "text": "", "photo": others[2].pk}}],
    )
    assert profile.picture_ids() == {photo.pk, others[0].pk, others[1].pk, others[2].pk}
    brand = factories.brand_page(profile, others[3])
    assert brand.picture_ids() == {others[3].pk}
    homes["vi"].featured_pictures.create(photo=others[1], sort_order=0)
    assert picture_ids_of(homes["vi"]) == {others[1].pk}


def _queries(client: Any, path: str) -> int:
    """Of an answer that is made anew, with what a running site has at hand."""
    client.get(path)
    version.move()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_the_items(client: Any, homes: Any) -> None:
    photos = [assets.approved() for _number in range(3)]
    profile = factories.profile(homes["vi"], hero=photos[0], body=factories.body(*photos[:2]))
    # One of each beside the page that is asked for: of nothing, nothing needs to be known.
    for number in (1, 2):
        factories.story(profile, number, hero=photos[0])
    neighbour = factories.profile(homes["vi"], "31", hero=photos[0])
    for one in (profile, neighbour):
        factories.sector_page(one, hero=photos[0])
    factories.translated(profile, "en", title="Quang Ninh")
    lists = [page.get_url() for page in homes["vi"].get_children() if page.pk not in (profile.pk, neighbour.pk)]
    paths = [
        "/vi/", "/vi/quang-ninh/", "/vi/quang-ninh/tourism/", "/vi/quang-ninh/chuyen-xe-1/", "/ja/quang-ninh/",
        "/vi/images/", *lists,
    ]  # fmt: skip
    assert len(lists) == 3
    before = {path: _queries(client, path) for path in paths}

    more = [assets.approved() for _number in range(5)]
    profile.body = factories.body(*photos, *more)
    profile.save_revision().publish()
    for number, slug in enumerate(("agriculture", "fisheries")):
        factories.sector_page(profile, slug, hero=more[number])
    for number in range(3, 7):
        factories.story(profile, number, hero=more[number - 2])
    for code in ("01", "48"):
        other = factories.profile(homes["vi"], code, hero=more[0])
        factories.story(other, 9, hero=more[1])
        factories.sector_page(other, hero=more[2])
    assert {path: _queries(client, path) for path in paths} == before
    assert max(before.values()) <= 45


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [(3, 2, "r-15"), (2, 3, "r-07"), (100, 1, "r-30"), (1, 100, "r-05"), (5, 0, "r-10")],
)
def test_ratio_class(width: int, height: int, expected: str) -> None:
    assert ratio_class(width, height) == expected
