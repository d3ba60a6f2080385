"""Bytes never change under an approval: a better file is a draft of its own that takes the old one's place."""

from __future__ import annotations

import io
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from cms.site_setup import ensure_site
from locales.models import TextState
from locales.text_status.selectors import statuses
from media_library.ingest import Accepted, Duplicate, Refused
from media_library.models import Asset, Change, ChangeEvent, Photo, Replacement, Resemblance, ResemblanceState
from media_library.replacement import REPLACED, propose, settle, start
from media_library.selectors import successors_of
from media_library.services import set_embargo, withdraw
from provinces.models import Sector
from provinces.teams import Role
from tests.media_library import factories
from tests.media_library.likeness.pictures import ALTERATIONS, saved, textured

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])


def signed_in(name: str, *roles: Role, code: str = "22") -> Client:
    client = Client()
    client.force_login(factories.user(name, *roles, of=factories.province(code)))
    return client


def begun(old: Photo, data: bytes | None = None) -> Photo:
    outcome = start(old, io.BytesIO(data or factories.jpeg(1800, 1200)), "DSC_9.jpg", actor=None)
    assert isinstance(outcome, Accepted), outcome
    return outcome.photo


def approve(photo: Photo) -> Photo:
    Photo.objects.get(pk=photo.pk).get_latest_revision().publish()
    return Photo.objects.get(pk=photo.pk)


# --- the draft ---------------------------------------------------------------------------------------------
def test_the_draft_has_all_texts_and_rights() -> None:
    consent = factories.consent()
    old = factories.approved(
        shows_people=True, consent=consent, keywords="biển, thuyền", place_vi="Hạ Long", title_ja="下龍湾の夜明け",
        latitude=20.9, longitude=107.1, publish_location=True, expires_at=timezone.now() + timedelta(days=90),
    )  # fmt: skip
    old.sectors.set(Sector.objects.all()[:2])
    old.save()
    with translation.override("en"):
        new = begun(old)
    texts = [
        "title_vi",
        "title_en",
        "title_ja",
        "caption_vi",
        "caption_en",
        "alt_text_vi",
        "alt_text_en",
        "place_vi",
        "keywords",
    ]
    rights = [
        "creator",
        "credit_line",
        "licence_id",
        "consent_id",
        "shows_people",
        "expires_at",
        "province_id",
        "digital_source_type",
    ]
    same = (*texts, *rights, "latitude", "longitude", "publish_location")
    assert {name: getattr(new, name) for name in same} == {name: getattr(old, name) for name in same}
    assert {sector.pk for sector in new.sectors.all()} == {sector.pk for sector in old.sectors.all()}
    assert (new.approved_at, new.live, new.uuid == old.uuid, new.sha256 == old.sha256) == (None, False, False, False)
    assert (new.width, new.height) == (1800, 1200)
    draft = new.get_latest_revision_as_object()
    assert draft.caption_en == old.caption_en and draft.licence_id == old.licence_id
    assert Photo.objects.get(pk=old.pk).withdrawn_at is None


def test_changes_that_wait_for_approval_come_along() -> None:
    old = factories.approved()
    draft = old.get_latest_revision_as_object()
    draft.caption_vi = "Chú thích mới, chưa duyệt"
    draft.save_revision()
    assert begun(Photo.objects.get(pk=old.pk)).caption_vi == "Chú thích mới, chưa duyệt"


def test_what_was_typed_for_the_new_one_stays() -> None:
    old, new = factories.approved(keywords="biển"), factories.draft(caption_vi="Của ảnh mới", keywords="")
    propose(new, old, actor=None)
    new.refresh_from_db()
    assert (new.caption_vi, new.keywords) == ("Của ảnh mới", "biển")


def test_what_the_file_says_of_how_it_was_made_stays() -> None:
    from media_library.metadata import Licensor, Outgoing, embed, packet

    made_with_ai = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
    said = packet(
        Outgoing(
            working="vi", identifier="x", digital_source_type=made_with_ai, credit="Từ tệp", licensor=Licensor("", "")
        )
    )
    new = begun(factories.approved(), embed(factories.jpeg(1200, 800), said, keep_location=False))
    assert new.digital_source_type == "compositeWithTrainedAlgorithmicMedia"
    assert new.credit_line == "Ảnh: Sở VHTTDL"


@pytest.mark.parametrize(("size", "expected"), [((1800, 1200), (600, 400)), ((1200, 1200), None)])
def test_the_focal_point_goes_along_where_the_shape_is_the_same(
    size: tuple[int, int], expected: tuple[int, int] | None
) -> None:
    old = factories.approved()
    Photo.objects.filter(pk=old.pk).update(
        focal_point_x=300, focal_point_y=200, focal_point_width=90, focal_point_height=60
    )
    old = Photo.objects.get(pk=old.pk)
    old.save_revision().publish()
    new = begun(Photo.objects.get(pk=old.pk), factories.jpeg(*size))
    found = (new.focal_point_x, new.focal_point_y) if new.has_focal_point() else None
    assert found == expected


