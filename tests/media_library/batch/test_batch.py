"""Batch editing: looked at first, made as drafts, undone with one button, nobody's work overwritten."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.site_setup import ensure_site
from media_library.batch import services
from media_library.batch.hindrances import changeable
from media_library.batch.planning import by_steps, plan
from media_library.batch.steps import Operation, Step
from media_library.batch.submitting import submit
from media_library.columns import assign, columns, texts_of, value_of
from media_library.drafts import draft_of
from media_library.models import BatchEdit, BatchState, Photo
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])


@pytest.fixture
def editor() -> Any:
    return factories.user("editor", Role.EDITOR, of=factories.province())


def planned(editor: Any, photos: list[Photo], *steps: Step) -> BatchEdit:
    chosen = changeable(editor).filter(pk__in=[photo.pk for photo in photos]).select_related("latest_revision")
    return plan(chosen, by_steps(steps), user=editor, words="…")


def seen(photo: Photo) -> Photo:
    return draft_of(Photo.objects.select_related("latest_revision").get(pk=photo.pk))


@pytest.mark.parametrize(
    ("column", "operation", "text", "before", "after"),
    [
        ("caption_vi", Operation.REPLACE, " Mới\r\nhai ", "Cũ", "Mới\nhai"),
        ("caption_vi", Operation.APPEND, "Thêm.", "Cũ.", "Cũ. Thêm."),
        ("caption_vi", Operation.REMOVE, "bad", "a bad word", "a word"),
        ("caption_vi", Operation.CLEAR, "x", "Cũ", ""),
        ("keywords", Operation.APPEND, "bay; boat", "sea, boat", "sea, boat, bay"),
        ("keywords", Operation.REMOVE, "BOAT", "sea, boat", "sea"),
        ("caption_vi", Operation.REMOVE, "", "Cũ", "Cũ"),
    ],
)
def test_steps(column: str, operation: Operation, text: str, before: str, after: str) -> None:
    assert Step(column, operation, text).after(before) == after


def test_every_column_is_written_and_read_without_change() -> None:
    photo = factories.draft(consent=factories.consent(), shows_people=True)
    for name, text in texts_of(photo).items():
        if text:
            value = value_of(name, text, photo.province_id)
            assign(photo, name, value)
        assert columns()[name].write(photo) == text


def test_a_draft_changes_row_and_revision_and_an_approved_photo_only_its_draft(editor: Any) -> None:
    draft, live = factories.draft(caption_vi="Cũ"), factories.approved(caption_vi="Cũ")
    batch = planned(editor, [draft, live], Step("caption_vi", Operation.REPLACE, "Mới"))
    assert Photo.objects.get(pk=draft.pk).caption_vi == "Cũ", "nothing is saved before it is confirmed"
    services.apply(batch, user=editor)
    assert Photo.objects.get(pk=draft.pk).caption_vi == "Mới"
    assert Photo.objects.get(pk=live.pk).caption_vi == "Cũ", "what readers see waits for approval"
    assert seen(live).caption_vi == "Mới"
    assert Photo.objects.get(pk=live.pk).published.body["texts"]["caption"]["vi"] == "Cũ"


def test_undo_brings_back_and_leaves_later_work_alone(editor: Any) -> None:
    one, two, live = factories.draft(caption_vi="Một"), factories.draft(caption_vi="Hai"), factories.approved()
    before = live.caption_vi
    batch = planned(editor, [one, two, live], Step("caption_vi", Operation.CLEAR))
    services.apply(batch, user=editor)
    later = seen(two)
    later.caption_vi = "Sau"
    later.save_revision(user=editor)
    services.undo(batch, user=editor)
    assert seen(one).caption_vi == "Một" and Photo.objects.get(pk=one.pk).caption_vi == "Một"
    assert seen(two).caption_vi == "Sau"
    assert "editor" in batch.items.get(photo=two).undo_problem
    assert seen(live).caption_vi == before and not Photo.objects.get(pk=live.pk).has_unpublished_changes


def test_who_saved_meanwhile_is_named_and_not_overwritten(editor: Any) -> None:
    one, two = factories.draft(caption_vi="Một"), factories.draft(caption_vi="Hai")
    batch = planned(editor, [one, two], Step("caption_vi", Operation.REPLACE, "Mới"))
    other = seen(one)
    other.caption_vi = "Của người khác"
    other.save_revision(user=factories.user("colleague", Role.EDITOR, of=factories.province()))
    services.apply(batch, user=editor)
    assert seen(one).caption_vi == "Của người khác"
    assert "colleague" in batch.items.get(photo=one).problem
    assert seen(two).caption_vi == "Mới"


def test_what_cant_be_edited_is_named(editor: Any) -> None:
    gone, fine = factories.withdrawn(), factories.draft()
    long = Step("title_vi", Operation.REPLACE, "x" * 300)
    batch = planned(editor, [gone, fine], long)
    problems = dict(batch.items.values_list("photo_id", "problem"))
    assert "300" in problems[fine.pk]
    batch = planned(editor, [gone], Step("title_vi", Operation.REPLACE, "y"))
    assert batch.items.get().problem and not batch.items.get().changes


def test_submitting_names_the_incomplete(editor: Any) -> None:
    complete, incomplete = factories.draft(), factories.draft(credit_line="")
    results = {each.photo.pk: each.problem for each in submit([complete, incomplete], user=editor)}
    assert not results[complete.pk] and Photo.objects.get(pk=complete.pk).workflow_in_progress
    assert results[incomplete.pk] and not Photo.objects.get(pk=incomplete.pk).workflow_in_progress
    again = submit([Photo.objects.get(pk=complete.pk)], user=editor)
    assert again[0].problem


# --- the pages --------------------------------------------------------------------------------------
def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_way_through_the_pages(editor: Any) -> None:
    photos = [factories.draft(caption_en=""), factories.draft(caption_en="")]
    client, ids = client_of(editor), ",".join(str(photo.pk) for photo in photos)
    page = client.get(reverse("media_library_batch_edit"), {"ids": ids})
    assert page.status_code == 200 and page.context["count"] == 2
    form = {"ids": ids, "do": "preview", "caption_en-do": "replace", "caption_en": "Boats", "title_en-do": "keep"}
    answer = client.post(reverse("media_library_batch_edit"), form)
    shown = client.get(answer["Location"])
    assert shown.context["numbers"]["changing"] == 2 and "Boats" in shown.content.decode()
    pk = shown.context["batch"].pk
    assert client.get(reverse("media_library_batch_edit_apply", args=[pk])).status_code == 405
    client.post(reverse("media_library_batch_edit_apply", args=[pk]))
    client.post(reverse("media_library_batch_edit_apply", args=[pk]))  # pressed twice: done once
    assert [seen(photo).caption_en for photo in photos] == ["Boats", "Boats"]
    client.post(reverse("media_library_batch_edit_undo", args=[pk]))
    assert [seen(photo).caption_en or "" for photo in photos] == ["", ""]
    client.post(reverse("media_library_batch_edit_undo", args=[pk]))
    assert BatchEdit.objects.get(pk=pk).state == BatchState.UNDONE


def test_a_neighbour_sees_and_changes_nothing(editor: Any) -> None:
    photo = factories.draft(caption_vi="Cũ")
    batch = planned(editor, [photo], Step("caption_vi", Operation.REPLACE, "Mới"))
    neighbour = client_of(factories.user("neighbour", Role.EDITOR, of=factories.province("01")))
    for view in ("one", "apply", "undo", "discard"):
        address = reverse(f"media_library_batch_edit_{view}", args=[batch.pk])
        assert neighbour.post(address).status_code in (404, 405)
        assert neighbour.get(address).status_code in (404, 405)
    form = {"ids": str(photo.pk), "do": "preview", "caption_vi-do": "clear"}
    page = neighbour.post(reverse("media_library_batch_edit"), form)
    assert page.status_code in (200, 302, 403) and "Cũ" not in page.content.decode()
    assert neighbour.get(reverse("media_library_export"), {"ids": str(photo.pk)}).status_code == 404
    assert seen(photo).caption_vi == "Cũ"


@pytest.mark.parametrize("ids", ["", "x", "1,-2,𝟙", "9" * 40, "1;drop", "1,1,1,1"])
def test_odd_selections(editor: Any, ids: str) -> None:
    factories.draft()
    assert client_of(editor).get(reverse("media_library_batch_edit"), {"ids": ids}).status_code == 200


def test_all_of_a_list(editor: Any) -> None:
    factories.draft()
    factories.approved()
    client = client_of(editor)
    page = client.get(reverse("media_library_batch_edit"), {"list": "live=true"})
    assert page.context["count"] == 1
    assert client.get(reverse("media_library_batch_edit"), {"list": "province=abc"}).status_code == 404


def test_pages_cost_the_same_for_many(editor: Any, django_assert_max_num_queries: Any) -> None:
    client = client_of(editor)

    def count(number: int) -> int:
        photos = [factories.draft() for _ in range(number)]
        batch = planned(editor, photos, Step("caption_vi", Operation.REPLACE, "Mới"))
        with django_assert_max_num_queries(200) as queries:
            client.get(reverse("media_library_batch_edit_one", args=[batch.pk]))
        return len(queries)

    count(1)
    assert count(3) == count(12)
