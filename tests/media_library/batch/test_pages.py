"""The pages of batch editing: nothing typed is lost, big changes are made by a worker, ticks lead here."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from cms.site_setup import ensure_site
from media_library.batch import waiting
from media_library.models import BatchEdit, BatchState, Photo
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])


@pytest.fixture
def client() -> Client:
    signed_in = Client()
    signed_in.force_login(factories.user("editor", Role.EDITOR, of=factories.province()))
    return signed_in


def test_what_was_typed_without_saying_what_to_do_is_asked_about(client: Client) -> None:
    photo = factories.draft()
    form = {"ids": photo.pk, "do": "preview", "caption_vi": "Đã gõ", "place_vi-do": "replace", "place_vi": "Hạ Long"}
    page = client.post(reverse("media_library_batch_edit"), form)
    assert page.status_code == 200 and len(page.context["errors"]) == 1
    assert "Đã gõ" in page.content.decode() and "Hạ Long" in page.content.decode()
    assert not BatchEdit.objects.exists()


def test_many_are_changed_by_a_worker(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(waiting, "AT_ONCE", 1)
    ids = ",".join(str(factories.draft().pk) for _ in range(3))
    form = {"ids": ids, "do": "preview", "caption_vi-do": "replace", "caption_vi": "Mới"}
    preview = client.post(reverse("media_library_batch_edit"), form)
    batch = BatchEdit.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("media_library_batch_edit_apply", args=[batch.pk]))
    assert client.get(preview["Location"]).status_code == 200
    batch.refresh_from_db()
    assert batch.state == BatchState.APPLIED
    assert set(Photo.objects.values_list("caption_vi", flat=True)) == {"Mới"}


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.APPROVER, Role.PRESS_OFFICER])
def test_who_may_open_the_edit_form_may_edit_together(role: Role) -> None:
    photo = factories.draft()
    signed_in = Client()
    signed_in.force_login(factories.user("other", role, of=factories.province()))
    assert signed_in.get(reverse("media_library_batch_edit"), {"ids": photo.pk}).context["count"] == 1


def test_somebody_without_a_team_is_shown_nothing() -> None:
    photo = factories.draft(title_vi="Rất kín")
    signed_in = Client()
    signed_in.force_login(factories.user("nobody"))
    for name in ("media_library_batch_edit", "media_library_import", "media_library_export"):
        answer = signed_in.get(reverse(name), {"ids": photo.pk})
        assert answer.status_code in (302, 403, 404) and "Rất kín" not in answer.content.decode()


def test_the_ticks_of_the_list_lead_here(client: Client) -> None:
    photos = [factories.draft(), factories.draft()]
    listed = client.get(reverse("photos:list")).content.decode()
    assert "/admin/bulk/media_library/photo/edit_together/" in listed
    address = "/admin/bulk/media_library/photo/edit_together/"
    answer = client.get(address, {"id": [photo.pk for photo in photos], "next": reverse("photos:list")})
    asked = urlsplit(answer["Location"])
    assert asked.path == reverse("media_library_batch_edit")
    assert parse_qs(asked.query)["ids"] == [",".join(str(photo.pk) for photo in photos)]
    everything = client.get(address, {"id": "all", "next": reverse("photos:list") + "?live=true"})
    assert client.get(everything["Location"]).context["count"] == 0
