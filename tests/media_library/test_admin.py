"""The admin: teams work in their own province, and only approvers let anything out."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cms.site_setup import ensure_site
from media_library.models import Photo
from media_library.services import withdraw
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])


def signed_in(name: str, *roles: Role, code: str = "22") -> Client:
    client = Client()
    client.force_login(factories.user(name, *roles, of=factories.province(code)))
    return client


def form_of(photo: Photo, **changes: str) -> dict[str, Any]:
    """The edit form's values as a browser would send them."""
    values: dict[str, Any] = {
        "province": photo.province_id,
        "licence": photo.licence_id or "",
        "digital_source_type": photo.digital_source_type,
        "credit_line": photo.credit_line,
        "creator": photo.creator,
        "keywords": photo.keywords,
    }
    for field in ("title", "caption", "alt_text", "place"):
        for code in ("vi", "en"):
            values[f"{field}_{code}"] = getattr(photo, f"{field}_{code}") or ""
    return values | changes


@pytest.mark.parametrize(
    "view", ["edit", "delete", "history", "usage", "unpublish", "lock", "unlock", "workflow_history"]
)
def test_a_neighbour_touches_nothing(view: str) -> None:
    photo = factories.draft()
    neighbour = signed_in("neighbour", Role.EDITOR, Role.APPROVER, code="01")
    address = reverse(f"photos:{view}", args=[photo.pk])
    assert neighbour.get(address).status_code == 404
    assert neighbour.post(address, form_of(photo, title_vi="Khác")).status_code == 404
    untouched = Photo.objects.get(pk=photo.pk)
    assert untouched.title_vi == photo.title_vi and untouched.revisions.count() == photo.revisions.count()


def test_an_edit_of_an_approved_photo_waits_for_approval() -> None:
    photo = factories.approved()
    editor = signed_in("editor", Role.EDITOR)
    address = reverse("photos:edit", args=[photo.pk])
    response = editor.post(address, form_of(photo, caption_en="Changed."))
    assert response.status_code in (200, 302)
    assert Photo.objects.get(pk=photo.pk).caption_en == "Boats leave at dawn."
    assert "Changed." not in str(Photo.objects.get(pk=photo.pk).published.body)
    assert editor.post(address, form_of(photo, caption_en="Changed.", **{"action-publish": "1"})).status_code in (
        200,
        302,
    )
    assert Photo.objects.get(pk=photo.pk).caption_en == "Boats leave at dawn."


def test_what_lacks_something_isnt_submitted_and_nothing_typed_is_lost() -> None:
    photo = factories.draft(licence=None)
    Photo.objects.filter(pk=photo.pk).update(licence=None)
    photo = Photo.objects.get(pk=photo.pk)
    photo.save_revision()
    editor = signed_in("editor", Role.EDITOR)
    address = reverse("photos:edit", args=[photo.pk])
    values = form_of(photo, caption_vi="Vừa gõ xong.", **{"action-submit": "1"})
    response = editor.post(address, values | {"licence": ""})
    assert response.status_code == 200
    assert "Vừa gõ xong." in response.content.decode()
    assert not Photo.objects.get(pk=photo.pk).workflow_in_progress


def test_stock_image_forms_lead_elsewhere() -> None:
    photo = factories.approved()
    editor = signed_in("editor", Role.EDITOR)
    for path, method in (
        ("/admin/images/add/", "post"),
        ("/admin/images/multiple/add/", "post"),
        (f"/admin/images/multiple/{photo.pk}/", "post"),
        (f"/admin/images/multiple/{photo.pk}/delete/", "post"),
        (f"/admin/images/{photo.pk}/", "post"),
        (f"/admin/images/{photo.pk}/delete/", "post"),
    ):
        response = getattr(editor, method)(path, {"title": "Hijacked"})
        assert response.status_code in (302, 404), path
    assert Photo.objects.get(pk=photo.pk).title_vi == photo.title_vi


def test_what_was_approved_isnt_deleted() -> None:
    photo = factories.approved()
    approver = signed_in("approver", Role.APPROVER, Role.EDITOR)
    approver.post(reverse("photos:delete", args=[photo.pk]))
    assert Photo.objects.filter(pk=photo.pk).exists()


def test_an_old_draft_cant_undo_a_withdrawal() -> None:
    photo = factories.approved()
    edited = Photo.objects.get(pk=photo.pk)
    edited.caption_vi = "Đang sửa."
    revision = edited.save_revision()
    withdraw(photo, reason="Sai", actor=None)
    revision.publish()
    after = Photo.objects.get(pk=photo.pk)
    assert after.withdrawn_at is not None and after.withdrawal_reason == "Sai"
    assert Client().get(f"/media/{photo.uuid}/original").status_code == 410


def test_a_stale_copy_saved_whole_changes_no_act() -> None:
    photo = factories.approved()
    stale = Photo.objects.get(pk=photo.pk)
    withdraw(photo, reason="Sai", actor=None)
    stale.creator = "Khác"
    stale.save()
    assert Photo.objects.get(pk=photo.pk).withdrawn_at is not None


def test_upload_without_script_and_with(client: Client) -> None:
    editor = signed_in("editor", Role.EDITOR)
    data = factories.jpeg()
    files = [
        SimpleUploadedFile("a.jpg", data, "image/jpeg"),
        SimpleUploadedFile("b.jpg", b"no", "image/jpeg"),
        SimpleUploadedFile("c.jpg", data, "image/jpeg"),
    ]
    page = editor.post(reverse("media_library_upload"), {"files": files})
    assert page.status_code == 200
    assert [outcome["outcome"] for outcome in page.context["outcomes"]] == ["accepted", "refused", "duplicate"]
    again = editor.post(
        reverse("media_library_upload"),
        {"files": [SimpleUploadedFile("d.jpg", data)]},
        headers={"Accept": "application/json"},
    )
    assert again.json()["outcomes"][0]["outcome"] == "duplicate"


def test_a_duplicate_of_another_province_shows_nothing_of_it() -> None:
    data = factories.jpeg()
    factories.draft(data=data, title_vi="Bí mật của tỉnh bạn")
    neighbour = signed_in("neighbour", Role.EDITOR, code="01")
    page = neighbour.post(reverse("media_library_upload"), {"files": [SimpleUploadedFile("x.jpg", data)]})
    assert page.context["outcomes"][0]["outcome"] == "duplicate"
    assert "Bí mật" not in page.content.decode()


def test_only_uploaders_upload() -> None:
    translator = signed_in("translator", Role.TRANSLATOR)
    assert translator.get(reverse("media_library_upload")).status_code in (302, 403)
    assert Client().get(reverse("media_library_upload")).status_code == 302


def test_a_chosen_province_must_be_ones_own() -> None:
    editor = signed_in("editor", Role.EDITOR)
    foreign = factories.province("01")
    editor.post(
        reverse("media_library_upload"),
        {"province": foreign.pk, "files": [SimpleUploadedFile("x.jpg", factories.jpeg())]},
    )
    assert not Photo.objects.filter(province=foreign).exists()


def test_the_list_costs_the_same_for_many(django_assert_max_num_queries: Any) -> None:
    editor = signed_in("editor", Role.EDITOR)
    for _ in range(6):
        factories.draft()
    editor.get(reverse("photos:list"))
    with django_assert_max_num_queries(40):
        assert editor.get(reverse("photos:list")).status_code == 200
