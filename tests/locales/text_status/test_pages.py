"""Pages: each language its own page; states follow from drafts, workflow and the source."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from locales.coverage.together import publish_together, versions
from locales.models import TextItem, TextState
from locales.text_status import page_texts, selectors, services
from locales.text_status.errors import StaleText
from promotion.models import StoryPage
from provinces.teams import Role
from tests.media_library import factories as assets
from tests.promotion import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db: Any) -> StoryPage:
    homes = factories.site("en", "fr")
    return factories.story(homes["vi"].get_children().type(_index()).first().specific, body=factories.body())


def _index() -> Any:
    from promotion.models import StoryIndexPage

    return StoryIndexPage


@pytest.fixture
def root(db: Any) -> Any:
    return assets.user("root", is_superuser=True)


def item(page: Any) -> TextItem:
    found = selectors.item_of(page)
    assert found is not None
    return found


def state(page: Any, code: str) -> str:
    return selectors.read(item(page), code).state


def edit(page: Any, **values: Any) -> Any:
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    return draft.save_revision()


def test_from_draft_to_approved_to_outdated(story: StoryPage) -> None:
    assert (state(story, "vi"), state(story, "en")) == (TextState.APPROVED, TextState.MISSING)
    english = factories.translated(story, "en", live=False, title="A trip to the port")
    assert state(story, "en") == TextState.DRAFT
    english.get_latest_revision().publish()
    assert state(story, "en") == TextState.APPROVED
    edit(story, lead="Năm giờ sáng.")
    assert state(story, "en") == TextState.APPROVED
    edit(story, lead="Năm giờ sáng.").publish()
    assert state(story, "en") == TextState.OUTDATED
    work = selectors.read(item(story), "en")
    lead = next(field for field in work.fields if field.name == "lead")
    assert lead.source_then.startswith("Bốn giờ") and lead.source_now.startswith("Năm giờ")
    assert StoryPage.objects.get(pk=english.pk).title == "A trip to the port"
    StoryPage.objects.get(pk=english.pk).get_latest_revision().publish()
    assert state(story, "en") == TextState.APPROVED


def test_a_page_in_review_is_so(story: StoryPage) -> None:
    from provinces.approval import approval_workflow

    english = factories.translated(story, "en", live=False)
    approval_workflow().start(english, assets.user("writer", Role.EDITOR))
    assert state(story, "en") == TextState.REVIEW


def test_a_deleted_translation_is_missing(story: StoryPage) -> None:
    english = factories.translated(story, "en")
    english.delete()
    assert state(story, "en") == TextState.MISSING
    StoryPage.objects.get(pk=story.pk).delete()
    assert not TextItem.objects.filter(kind="story-page").exists()


def test_texts_go_out_of_the_blocks_and_back(story: StoryPage) -> None:
    page = StoryPage.objects.get(pk=story.pk)
    texts = page_texts.extract(page)
    assert texts["lead"] == "Bốn giờ sáng, kho rang đã sáng đèn."
    assert "<h2>Từ rừng xuống phố</h2>" in "".join(texts.values())
    renewed = {path: f"{text} ລາວ 日本 “&” \n👩‍👧" for path, text in texts.items()}
    assert page_texts.apply(page, renewed) == []
    page.save_revision().publish()
    assert page_texts.extract(StoryPage.objects.get(pk=story.pk)) == renewed
    assert page_texts.apply(page, {"body.gone": "x"}) == ["body.gone"]


def test_a_page_is_written_and_approved_by_language(story: StoryPage, root: Any) -> None:
    factories.translated(story, "en", live=False)
    work = selectors.read(item(story), "en")
    work = services.save_draft(item(story), "en", {"title": "To the port"}, user=root, token=work.token)
    assert (work.state, work.texts["title"]) == (TextState.DRAFT, "To the port")
    work = services.approve(item(story), "en", user=root, token=work.token)
    assert work.state == TextState.APPROVED
    english = StoryPage.objects.get(locale__language_code="en", translation_key=story.translation_key)
    assert english.live and english.title == "To the port"


def test_languages_are_published_at_one_moment(story: StoryPage, root: Any) -> None:
    for code in ("en", "fr"):
        factories.translated(story, code, live=False)
    edit(story, title="Tên mới")
    seen = {version.code: version.seen for version in versions(item(story), root)}
    assert set(publish_together(item(story), seen, user=root)) == {"vi", "en", "fr"}
    assert {code: state(story, code) for code in ("vi", "en", "fr")} == dict.fromkeys(
        ("vi", "en", "fr"), TextState.APPROVED
    )


def test_one_stale_language_publishes_none(story: StoryPage, root: Any) -> None:
    english = factories.translated(story, "en", live=False)
    factories.translated(story, "fr", live=False)
    seen = {version.code: version.seen for version in versions(item(story), root)}
    edit(english, title="Changed meanwhile")
    with pytest.raises(StaleText):
        publish_together(item(story), seen, user=root)
    assert not StoryPage.objects.filter(locale__language_code__in=("en", "fr"), live=True).exists()


def test_languages_are_scheduled_together(story: StoryPage, root: Any) -> None:
    from django.core.management import call_command

    for code in ("en", "fr"):
        factories.translated(story, code, live=False)
    moment = (timezone.now() + timedelta(hours=2)).replace(microsecond=0)
    seen = {version.code: version.seen for version in versions(item(story), root) if version.code != "vi"}
    publish_together(item(story), seen, user=root, at=moment)
    waiting = [version for version in versions(item(story), root) if version.scheduled]
    assert [version.code for version in waiting] == ["en", "fr"]
    assert {version.scheduled for version in waiting} == {moment}
    assert not any(version.page.live for version in waiting)
    from unittest import mock

    with mock.patch("django.utils.timezone.now", return_value=moment + timedelta(seconds=1)):
        call_command("publish_scheduled", verbosity=0)
    assert StoryPage.objects.filter(translation_key=story.translation_key, live=True).count() == 3
