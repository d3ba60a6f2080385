"""Revoking a consent: at once, for good, and told to whoever holds a file."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import ModelLogEntry

from media_library import consents
from media_library.models import Change, Consent, Photo
from media_library.rights import PUBLIC_AUDIENCE, Purpose, Reason
from media_library.rights.ask import decision_on
from press.models import Notice, NoticeDelivery
from provinces.teams import Role
from tests.media_library import factories
from tests.press import factories as press

pytestmark = pytest.mark.django_db


@pytest.fixture
def consent() -> Consent:
    return factories.consent()


def shown(consent: Consent, **values: Any) -> Photo:
    return factories.approved(shows_people=True, consent=consent, **values)


def take(photo: Photo, organisation: Any) -> None:
    answer = Client().get(f"/media/{photo.uuid}/original", headers=press.bearer(organisation))
    assert answer.status_code == 200
    b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_everything_under_it_stops_at_once_and_is_told(client: Client, consent: Consent) -> None:
    first, second = shown(consent), shown(consent)
    other = factories.approved()
    agency = press.organisation()
    take(first, agency)
    take(second, agency)
    assert consents.reach_of(consent) == (2, 1)
    assert consents.revoke_consent(consent, reason="Thư ngày 3/5 của chị Hoa", actor=None) == 2
    for photo in (first, second):
        answer = client.get(f"/media/{photo.uuid}/small.webp")
        assert answer.status_code == 410
        assert client.get(f"/api/v1/assets/{photo.uuid}").status_code == 410
        assert "Hoa" not in answer.content.decode()
    assert client.get(f"/media/{other.uuid}/small.webp").status_code == 200
    told = [(c["subject_id"], c["event"]) for c in client.get("/api/v1/changes").json()["items"]]
    assert told[-2:] == [(str(first.uuid), "withdrawn"), (str(second.uuid), "withdrawn")]
    assert Notice.objects.count() == 2
    assert Notice.objects.values("act").distinct().count() == 1
    assert NoticeDelivery.objects.filter(organisation=agency).count() == 2


def test_no_name_leaves_the_province(client: Client) -> None:
    consent = Consent.objects.create(subject="Nguyễn Thị Hoa", province=factories.province(), basis="written")
    photo = shown(consent)
    consents.revoke_consent(consent, reason="Chị Hoa gọi điện", actor=None)
    said = Change.objects.filter(subject_uuid=photo.uuid).values_list("reason", flat=True)
    for text in (*said, Photo.objects.get(pk=photo.pk).withdrawal_reason):
        assert "Hoa" not in text
    assert "Hoa" not in client.get(f"/vi/images/{photo.uuid}/").content.decode()


def test_it_is_final(consent: Consent) -> None:
    photo = shown(consent)
    actor = factories.user("editor", Role.EDITOR)
    consents.revoke_consent(consent, reason="Thư", actor=actor)
    consent = Consent.objects.get(pk=consent.pk)
    assert (consent.revoked_by, consent.revocation_reason) == (actor, "Thư")
    with pytest.raises(ValidationError):
        consents.revoke_consent(consent, reason="Lại", actor=actor)
    # A stale draft that is published later changes nothing.
    photo.get_latest_revision().publish()
    photo = Photo.objects.get(pk=photo.pk)
    reasons = decision_on(photo, PUBLIC_AUDIENCE, Purpose.PREVIEW).reasons
    assert {Reason.WITHDRAWN, Reason.CONSENT_REVOKED} <= set(reasons)


def test_a_reason_is_asked_for(consent: Consent) -> None:
    photo = shown(consent)
    with pytest.raises(ValidationError):
        consents.revoke_consent(consent, reason="  ", actor=None)
    assert decision_on(Photo.objects.get(pk=photo.pk), PUBLIC_AUDIENCE, Purpose.PREVIEW).allowed


def test_drafts_leave_their_workflow_and_cannot_be_shown(consent: Consent) -> None:
    waiting = factories.in_state("in_review", shows_people=True, consent=consent)
    assert waiting.workflow_in_progress
    assert consents.revoke_consent(consent, reason="Thư", actor=None) == 0
    waiting = Photo.objects.get(pk=waiting.pk)
    assert not waiting.workflow_in_progress
    waiting.get_latest_revision().publish()
    assert not decision_on(Photo.objects.get(pk=waiting.pk), PUBLIC_AUDIENCE, Purpose.PREVIEW).allowed


def test_what_is_withdrawn_already_stays_as_it_was(consent: Consent) -> None:
    gone = factories.withdrawn(shows_people=True, consent=consent)
    shown(consent)
    assert consents.revoke_consent(consent, reason="Thư", actor=None) == 1
    assert Photo.objects.get(pk=gone.pk).withdrawal_reason == "Sai chú thích"


def test_all_or_nothing(consent: Consent, monkeypatch: Any) -> None:
    from media_library import services

    photos = [shown(consent), shown(consent)]
    real = services.withdraw

    def second_fails(asset: Any, **how: Any) -> None:
        if asset.pk == photos[1].pk:
            raise RuntimeError
        real(asset, **how)

    monkeypatch.setattr(services, "withdraw", second_fails)
    with pytest.raises(RuntimeError):
        consents.revoke_consent(consent, reason="Thư", actor=None)
    assert not Photo.objects.filter(withdrawn_at__isnull=False).exists()
    assert Consent.objects.get(pk=consent.pk).revoked_at is None


def test_it_is_in_the_history(consent: Consent) -> None:
    consents.revoke_consent(consent, reason="Thư của chị Hoa", actor=factories.user("editor", Role.EDITOR))
    entry = ModelLogEntry.objects.get(action="media_library.revoke_consent")
    assert entry.object_id == str(consent.pk)
    assert entry.data == {"assets": 0}
