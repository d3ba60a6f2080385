"""Whoever holds a version from before a correction is told what was wrong, once; the others aren't disturbed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from media_library.models import Photo
from media_library.services import withdraw
from press.models import Notice, NoticeDelivery, NoticeKind, Organisation
from press.services.corrections import holders_of_earlier, tell_of_correction
from tests.media_library.factories import approved, province
from tests.press.factories import bearer, kit, officer, organisation, signed_in

pytestmark = pytest.mark.django_db

REASONS = {"reason_vi": "Sai tên bến", "reason_en": "Wrong quay", "hours": "72"}


def take(photo: Photo, partner: Organisation, file: str = "original") -> None:
    assert Client().get(f"/media/{photo.uuid}/{file}", headers=bearer(partner)).status_code == 200


def take_kit(made: Any, partner: Organisation) -> None:
    answer = Client().get(f"/api/v1/kits/{made.uuid}/download", headers=bearer(partner))
    assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def corrected(photo: Photo, caption: str = "Bến Tuần Châu, không phải Bãi Cháy") -> Photo:
    photo.caption_vi = caption
    photo.save_revision().publish()
    return Photo.objects.get(pk=photo.pk)


def told() -> set[Organisation]:
    return {delivery.organisation for delivery in NoticeDelivery.objects.all()}


def test_only_those_with_an_earlier_version_are_told_whatever_way_they_took_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    photo = approved()
    made = kit([photo])
    page, archive, renewed, later = (organisation(language=code) for code in ("fr", "lo", "en", "en"))
    take(photo, page)
    take_kit(made, archive)
    take(photo, renewed)
    assert holders_of_earlier(photo) == []
    photo = corrected(photo)
    take(photo, renewed)
    take(photo, later)
    assert set(holders_of_earlier(photo)) == {page.pk, archive.pk}
    with django_capture_on_commit_callbacks(execute=True):
        assert tell_of_correction(photo, reason="Sai tên bến", actor=None) == 2
    notice = Notice.objects.get()
    assert (notice.kind, notice.reason, told()) == (NoticeKind.CORRECTION, "Sai tên bến", {page, archive})
    assert len(outbox.outbox) == 2
    assert all(f"/media/{photo.uuid}/about" in str(mail.body) and "Sai tên bến" in mail.body for mail in outbox.outbox)
    shown = signed_in(page).get("/fr/press/notices/").content.decode()
    assert f"/fr/images/{photo.uuid}/" in shown and "Sai tên bến" in shown


def test_nobody_is_told_twice_of_one_correction_but_of_the_next_one_again() -> None:
    photo, partner = approved(), organisation()
    take(photo, partner)
    photo = corrected(photo)
    tell_of_correction(photo, reason="Một", actor=None)
    with pytest.raises(ValidationError):
        tell_of_correction(photo, reason="Một", actor=None)
    photo = corrected(photo, "Lại sửa nữa")
    assert tell_of_correction(photo, reason="Hai", actor=None) == 1


def test_an_approval_that_changes_nothing_is_no_correction() -> None:
    photo, partner = approved(), organisation()
    take(photo, partner)
    photo.save_revision().publish()
    assert holders_of_earlier(photo) == []


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_nobody_is_told(reason: str) -> None:
    photo, partner = approved(), organisation()
    take(photo, partner)
    photo = corrected(photo)
    with pytest.raises(ValidationError):
        tell_of_correction(photo, reason=reason, actor=None)
    assert not Notice.objects.exists()


def test_what_was_withdrawn_is_not_corrected() -> None:
    photo, partner = approved(), organisation()
    take(photo, partner)
    photo = corrected(photo)
    withdraw(photo, reason="Sai", actor=None)
    with pytest.raises(ValidationError):
        tell_of_correction(Photo.objects.get(pk=photo.pk), reason="Sai tên", actor=None)


def test_the_press_officer_sees_who_is_concerned_and_tells_them(client: Client) -> None:
    photo, partner = approved(), organisation()
    take(photo, partner)
    photo = corrected(photo)
    client.force_login(officer())
    holders, correct = reverse("press_holders", args=[photo.pk]), reverse("press_correct", args=[photo.pk])
    assert correct in client.get(holders).content.decode()
    assert client.get(correct).status_code == 200
    assert client.post(correct, REASONS | {"reason_vi": ""}).status_code == 200
    answer = client.post(correct, REASONS, follow=True)
    assert answer.redirect_chain and correct not in answer.content.decode()
    assert told() == {partner}
    assert client.post(correct, REASONS).status_code == 200, "an error in the form, no second notice"
    assert Notice.objects.count() == 1


def test_a_neighbour_does_not_find_it(client: Client) -> None:
    photo = approved()
    client.force_login(officer(of=province("01")))
    assert client.get(reverse("press_correct", args=[photo.pk])).status_code == 404
    assert client.post(reverse("press_correct", args=[photo.pk]), {"reason": "x"}).status_code == 404
