"""Nothing typed is lost on the way, and the way is short: upload, caption, submit."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from cms.site_setup import ensure_site
from media_library.batch import waiting
from media_library.models import ArrivalOutcome, BatchEdit, Photo
from media_library.uploads.services import open_batch
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db
FORM = "media_library_batch_edit"


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])


@pytest.fixture
def client() -> Client:
    signed_in = Client()
    signed_in.force_login(factories.user("editor", Role.EDITOR, of=factories.province()))
    return signed_in


def planned(client: Client, photos: list[Photo], **typed: str) -> BatchEdit:
    form = {"ids": ",".join(str(photo.pk) for photo in photos), "do": "preview", **typed}
    client.post(reverse(FORM), form)
    return BatchEdit.objects.latest("pk")


def test_giving_up_brings_the_form_back_as_it_was_filled_in(client: Client) -> None:
    photos = [factories.draft(), factories.draft()]
    typed = {
        "caption_vi-do": "append",
        "caption_vi": "Đã gõ\nhai dòng",
        "licence-do": "replace",
        "licence": "cc-by-4.0",
    }
    batch = planned(client, photos, **typed)
    answer = client.post(reverse("media_library_batch_edit_discard", args=[batch.pk]))
    form = client.get(answer["Location"])
    assert form.context["count"] == 2
    fields = {field["name"]: field for group in form.context["groups"] for field in group["fields"]}
    assert (fields["caption_vi"]["chosen"], fields["caption_vi"]["value"]) == ("append", "Đã gõ\nhai dòng")
    assert (fields["licence"]["chosen"], fields["licence"]["value"]) == ("replace", "cc-by-4.0")
    assert fields["title_vi"]["chosen"] == "keep"
    client.post(reverse("media_library_batch_edit_apply", args=[batch.pk]))
    assert not Photo.objects.filter(caption_vi__contains="Đã gõ").exists(), "what was given up can't be made"
    again = client.post(reverse(FORM), {"of": batch.pk, "do": "preview", **typed})
    assert again.status_code == 302 and BatchEdit.objects.latest("pk").items.count() == 2


def test_changed_and_submitted_in_one_step(client: Client) -> None:
    complete, incomplete = factories.draft(), factories.draft(credit_line="")
    batch = planned(client, [complete, incomplete], **{"caption_vi-do": "replace", "caption_vi": "Mới"})
    apply = reverse("media_library_batch_edit_apply", args=[batch.pk])
    client.post(apply, {"hand_in": "1"})
    client.post(apply, {"hand_in": "1"})
    shown = client.get(reverse("media_library_batch_edit_one", args=[batch.pk]))
    assert (shown.context["numbers"]["handed_in"], shown.context["numbers"]["not_handed_in"]) == (1, 1)
    assert Photo.objects.get(pk=complete.pk).workflow_in_progress
    assert not Photo.objects.get(pk=incomplete.pk).workflow_in_progress
    assert set(Photo.objects.values_list("caption_vi", flat=True)) == {"Mới"}


def test_submitting_many_is_left_to_a_worker(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(waiting, "AT_ONCE", 1)
    ids = ",".join(str(factories.draft().pk) for _ in range(2))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse(FORM), {"ids": ids, "do": "submit"})
    shown = client.get(answer["Location"])
    assert shown.context["numbers"]["handed_in"] == 2 and len(shown.context["items"]) == 2
    assert all(photo.workflow_in_progress for photo in Photo.objects.all())


def test_what_was_uploaded_can_be_chosen_as_one(client: Client) -> None:
    batch = open_batch(get_user_model().objects.get(username="editor"), factories.province())
    for number in range(2):
        photo = factories.draft()
        batch.arrivals.create(path=f"{number}.jpg", number=number, outcome=ArrivalOutcome.ACCEPTED, asset_id=photo.pk)
    factories.draft()
    assert client.get(reverse(FORM), {"upload": str(batch.uuid)}).context["count"] == 2
    assert client.get(reverse(FORM), {"upload": "x"}).status_code == 404
    other = Client()
    other.force_login(factories.user("other", Role.EDITOR, of=factories.province()))
    assert other.get(reverse(FORM), {"upload": str(batch.uuid)}).status_code == 404


def test_all_that_the_list_finds_can_be_edited_together(client: Client) -> None:
    for _ in range(25):
        factories.draft()
    factories.approved()
    listed = client.get(reverse("photos:list"), {"live": "false"})
    address = listed.context["work"]["together_url"]
    assert address in listed.content.decode().replace("&amp;", "&")
    assert client.get(address).context["count"] == 25, "all pages of the list, not the one in sight"
