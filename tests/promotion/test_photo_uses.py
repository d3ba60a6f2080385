"""Pages that used a replaced photo show its successor at once, and use it themselves when their editor says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from media_library.models import Photo
from media_library.replacement import propose
from media_library.services import withdraw
from media_library.uses import Followed, follow, register_use_source, uses_of
from promotion.page_pictures import picture_ids_of, swap_picture
from promotion.photo_uses import PageUses
from provinces.teams import Role
from tests.media_library import factories as assets
from tests.promotion import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Any:
    return factories.site("vi", "en")["en"]


def replaced(old: Photo) -> Photo:
    new = assets.draft()
    propose(new, old, actor=None)
    new.refresh_from_db()
    new.get_latest_revision().publish()
    return Photo.objects.get(pk=new.pk)


def editor(name: str = "editor", *roles: Role, code: str = "22") -> Any:
    return assets.user(name, *(roles or (Role.EDITOR, Role.APPROVER)), of=assets.province(code))


def test_readers_see_the_successor_at_once(home: Any, client: Client) -> None:
    old = assets.approved()
    page = factories.profile(home, hero=old)
    story = factories.story(page, hero=old)
    story.body = factories.body(old)
    story.save_revision().publish()
    assert str(old.uuid) in client.get(story.url).content.decode()
    new = replaced(old)
    for address in (story.url, page.url):
        shown = client.get(address).content.decode()
        assert str(new.uuid) in shown and str(old.uuid) not in shown


def test_a_successor_that_readers_may_not_see_is_not_shown(home: Any, client: Client) -> None:
    old, internal = assets.approved(), assets.approved(licence=assets.licence("internal"))
    page = factories.profile(home, hero=old)
    withdraw(old, reason="x", actor=None, successor=internal.asset_ptr)
    shown = client.get(page.url).content.decode()
    assert str(internal.uuid) not in shown and str(old.uuid) not in shown


def test_every_place_is_swapped_and_nothing_else(home: Any) -> None:
    old, new, other = assets.approved(), assets.approved(), assets.approved()
    page = factories.profile(home, hero=old)
    story = factories.story(page, hero=old)
    story.body = factories.body(old, other)
    before = story.body.get_prep_value()
    assert swap_picture(story, old.pk, new.pk)
    assert picture_ids_of(story) == {new.pk, other.pk}
    after = story.body.get_prep_value()
    assert [block["id"] for block in after] == [block["id"] for block in before]
    assert not swap_picture(story, old.pk, new.pk)
    assert swap_picture(story, new.pk, old.pk)
    assert story.body.get_prep_value() == before


def test_inline_pictures_are_swapped(home: Any) -> None:
    from promotion.models.home import HomePage, HomePicture

    old, new = assets.approved(), assets.approved()
    page = HomePage.objects.get(pk=home.pk)
    page.featured_pictures.add(HomePicture(photo=old))
    page.save_revision().publish()
    assert old.pk in picture_ids_of(HomePage.objects.get(pk=home.pk))
    root = assets.user("root", is_superuser=True)
    (use,) = uses_of(old.pk, root)
    assert follow(use, old.pk, new.pk, root) is Followed.SHOWN
    assert picture_ids_of(HomePage.objects.get(pk=home.pk)) == {new.pk}


def test_a_page_follows_at_once_where_the_user_may_publish(home: Any) -> None:
    old = assets.approved()
    page = factories.profile(home, hero=old)
    new = replaced(old)
    (use,) = uses_of(old.pk, editor())
    assert (use.pk, use.title, use.can_follow) == (page.pk, page.title, True)
    assert follow(use, old.pk, new.pk, editor()) is Followed.SHOWN
    page = Page.objects.get(pk=page.pk).specific
    assert page.hero_id == new.pk and page.live and not page.has_unpublished_changes
    assert uses_of(old.pk, editor()) == []
    assert follow(use, old.pk, new.pk, editor()) is Followed.NOTHING


def test_unfinished_changes_are_not_published_along(home: Any) -> None:
    old = assets.approved()
    page = factories.profile(home, hero=old)
    page.title = "Chưa xong"
    page.save_revision()
    new = replaced(old)
    (use,) = uses_of(old.pk, editor())
    assert follow(use, old.pk, new.pk, editor()) is Followed.AS_DRAFT
    live = Page.objects.get(pk=page.pk).specific
    assert live.title != "Chưa xong" and live.hero_id == old.pk
    draft = live.get_latest_revision_as_object()
    assert draft.title == "Chưa xong" and draft.hero_id == new.pk


def test_an_editor_who_may_not_publish_leaves_a_draft(home: Any) -> None:
    old = assets.approved()
    factories.profile(home, hero=old)
    new = replaced(old)
    user = editor("plain", Role.EDITOR)
    (use,) = uses_of(old.pk, user)
    assert follow(use, old.pk, new.pk, user) is Followed.AS_DRAFT


def test_a_neighbour_changes_nothing(home: Any) -> None:
    old = assets.approved()
    page = factories.profile(home, hero=old)
    new = replaced(old)
    neighbour = editor("neighbour", code="01")
    uses = uses_of(old.pk, neighbour)
    assert all(not use.can_follow for use in uses)
    assert PageUses().follow(page.pk, old.pk, new.pk, neighbour) is Followed.NOTHING
    assert Page.objects.get(pk=page.pk).specific.hero_id == old.pk


def test_drafts_of_others_are_not_named(home: Any) -> None:
    old = assets.approved()
    page = factories.profile(home, hero=old)
    page.unpublish()
    assert uses_of(old.pk, editor("neighbour", code="01")) == []
    assert len(uses_of(old.pk, editor())) == 1


def test_the_page_with_the_button(home: Any) -> None:
    old = assets.approved()
    profile = factories.profile(home, hero=old)
    new = replaced(old)
    client = Client()
    client.force_login(editor())
    address = reverse("media_library_succession", args=[old.pk])
    assert address in client.get(reverse("photos:edit", args=[old.pk])).content.decode()
    assert address in client.get(reverse("photos:edit", args=[new.pk])).content.decode()
    shown = client.get(address).content.decode()
    assert f'value="page-{profile.pk}"' in shown
    assert client.post(address, {"use": ["page-x", "kit-1", "page-999999", ""]}).status_code == 302
    assert Page.objects.get(pk=profile.pk).specific.hero_id == old.pk
    assert client.post(address, {"use": [f"page-{profile.pk}"]}).status_code == 302
    assert Page.objects.get(pk=profile.pk).specific.hero_id == new.pk
    assert client.get(address).status_code == 200
    assert client.get(reverse("media_library_succession", args=[new.pk])).status_code == 404
    stranger = Client()
    stranger.force_login(editor("neighbour", code="01"))
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"use": [f"page-{profile.pk}"]}).status_code == 404


def test_following_costs_readers_nothing_where_nothing_was_replaced(home: Any, client: Client) -> None:
    old = assets.approved()
    page = factories.profile(home, hero=old)
    client.get(page.url)
    with CaptureQueriesContext(connection) as queries:
        client.get(page.url, {"uncached": "1"})
    assert not [query for query in queries if "successor_id" in query["sql"] and "withdrawn_at" in query["sql"] and
                '"media_library_asset"."successor_id" IS NOT NULL' in query["sql"]]  # fmt: skip


def test_a_source_is_registered_once() -> None:
    with pytest.raises(ValueError, match="page"):
        register_use_source(PageUses())
