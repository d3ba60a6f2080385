"""`POST /api/v1/assets` and the tokens it takes."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from media_library import staff_tokens
from media_library.api.repeats import forget_old
from media_library.models import Photo, RepeatedRequest, StaffToken
from media_library.rights.audiences import audience_of
from provinces.models import Sector
from provinces.teams import Role
from tests.leak.world import organisation
from tests.media_library import factories
from tests.media_library.metadata.camera_files import camera_jpeg
from tests.media_library.uploads.sending import signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/assets"


def token(name: str = "editor", code: str = "22", **options: Any) -> tuple[StaffToken, str]:
    user = factories.user(name, Role.EDITOR, of=factories.province(code))
    return staff_tokens.issue(user, factories.province(code), "Hãng XQ", actor=user, **options)


def post(secret: str | None, data: bytes | None = None, name: str = "a.jpg", *, headers: dict[str, str] | None = None,
         client: Client | None = None, **fields: Any) -> Any:  # fmt: skip
    sent = ({"Authorization": f"Bearer {secret}"} if secret is not None else {}) | (headers or {})
    content = factories.jpeg(300, 200) if data is None else data
    return (client or Client()).post(ADDRESS, {"file": SimpleUploadedFile(name, content), **fields}, headers=sent)


def test_a_file_becomes_a_draft_with_what_was_typed() -> None:
    made, secret = token()
    slug = Sector.objects.values_list("slug", flat=True)[0]
    data = camera_jpeg(300, 200, iim=[(120, "Của máy ảnh"), (80, "Trần Văn Bình")])
    answer = post(secret, data, "Bình minh.jpg", caption_vi="Của hãng", caption_en="By the agency",
                  licence="province-open", sectors=slug, shows_people="yes", keywords="a, b")  # fmt: skip
    assert answer.status_code == 201, answer.content
    body = answer.json()
    photo = Photo.objects.get(uuid=body["id"])
    assert body["state"] == "draft" and answer["Location"] == body["links"]["self"]
    assert (photo.caption_vi, photo.caption_en, photo.creator) == ("Của hãng", "By the agency", "Trần Văn Bình")
    assert photo.licence == factories.licence() and photo.shows_people and photo.keywords == "a, b"
    assert [sector.slug for sector in photo.sectors.all()] == [slug]
    assert photo.province == made.province and photo.uploaded_by_user == made.user and not photo.live
    assert Client().get(f"{ADDRESS}/{photo.uuid}").status_code == 404


def test_fields_as_json_and_as_parts() -> None:
    _made, secret = token()
    slugs = list(Sector.objects.values_list("slug", flat=True)[:2])
    fields = {"title_vi": "Từ JSON", "caption_vi": "Từ JSON", "sectors": slugs, "shows_people": False, "latitude": 20.9}
    answer = post(secret, fields=json.dumps(fields), caption_vi="Từ phần riêng")
    assert answer.status_code == 201, answer.content
    photo = Photo.objects.get()
    assert (photo.title_vi, photo.caption_vi, photo.latitude) == ("Từ JSON", "Từ phần riêng", 20.9)
    assert photo.sectors.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"caption_vn": "x"},
        {"approved_at": "2026-01-01"},
        {"sha256": "0" * 64},
        {"uuid": "x"},
        {"fields": "no json"},
        {"fields": "[1]"},
        {"fields": '{"caption_vi": {"a": 1}}'},
        {"fields": '{"live": true}'},
        {"fields": "[" * 10_000},
        {"licence": "nowhere"},
        {"taken_at": "hôm qua"},
        {"title_vi": "x" * 10_000},
        {"province": "01"},
        {"province": "99"},
    ],
)
def test_fields_that_arent_right_keep_the_file_out(fields: dict[str, str]) -> None:
    _made, secret = token()
    answer = post(secret, **fields)
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 422 and answer.json()["detail"]
    assert not Photo.objects.exists()


@pytest.mark.parametrize("data", [b"", b"words", b"\xff\xd8\xff", b"PK\x03\x04"])
def test_a_bad_file_is_refused_with_the_reason(data: bytes) -> None:
    _made, secret = token()
    answer = post(secret, data)
    assert answer.status_code == 422 and answer.json()["detail"]
    assert not Photo.objects.exists()


def test_without_a_file() -> None:
    _made, secret = token()
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().post(ADDRESS, {"title_vi": "x"}, headers=headers).status_code == 422
    assert Client().post(ADDRESS, b"{}", content_type="application/json", headers=headers).status_code == 422
    assert Client().post(ADDRESS, b"--x", content_type="multipart/form-data; boundary=x",
                         headers=headers).status_code in (400, 422)  # fmt: skip


def test_too_big(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    _made, secret = token()
    assert post(secret, b"x" * 1200).status_code == 413
    answer = Client().generic("POST", ADDRESS, b"", content_type="multipart/form-data; boundary=x",
                              headers={"Authorization": f"Bearer {secret}"}, CONTENT_LENGTH=str(10**12))  # fmt: skip
    assert answer.status_code == 413 and answer["Content-Type"] == "application/problem+json"


# --- duplicates ----------------------------------------------------------------------------------------
def test_a_duplicate_of_ones_own_province_is_named() -> None:
    _made, secret = token()
    data = factories.jpeg(300, 200)
    first = post(secret, data).json()["id"]
    answer = post(secret, data)
    assert answer.status_code == 409 and answer.json()["of"] == first
    assert Photo.objects.count() == 1


def test_a_duplicate_of_a_neighbours_draft_isnt() -> None:
    data = factories.jpeg(300, 200)
    hidden = factories.draft(data=data, title_vi="Bí mật")
    _made, secret = token("neighbour", "01")
    answer = post(secret, data)
    assert answer.status_code == 409 and "of" not in answer.json()
    assert str(hidden.uuid) not in answer.content.decode() and "Bí mật" not in answer.content.decode()


def test_a_duplicate_of_what_everybody_sees_is_named() -> None:
    data = factories.jpeg(300, 200)
    shown = factories.approved(data=data)
    _made, secret = token("neighbour", "01")
    assert post(secret, data).json()["of"] == str(shown.uuid)


# --- sent twice ------------------------------------------------------------------------------------------
def test_the_same_key_gets_the_same_answer() -> None:
    _made, secret = token()
    data, key = factories.jpeg(300, 200), {"Idempotency-Key": "2026-05-04/1"}
    first, second = (post(secret, data, headers=key, title_vi="x") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json() and second["Idempotency-Replayed"] == "true"
    assert Photo.objects.count() == 1


def test_the_same_key_for_something_else_is_refused() -> None:
    _made, secret = token()
    key = {"Idempotency-Key": "k"}
    data = factories.jpeg(300, 200)
    assert post(secret, data, headers=key).status_code == 201
    assert post(secret, data, headers=key, title_vi="khác").status_code == 422
    assert post(secret, headers=key).status_code == 422
    assert post(token("other")[1], headers=key).status_code == 201


def test_a_first_request_at_work_and_one_that_died() -> None:
    made, secret = token()
    data, key = factories.jpeg(300, 200), {"Idempotency-Key": "k"}
    assert post(secret, data, headers=key).status_code == 201
    RepeatedRequest.objects.update(status=0, at=timezone.now())
    assert post(secret, data, headers=key).status_code == 409
    RepeatedRequest.objects.update(at=timezone.now() - timedelta(hours=1))
    assert post(secret, data, headers=key).status_code == 409  # done again: by now a duplicate
    assert RepeatedRequest.objects.get(token=made).status == 409
    RepeatedRequest.objects.update(at=timezone.now() - timedelta(days=8))
    assert forget_old(made) == 1


def test_a_key_without_end() -> None:
    _made, secret = token()
    assert post(secret, headers={"Idempotency-Key": "x" * 256}).status_code == 422


# --- who ------------------------------------------------------------------------------------------------
def test_nobody_a_partner_and_a_session_bring_nothing() -> None:
    _partner, partner_secret = organisation("Granted", "LA")
    assert post(None).status_code == 401
    assert post("pit_unknown").status_code == 401
    assert post("nonsense").status_code == 401
    assert post("").status_code == 401
    assert post(partner_secret).status_code == 403
    assert post(None, client=signed_in("editor", Role.EDITOR)).status_code == 401
    assert "Bearer" in post(None)["WWW-Authenticate"]
    assert not Photo.objects.exists()


@pytest.mark.parametrize("end", ["expired", "revoked", "left", "inactive"])
def test_a_token_that_ended(end: str) -> None:
    made, secret = token()
    match end:
        case "expired":
            StaffToken.objects.update(expires_at=timezone.now())
        case "revoked":
            staff_tokens.revoke(made, actor=None)
        case "left":
            made.user.groups.clear()
        case "inactive":
            made.user.is_active = False
            made.user.save()
    assert post(secret).status_code == 401
    assert Client().get(ADDRESS, headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert not Photo.objects.exists()


def test_a_token_reads_as_staff_of_its_province() -> None:
    made, secret = token()
    internal = factories.approved(licence=factories.licence("internal"))
    foreign = factories.approved(of=factories.province("01"), licence=factories.licence("press"))
    headers = {"Authorization": f"Bearer {secret}"}
    listed = [item["id"] for item in Client().get(ADDRESS, headers=headers).json()["items"]]
    assert str(internal.uuid) in listed and str(foreign.uuid) not in listed
    request = RequestFactory().get("/", headers=headers)
    assert audience_of(request).works_in(made.province_id)
    assert not audience_of(request).works_in(factories.province("01").pk)
    made.refresh_from_db()
    assert made.last_used_at is not None
    answer = Client().get(ADDRESS, headers=headers)
    assert "private" in answer["Cache-Control"]


def test_a_superusers_token_is_for_one_province_too() -> None:
    admin = factories.user("admin", is_superuser=True, is_staff=True)
    _made, secret = staff_tokens.issue(admin, factories.province("01"), "x", actor=admin)
    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {secret}"})
    assert audience_of(request).works_in(factories.province("01").pk)
    assert not audience_of(request).works_in(factories.province("22").pk)


def test_what_is_kept_doesnt_give_the_token_away() -> None:
    made, secret = token()
    assert secret.startswith("pit_") and secret.startswith(made.prefix) and len(made.prefix) < 12
    assert secret not in str(StaffToken.objects.values_list()[0])


@pytest.mark.parametrize(("name", "days"), [("", 30), ("x", 0), ("x", 731)])
def test_tokens_that_arent_issued(name: str, days: int) -> None:
    user = factories.user("editor", Role.EDITOR)
    with pytest.raises(ValidationError):
        staff_tokens.issue(user, factories.province(), name, days=days, actor=user)
    with pytest.raises(ValidationError):
        staff_tokens.issue(user, factories.province("01"), "x", actor=user)


# --- the admin's page ----------------------------------------------------------------------------------
def test_a_token_is_shown_once_and_works() -> None:
    client = signed_in()
    form = {"act": "issue", "name": "Hãng ảnh", "province": factories.province().pk, "days": 30}
    page = client.post(reverse("media_library_tokens"), form)
    secret = page.context["secret"]
    assert secret in page.content.decode() and "no-store" in page["Cache-Control"]
    assert secret not in client.get(reverse("media_library_tokens")).content.decode()
    assert post(secret).status_code == 201
    client.post(reverse("media_library_tokens"), {"act": "revoke", "pk": StaffToken.objects.get().pk})
    assert post(secret).status_code == 401


def test_tokens_are_for_ones_own_province_and_ones_own_eyes() -> None:
    made, _secret = token()
    neighbour = signed_in("neighbour", Role.EDITOR, code="01")
    assert "Hãng XQ" not in neighbour.get(reverse("media_library_tokens")).content.decode()
    assert neighbour.post(reverse("media_library_tokens"), {"act": "revoke", "pk": made.pk}).status_code == 404
    form = {"act": "issue", "name": "x", "province": factories.province().pk, "days": 30}
    assert not neighbour.post(reverse("media_library_tokens"), form).context["secret"]
    assert signed_in("translator", Role.TRANSLATOR).get(reverse("media_library_tokens")).status_code in (302, 403)
    for pk in ("", "x", "9" * 30):
        assert neighbour.post(reverse("media_library_tokens"), {"act": "revoke", "pk": pk}).status_code == 404
    made.refresh_from_db()
    assert made.revoked_at is None


def test_an_approver_revokes_what_comes_into_their_province() -> None:
    made, secret = token()
    approver = signed_in("approver", Role.APPROVER)
    assert "Hãng XQ" in approver.get(reverse("media_library_tokens")).content.decode()
    approver.post(reverse("media_library_tokens"), {"act": "revoke", "pk": made.pk})
    assert post(secret).status_code == 401


def test_the_description_tells_of_tokens() -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert described["components"]["securitySchemes"]["AccessToken"]["scheme"] == "bearer"
    paths = described["paths"]
    assert paths[ADDRESS]["get"]["security"] == [{}, {"AccessToken": []}]
    assert paths[ADDRESS]["post"]["security"] == [{"StaffAccess": []}]
    assert "multipart/form-data" in paths[ADDRESS]["post"]["requestBody"]["content"]