def test_an_outdated_translation_stays_outdated() -> None:
    old = factories.approved()
    old.caption_vi = "Câu khác hẳn"
    old.save()
    old.save_revision().publish()
    assert statuses(old)["en"].state == TextState.OUTDATED
    new = approve(begun(Photo.objects.get(pk=old.pk)))
    assert statuses(new)["en"].state == TextState.OUTDATED


# --- the files that come ---------------------------------------------------------------------------------------
def test_a_bad_file_changes_nothing() -> None:
    old = factories.approved()
    outcome = start(old, io.BytesIO(b"GIF89a" + b"\0" * 50), "x.jpg", actor=None)
    assert isinstance(outcome, Refused) and outcome.reason
    assert Photo.objects.count() == 1 and not Replacement.objects.exists()


def test_a_file_of_another_kind_is_refused() -> None:
    old = factories.approved()
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    pdf += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    outcome = start(old, io.BytesIO(pdf), "x.jpg", actor=None)
    assert isinstance(outcome, Refused)
    assert Asset.objects.count() == 1 and not Replacement.objects.exists()


def test_the_same_file_is_a_duplicate() -> None:
    data = factories.jpeg()
    old = factories.approved(data=data)
    outcome = start(old, io.BytesIO(data), "x.jpg", actor=None)
    assert isinstance(outcome, Duplicate) and outcome.of.pk == old.pk
    assert not Replacement.objects.exists()


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_only_an_approved_picture_is_replaced(state: str) -> None:
    photo = factories.in_state(state)
    with pytest.raises(ValidationError):
        start(photo, io.BytesIO(factories.jpeg()), "x.jpg", actor=None)
    assert Photo.objects.count() == 1


def test_one_replacement_at_a_time() -> None:
    old = factories.approved()
    first = begun(old)
    with pytest.raises(ValidationError):
        begun(old)
    first.delete()
    assert begun(old)


def test_a_better_file_of_the_same_picture_is_no_open_resemblance() -> None:
    picture = textured(1)
    old = factories.approved(data=saved(ALTERATIONS["JPEG quality 40"](picture)))
    new = begun(old, saved(picture, quality=95))
    found = Resemblance.objects.get()
    assert (found.photo_id, found.other_id, found.state) == (new.pk, old.pk, ResemblanceState.SAME)


# --- taking the place ------------------------------------------------------------------------------------------
def test_at_its_approval_it_takes_the_place() -> None:
    old = factories.approved()
    new = approve(begun(old))
    old = Photo.objects.get(pk=old.pk)
    assert old.withdrawn_at is not None and old.withdrawal_reason == REPLACED
    assert old.successor_id == new.pk and new.approved_at is not None
    assert Replacement.objects.get().settled_at is not None
    events = list(Change.objects.filter(subject_uuid__in=(old.uuid, new.uuid)).values_list("event", flat=True))
    assert events == [ChangeEvent.APPROVED, ChangeEvent.APPROVED, ChangeEvent.WITHDRAWN]
    assert old.file.storage.exists(old.file.name)


def test_the_old_address_names_the_successor_in_the_readers_language(client: Client) -> None:
    old = factories.approved()
    new = approve(begun(old))
    answer = client.get(f"/api/v1/assets/{old.uuid}")
    assert answer.status_code == 410 and answer.json()["successor"] == str(new.uuid)
    page = client.get(f"/media/{old.uuid}/large.webp")
    assert page.status_code == 410 and str(new.uuid) in page.content.decode()
    assert client.get(f"/media/{new.uuid}/large.webp").status_code == 200
    assert REPLACED in client.get(f"/en/images/{old.uuid}/").content.decode()


def test_an_embargo_goes_over_to_the_successor(client: Client) -> None:
    old = factories.approved()
    until = timezone.now() + timedelta(days=2)
    set_embargo(old, until, actor=None)
    new = begun(Photo.objects.get(pk=old.pk))
    assert Photo.objects.get(pk=new.pk).embargo_until == until
    later = until + timedelta(days=3)
    set_embargo(old, later, actor=None)
    new = approve(new)
    assert new.embargo_until == later
    assert client.get(f"/media/{new.uuid}/small.webp").status_code == 404


def test_a_withdrawal_meanwhile_keeps_its_reason() -> None:
    old = factories.approved()
    new = begun(old)
    withdraw(old, reason="Người trong ảnh rút lại đồng ý", actor=None)
    new = approve(new)
    old = Photo.objects.get(pk=old.pk)
    assert (old.withdrawal_reason, old.successor_id) == ("Người trong ảnh rút lại đồng ý", new.pk)


