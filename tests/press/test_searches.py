"""Searches that a newsroom saves: its own only, checked, and without a token in any address."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from press.models import FollowedSearch
from press.services import followed_searches
from tests.media_library.factories import approved
from tests.press.factories import kit, member, organisation, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/en/press/searches/"


def test_a_member_saves_a_search_from_the_image_bank_and_gets_its_feeds() -> None:
    client = signed_in(organisation())
    assert f"{PAGE}?q=lantern" in client.get("/en/images/?q=lantern").content.decode()
    assert 'value="lantern"' in client.get(f"{PAGE}?q=lantern").content.decode()
    assert client.post(f"{PAGE}?q=lantern&kind=photo", {"act": "save", "name": " Lanterns "}).status_code == 302
    saved = FollowedSearch.objects.get()
    assert (saved.name, saved.query) == ("Lanterns", "q=lantern&kind=photo")
    response = client.get(PAGE)
    page = response.content.decode()
    assert "/press/feeds/atom.xml?lang=en&amp;q=lantern&amp;kind=photo" in page
    assert "token=" not in page
    assert response["Cache-Control"].startswith("private")


def test_the_same_search_is_kept_once_and_a_kit_can_be_followed_too() -> None:
    who, made = member(), kit([approved()])
    followed_searches.save(who, "A", {"q": "x"})
    followed_searches.save(who, "B", {"q": "x"})
    assert list(FollowedSearch.objects.values_list("name", flat=True)) == ["B"]
    client = signed_in(who)
    client.post(f"{PAGE}?kit={made.slug}", {"act": "save", "name": "Kit"})
    assert FollowedSearch.objects.filter(query=f"kit={made.uuid}").exists()
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("query", "data"),
    [
        ("", {"act": "save", "name": "N"}),
        ("?q=x", {"act": "save", "name": "  "}),
        ("?q=x", {"act": "save", "name": "a\u202eb"}),
        ("?kind=nonsense", {"act": "save", "name": "N"}),
        ("?q=x", {}),
    ],
)
def test_nothing_that_means_nothing_is_saved(query: str, data: dict[str, str]) -> None:
    assert signed_in(organisation()).post(PAGE + query, data).status_code == 302
    assert not FollowedSearch.objects.exists()


def test_each_newsroom_has_its_own(django_assert_max_num_queries: Any) -> None:
    owner, other = member(), member()
    saved = followed_searches.save(owner, "Mine", {"q": "x"})
    client = signed_in(other)
    assert "Mine" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"act": "remove", "pk": str(saved.pk)}).status_code == 404
    assert signed_in(owner).post(PAGE, {"act": "remove", "pk": str(saved.pk)}).status_code == 302
    assert not FollowedSearch.objects.exists()
    for number in range(10):
        followed_searches.save(owner, str(number), {"q": str(number)})
    mine = signed_in(owner)
    mine.get(PAGE)
    with django_assert_max_num_queries(20):
        mine.get(PAGE)


@pytest.mark.parametrize("pk", ["", "x", "-1", "9" * 30, "١"])
def test_hostile_keys_find_nothing(pk: str) -> None:
    assert signed_in(organisation()).post(PAGE, {"act": "remove", "pk": pk}).status_code == 404


def test_others_are_asked_to_sign_in_or_dont_find_it() -> None:
    assert Client().get(PAGE).status_code == 302
    assert signed_in(organisation("suspended")).get(PAGE).status_code == 404


def test_there_is_an_end_of_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followed_searches, "AT_MOST", 1)
    who = member()
    followed_searches.save(who, "A", {"q": "x"})
    followed_searches.save(who, "A2", {"q": "x"})
    with pytest.raises(Exception, match="Remove"):
        followed_searches.save(who, "B", {"q": "y"})
