"""The state of each language of a record: approvals settle it, source changes outdate it, nothing is lost."""

from __future__ import annotations

import pytest
from django.utils import translation

from locales.models import TextState
from locales.text_status.selectors import statuses
from media_library.models import Photo
from tests.media_library import factories

pytestmark = pytest.mark.django_db


def states(photo: Photo) -> dict[str, str]:
    return {code: row.state for code, row in statuses(photo).items()}


def publish(photo: Photo, **texts: str) -> Photo:
    edited = Photo.objects.get(pk=photo.pk)
    for name, text in texts.items():
        setattr(edited, name, text)
    edited.save_revision().publish()
    return Photo.objects.get(pk=photo.pk)


def test_a_draft_has_no_approved_text() -> None:
    photo = factories.draft()
    assert states(photo) == {"vi": TextState.DRAFT, "en": TextState.DRAFT}
    assert not any(row.is_shown for row in statuses(photo).values())


def test_the_first_approval_approves_what_is_there() -> None:
    assert states(factories.approved()) == {"vi": TextState.APPROVED, "en": TextState.APPROVED}


def test_a_changed_source_outdates_translations_and_changes_none() -> None:
    photo = factories.approved()
    english = photo.caption_en
    photo = publish(photo, caption_vi="Câu mới.")
    assert states(photo) == {"vi": TextState.APPROVED, "en": TextState.OUTDATED}
    assert photo.caption_en == english
    assert photo.published.body["texts"]["caption"] == {"vi": "Câu mới.", "en": english}


def test_a_renewed_translation_is_approved_again() -> None:
    photo = publish(factories.approved(), caption_vi="Câu mới.")
    photo = publish(photo, caption_en="A new sentence.")
    assert states(photo)["en"] == TextState.APPROVED


def test_outdated_stays_outdated_through_unrelated_edits() -> None:
    photo = publish(factories.approved(), caption_vi="Câu mới.")
    photo = publish(photo, creator="Trần B")
    assert states(photo)["en"] == TextState.OUTDATED


def test_a_text_that_was_taken_out_is_missing() -> None:
    photo = publish(factories.approved(), title_en="", caption_en="", alt_text_en="")
    assert "en" not in states(photo)
    assert photo.published.body["languages"] == ["vi"]


def test_an_unapproved_edit_shows_nowhere() -> None:
    photo = factories.approved()
    edited = Photo.objects.get(pk=photo.pk)
    edited.caption_en = "Not yet approved."
    edited.save_revision()
    assert "Not yet" not in str(Photo.objects.get(pk=photo.pk).published.body)


@pytest.mark.parametrize("language", ["lo", "en", "zh-hans"])
def test_the_approvers_own_language_makes_no_text(language: str) -> None:
    """An approver whose screen is Lao mustn't turn Vietnamese text into Lao text."""
    with translation.override(language):
        photo = publish(factories.approved(), caption_vi="Câu mới.")
    assert set(states(photo)) == {"vi", "en"}
    assert photo.caption_en == "Boats leave at dawn."
