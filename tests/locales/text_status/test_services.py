"""One language of a photo by itself: written, handed in, returned, approved; and never shown before that."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from locales.models import TextComment, TextItem, TextState
from locales.text_status import selectors, services
from locales.text_status.errors import StaleText
from media_library.models import Change, Photo
from provinces.teams import Role
from tests.media_library import factories
from tests.media_library.test_admin import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo() -> Photo:
    return factories.approved()


@pytest.fixture
def translator() -> Any:
    return factories.user("translator", Role.TRANSLATOR)


@pytest.fixture
def approver() -> Any:
    return factories.user("approver", Role.APPROVER)


def item(photo: Photo) -> TextItem:
    found = selectors.item_of(photo)
    assert found is not None
    return found


def read(photo: Photo, code: str = "fr") -> selectors.LanguageWork:
    return selectors.read(item(photo), code)


def write(photo: Photo, user: Any, code: str = "fr", **texts: str) -> selectors.LanguageWork:
    words = texts or {"title": "L’aube", "caption": "Les bateaux partent.", "alt_text": "Bateaux"}
    return services.save_draft(item(photo), code, words, user=user, token=read(photo, code).token)


def body(photo: Photo) -> Any:
    return Photo.objects.get(pk=photo.pk).published.body


def publish_source(photo: Photo, text: str) -> None:
    edited = Photo.objects.get(pk=photo.pk).get_latest_revision_as_object()
    edited.caption_vi = text
    edited.save_revision().publish()


def test_a_draft_language_reaches_no_reader(photo: Photo, translator: Any, approver: Any) -> None:
    work = write(photo, translator)
    assert work.state == TextState.DRAFT
    assert "fr" not in body(photo)["languages"]
    submitted = services.submit(item(photo), "fr", user=translator, token=work.token)
    assert submitted.state == TextState.REVIEW
    assert "aube" not in str(body(photo))
    approved = services.approve(item(photo), "fr", user=approver, token=submitted.token)
    assert approved.state == TextState.APPROVED
    assert body(photo)["languages"] == ["vi", "en", "fr"]
    assert body(photo)["texts"]["title"]["fr"] == "L’aube"
    fresh = Photo.objects.get(pk=photo.pk)
    assert fresh.title_fr == "L’aube" and not fresh.has_unpublished_changes
    assert Change.objects.filter(subject_uuid=photo.uuid, event="updated").count() == 1


def test_approving_the_whole_leaves_what_a_translator_is_at(photo: Photo, translator: Any, approver: Any) -> None:
    work = write(photo, translator)
    services.approve(item(photo), "fr", user=approver, token=work.token)
    write(photo, translator, caption="À moitié")
    publish_source(photo, "Câu mới.")
    assert read(photo).state == TextState.DRAFT
    assert read(photo).texts["caption"] == "À moitié"
    texts = body(photo)["texts"]
    assert texts["caption"]["vi"] == "Câu mới."
    assert texts["caption"]["fr"] == "Les bateaux partent."
    assert "À moitié" not in str(body(photo))


def test_approving_the_whole_takes_along_what_was_handed_in(photo: Photo, translator: Any) -> None:
    work = write(photo, translator)
    services.submit(item(photo), "fr", user=translator, token=work.token)
    publish_source(photo, "Câu mới.")
    assert read(photo).state == TextState.APPROVED
    assert "fr" in body(photo)["languages"]


def test_a_language_of_a_record_never_approved_waits_for_the_record(translator: Any, approver: Any) -> None:
    draft = factories.draft()
    work = write(draft, translator)
    services.approve(item(draft), "fr", user=approver, token=work.token)
    assert not hasattr(Photo.objects.get(pk=draft.pk), "published")
    Photo.objects.get(pk=draft.pk).get_latest_revision().publish()
    assert set(body(draft)["languages"]) == {"vi", "en", "fr"}


def test_a_withdrawn_record_stays_withdrawn(translator: Any, approver: Any) -> None:
    gone = factories.withdrawn()
    before = body(gone)
    work = write(gone, translator)
    services.approve(item(gone), "fr", user=approver, token=work.token)
    assert body(gone) == before


def test_the_source_then_and_now_stand_beside_the_text(photo: Photo, approver: Any) -> None:
    publish_source(photo, "Thuyền về bến lúc hoàng hôn.")
    work = read(photo, "en")
    assert work.state == TextState.OUTDATED
    caption = next(field for field in work.fields if field.name == "caption")
    assert caption.source_then == "Thuyền ra khơi lúc bình minh."
    assert caption.source_now == "Thuyền về bến lúc hoàng hôn."
    assert caption.text == "Boats leave at dawn."
    assert not next(field for field in work.fields if field.name == "title").source_changed
    cleared = services.approve(item(photo), "en", user=approver, token=work.token)
    assert cleared.state == TextState.APPROVED
    assert not any(field.source_changed for field in cleared.fields)


def test_a_small_change_outdates_nothing(photo: Photo, approver: Any) -> None:
    publish_source(photo, "Thuyền ra khơi lúc bình mình.")
    source = selectors.statuses(photo)["vi"]
    assert services.mark_small_change(item(photo), user=approver, seen=source.text_digest) == ("en",)
    assert read(photo, "en").state == TextState.APPROVED
    publish_source(photo, "Khác hẳn.")
    assert read(photo, "en").state == TextState.OUTDATED


def test_a_small_change_does_not_clear_an_earlier_big_one(photo: Photo, approver: Any) -> None:
    publish_source(photo, "Khác hẳn.")
    publish_source(photo, "Khác hẳn!")
    source = selectors.statuses(photo)["vi"]
    assert services.mark_small_change(item(photo), user=approver, seen=source.text_digest) == ()
    assert read(photo, "en").state == TextState.OUTDATED
    with pytest.raises(StaleText):
        services.mark_small_change(item(photo), user=approver, seen="older")


def test_returning_needs_words_and_approving_settles_them(photo: Photo, translator: Any, approver: Any) -> None:
    work = write(photo, translator)
    work = services.submit(item(photo), "fr", user=translator, token=work.token)
    with pytest.raises(ValidationError):
        services.send_back(item(photo), "fr", {"title": "  "}, user=approver, token=work.token)
    work = services.send_back(item(photo), "fr", {"title": "Plus court"}, user=approver, token=work.token)
    assert work.state == TextState.DRAFT and work.row is not None and work.row.returned_at
    assert [comment.words for field in work.fields for comment in field.comments] == ["Plus court"]
    services.approve(item(photo), "fr", user=approver, token=work.token)
    assert not TextComment.objects.filter(resolved_at=None).exists()


def test_a_comment_is_settled_by_hand(photo: Photo, translator: Any, approver: Any) -> None:
    said = services.comment(item(photo), "en", "title", "Which bay?", user=approver)
    services.resolve(said, user=translator)
    said.refresh_from_db()
    assert said.resolved_by == translator


def test_a_machine_translation_is_labelled_and_never_goes_along(photo: Photo, translator: Any, approver: Any) -> None:
    token = read(photo).token
    work = services.save_draft(item(photo), "fr", {"title": "Aube"}, user=translator, token=token, by_machine=True)
    assert work.state == TextState.MACHINE
    publish_source(photo, "Câu mới.")
    assert "fr" not in body(photo)["languages"]
    work = services.approve(item(photo), "fr", user=approver, token=read(photo).token)
    assert work.state == TextState.APPROVED and work.row is not None and work.row.shown_is_by_machine
    work = write(photo, translator, title="L’aube")
    assert work.row is not None and not work.row.is_by_machine and work.state == TextState.DRAFT


# --- stale screens --------------------------------------------------------------------------------------
def test_two_translators_on_one_text(photo: Photo, translator: Any) -> None:
    other = factories.user("other", Role.TRANSLATOR)
    token = read(photo).token
    services.save_draft(item(photo), "fr", {"title": "Mine"}, user=translator, token=token)
    with pytest.raises(StaleText) as refused:
        services.save_draft(item(photo), "fr", {"title": "Yours"}, user=other, token=token)
    assert refused.value.current["title"] == "Mine"
    assert "translator" in refused.value.messages[0]
    assert read(photo).texts["title"] == "Mine"


def test_two_languages_at_once_keep_both(photo: Photo, translator: Any) -> None:
    tokens = {code: read(photo, code).token for code in ("fr", "ja")}
    for code, text in (("fr", "L’aube"), ("ja", "夜明け")):
        services.save_draft(item(photo), code, {"title": text}, user=translator, token=tokens[code])
    assert (read(photo, "fr").texts["title"], read(photo, "ja").texts["title"]) == ("L’aube", "夜明け")


def test_a_stale_screen_approves_nothing(photo: Photo, translator: Any, approver: Any) -> None:
    shown = write(photo, translator)
    write(photo, translator, title="Autre chose")
    with pytest.raises(StaleText):
        services.approve(item(photo), "fr", user=approver, token=shown.token)
    assert "fr" not in body(photo)["languages"]
    assert read(photo).texts["title"] == "Autre chose"


def test_a_source_that_changed_meanwhile_approves_nothing(photo: Photo, translator: Any, approver: Any) -> None:
    shown = write(photo, translator)
    publish_source(photo, "Câu mới.")
    with pytest.raises(StaleText):
        services.approve(item(photo), "fr", user=approver, token=shown.token)
    # Whoever is typing isn't stopped by it.
    services.save_draft(item(photo), "fr", {"title": "Encore"}, user=translator, token=shown.token)
    assert read(photo).texts["title"] == "Encore"


# --- who and what ---------------------------------------------------------------------------------------
def test_only_the_own_province_and_role(photo: Photo, translator: Any, approver: Any) -> None:
    stranger = factories.user("stranger", Role.APPROVER, of=factories.province("52"))
    work = write(photo, translator)
    for user in (stranger, translator):
        with pytest.raises(PermissionDenied):
            services.approve(item(photo), "fr", user=user, token=work.token)
    with pytest.raises(PermissionDenied):
        write(photo, stranger, title="X")


def test_the_working_language_stays_complete(photo: Photo, approver: Any) -> None:
    work = write(photo, approver, "vi", caption="")
    with pytest.raises(ValidationError):
        services.approve(item(photo), "vi", user=approver, token=work.token)
    assert body(photo)["texts"]["caption"]["vi"]


def test_the_source_alone_can_be_approved(photo: Photo, translator: Any, approver: Any) -> None:
    with translation.override("en"):
        work = write(photo, translator, "vi", caption="Câu mới.")
        services.approve(item(photo), "vi", user=approver, token=work.token)
    fresh = Photo.objects.get(pk=photo.pk)
    assert fresh.caption_vi == "Câu mới." and fresh.caption_en == "Boats leave at dawn."
    assert Photo.objects.filter(pk=photo.pk).values_list("caption_vi", flat=True)[0] == "Câu mới."
    assert read(photo, "en").state == TextState.OUTDATED


def test_unknown_fields_and_empty_texts_are_refused(photo: Photo, translator: Any, approver: Any) -> None:
    with pytest.raises(ValidationError):
        write(photo, translator, credit_line="Mine")
    with pytest.raises(ValidationError):
        services.approve(item(photo), "ru", user=approver, token=read(photo, "ru").token)
    with pytest.raises(ValidationError):
        services.submit(item(photo), "ru", user=translator, token=read(photo, "ru").token)


def test_saving_often_makes_one_revision(photo: Photo, translator: Any) -> None:
    before = Photo.objects.get(pk=photo.pk).revisions.count()
    for number in range(5):
        write(photo, translator, title=f"Aube {number}")
    assert Photo.objects.get(pk=photo.pk).revisions.count() == before + 1


# --- the whole form -------------------------------------------------------------------------------------
def _post(client: Client, photo: Photo, opened: Any, **values: Any) -> Any:
    """The form of a photo, opened on a revision, with some fields changed."""
    was = {"loaded_revision_id": str(opened.pk), "loaded_revision_created_at": opened.created_at.isoformat()}
    client.force_login(factories.user("editor", Role.EDITOR))
    return client.post(reverse("photos:edit", args=[photo.pk]), form_of(photo, **values) | was)


def test_the_whole_form_keeps_what_a_translator_wrote_meanwhile(photo: Photo, translator: Any, client: Client) -> None:
    photo.save_revision()
    opened = Photo.objects.get(pk=photo.pk).latest_revision
    write(photo, translator, title="L’aube")
    assert _post(client, photo, opened, caption_en="From the form.").status_code == 302
    assert read(photo).texts["title"] == "L’aube"
    assert read(photo, "en").texts["caption"] == "From the form."


def test_the_whole_form_does_not_overwrite_silently(photo: Photo, translator: Any, client: Client) -> None:
    photo.save_revision()
    opened = Photo.objects.get(pk=photo.pk).latest_revision
    write(photo, translator, title="L’aube")
    answer = _post(client, photo, opened, title_fr="Le matin")
    assert answer.status_code == 200
    assert "Le matin" in answer.content.decode() and "translator" in answer.content.decode()
    assert read(photo).texts["title"] == "L’aube"
