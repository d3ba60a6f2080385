"""Which province answers for a page."""

from __future__ import annotations

from typing import Any

from promotion.models import StoryIndexPage
from provinces.ownership import owner_province_id
from tests.promotion import factories


def test_nearest_profile_above_owns_a_page(homes: Any) -> None:
    profile = factories.profile(homes["vi"])
    story, sector = factories.story(profile), factories.sector_page(profile)
    for page in (profile, story, sector):
        assert owner_province_id(page) == profile.province_id
        assert page.owner_province == profile.province
    assert owner_province_id(homes["vi"]) is None
    assert homes["vi"].owner_province is None


def test_story_of_the_whole_site_has_no_owner(homes: Any) -> None:
    index = StoryIndexPage.objects.child_of(homes["vi"]).get()
    story = factories.story(index)
    assert (story.province_id, owner_province_id(story)) == (None, None)
    assert not story.province_name


def test_province_follows_a_move_away_and_a_change_of_the_profile(homes: Any) -> None:
    profile = factories.profile(homes["vi"])
    story = factories.story(profile)
    other = factories.assets.province("01")
    profile.province = other
    profile.save_revision().publish()
    story.refresh_from_db()
    assert story.province_id == other.pk
    story.move(StoryIndexPage.objects.child_of(homes["vi"]).get(), pos="last-child")
    story.refresh_from_db()
    assert story.province_id is None


def test_translation_keeps_the_province(homes: Any) -> None:
    profile = factories.profile(homes["vi"])
    story = factories.story(profile)
    factories.translated(profile, "en", title="Quang Ninh")
    assert factories.translated(story, "en", title="The truck").province_id == profile.province_id
