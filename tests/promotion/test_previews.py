"""What editors see while they write: every language of a page, at the width of a phone, a tablet and a desk."""

from __future__ import annotations

from typing import Any

import pytest

from promotion.models import PAGE_TYPES
from provinces.teams import Role
from tests.media_library import factories as assets
from tests.promotion import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(homes: Any) -> Any:
    profile = factories.profile(homes["vi"])
    factories.translated(profile, "en", title="Quang Ninh")
    return factories.story(profile, 1)


def preview(client: Any, page: Any, mode: str) -> Any:
    """The last revision of a page in a mode, as the button "View draft" asks for it."""
    revision = page.save_revision()
    return client.get(f"/admin/pages/{page.pk}/revisions/{revision.pk}/view/", {"mode": mode})


def test_every_page_type_has_the_three_widths() -> None:
    for model in PAGE_TYPES:
        sizes = model().preview_sizes
        assert [size["device_width"] for size in sizes] == [360, 768, 1360], model


def test_the_modes_are_the_languages_that_there_are(story: Any) -> None:
    assert [mode for mode, _name in story.preview_modes] == [""]
    english = factories.translated(story, "en", title="The cart", live=False)
    assert [mode for mode, _name in story.preview_modes] == ["", "en"]
    assert [mode for mode, _name in english.preview_modes] == ["", "vi"]
    assert str(english.preview_modes[0][1]) == "English"


def test_another_language_is_shown_as_its_draft_says(client: Any, story: Any, rf: Any) -> None:
    english = factories.translated(story, "en", title="The cart", live=False)
    english.title = "The cart, rewritten"
    english.save_revision()
    request = rf.get("/admin/")
    request.user = assets.user("boss", is_superuser=True, is_staff=True)
    shown = story.make_preview_request(request, "en").render().content.decode()
    assert "The cart, rewritten" in shown and '<html lang="en"' in shown
    own = story.make_preview_request(request, "").render().content.decode()
    assert story.title in own and '<html lang="vi"' in own
    for nonsense in ("xx", "vi", "'; drop", "x" * 3000):
        assert story.title in story.make_preview_request(request, nonsense).render().content.decode()


def test_a_neighbour_sees_no_draft(story: Any, rf: Any) -> None:
    from django.core.exceptions import PermissionDenied

    english = factories.translated(story, "en", title="The cart", live=False)
    request = rf.get("/admin/")
    request.user = assets.user("near", Role.EDITOR, of=assets.province("01"))
    with pytest.raises(PermissionDenied):
        story.make_preview_request(request, "en")
    english.get_latest_revision().publish()
    changed = type(english).objects.get(pk=english.pk)
    changed.title = "Not yet published"
    changed.save_revision()
    shown = story.make_preview_request(request, "en").render().content.decode()
    assert "The cart" in shown and "Not yet published" not in shown