def test_a_second_approval_changes_nothing_more() -> None:
    old = factories.approved()
    new = approve(begun(old))
    withdrawn_at = Photo.objects.get(pk=old.pk).withdrawn_at
    new.caption_vi = "Sửa lại"
    new.save_revision().publish()
    settle(new, actor=None)
    assert Photo.objects.get(pk=old.pk).withdrawn_at == withdrawn_at
    assert Change.objects.filter(event=ChangeEvent.WITHDRAWN).count() == 1


def test_an_approved_one_takes_the_place_at_once() -> None:
    old, new = factories.approved(), factories.approved()
    propose(new, old, actor=None)
    assert Photo.objects.get(pk=old.pk).successor_id == new.pk


def test_successors_are_followed_to_the_last_and_never_in_circles() -> None:
    photos = [factories.approved() for _ in range(4)]
    for old, new in pairwise(photos):
        withdraw(old, reason="x", actor=None, successor=new.asset_ptr)
    ids = [photo.pk for photo in photos]
    assert successors_of(ids) == dict.fromkeys(ids[:3], ids[3])
    Photo.objects.filter(pk=ids[3]).update(withdrawn_at=timezone.now(), successor=ids[0])
    assert set(successors_of(ids)) <= set(ids)


# --- in the admin ---------------------------------------------------------------------------------------------
def address(photo: Photo) -> str:
    return reverse("media_library_replace", args=[photo.pk])


def upload(data: bytes, name: str = "better.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


def test_an_editor_replaces_the_picture() -> None:
    old, editor = factories.approved(), signed_in("editor", Role.EDITOR)
    assert address(old) in editor.get(reverse("photos:edit", args=[old.pk])).content.decode()
    assert editor.get(address(old)).status_code == 200
    answer = editor.post(address(old), {"file": upload(factories.jpeg(1800, 1200))})
    new = Photo.objects.get(replacement__predecessor=old)
    assert answer.status_code == 302 and answer["Location"] == reverse("photos:edit", args=[new.pk])
    assert new.uploaded_by_user.username == "editor"
    edit = editor.get(answer["Location"]).content.decode()
    assert reverse("photos:edit", args=[old.pk]) in edit
    shown = editor.get(reverse("photos:edit", args=[old.pk])).content.decode()
    assert address(old) not in shown and answer["Location"] in shown
    assert editor.get(address(old)).status_code == 302


@pytest.mark.parametrize(
    ("name", "roles", "code", "status"),
    [("neighbour", (Role.EDITOR, Role.APPROVER), "01", 404), ("translator", (Role.TRANSLATOR,), "22", 302)],
)
def test_others_may_not(name: str, roles: tuple[Role, ...], code: str, status: int) -> None:
    old = factories.approved()
    client = signed_in(name, *roles, code=code)
    assert client.get(address(old)).status_code == status
    assert client.post(address(old), {"file": upload(factories.jpeg())}).status_code == status
    assert Photo.objects.count() == 1 and not Replacement.objects.exists()


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\xff\xd8\xff" + b"\0" * 100, factories.jpeg(seed=5)[:3000]])
def test_a_file_that_will_not_do_is_named_with_its_reason(data: bytes) -> None:
    old, editor = factories.approved(), signed_in("editor", Role.EDITOR)
    answer = editor.post(address(old), {"file": upload(data)})
    assert answer.status_code == 200 and "errorlist" in answer.content.decode()
    assert Photo.objects.count() == 1


def test_no_file_and_the_same_file() -> None:
    data = factories.jpeg()
    old, editor = factories.approved(data=data), signed_in("editor", Role.EDITOR)
    assert "errorlist" in editor.post(address(old), {}).content.decode()
    assert "errorlist" in editor.post(address(old), {"file": upload(data)}).content.decode()
    other = factories.jpeg()
    hidden = factories.draft(data=other, of=factories.province("01"), title_vi="Bí mật của tỉnh bạn")
    shown = editor.post(address(old), {"file": upload(other)}).content.decode()
    assert "errorlist" in shown and hidden.title_vi not in shown
    assert not Replacement.objects.exists()


def test_a_picture_with_a_bomb_inside_is_refused(settings: Any) -> None:
    settings.IMAGE_MAX_PIXELS = 1_000_000
    old, editor = factories.approved(), signed_in("editor", Role.EDITOR)
    buffer = io.BytesIO()
    Image.new("RGB", (2000, 2000)).save(buffer, "PNG")
    assert "errorlist" in editor.post(address(old), {"file": upload(buffer.getvalue())}).content.decode()
    assert Photo.objects.count() == 1
