"""Kits and their embargo: who sees what before and after the minute, without anybody pressing a button."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from media_library.models import Asset, Change, Photo
from media_library.rights import PUBLIC_AUDIENCE, Audience, Purpose
from media_library.rights.ask import decision_on
from media_library.rights.sql import allowed
from press.models import Kit, KitState, Organisation
from press.services import kits as service
from press.services import partners
from tests.media_library.factories import approved, embargoed, licence, withdrawn
from tests.press.factories import bearer, in_hours, kit, organisation, signed_in

pytestmark = pytest.mark.django_db


def may(photo: Photo, audience: Audience, purpose: Purpose = Purpose.PREVIEW, at: datetime | None = None) -> bool:
    """Asks the decision, and that its SQL twin says the same."""
    moment = at or timezone.now()
    asset = Asset.objects.select_related("licence", "consent").get(pk=photo.pk)
    decided = decision_on(asset, audience, purpose, moment).allowed
    assert Asset.objects.filter(allowed(audience, purpose, moment), pk=photo.pk).exists() == decided
    return decided


def partner_of(made: Organisation, *, accepted: bool = True) -> Audience:
    return Audience.partner(made.pk, made.country, terms_accepted=accepted)


def embargo_of(photo: Photo) -> datetime | None:
    return Asset.objects.get(pk=photo.pk).embargo_until


def test_publishing_hides_what_was_public_and_says_what() -> None:
    public, hidden = approved(), approved(licence=licence("internal"))
    until = in_hours(2)
    made = kit([public, hidden], embargo_until=until, publish=False)
    assert [asset.pk for asset in service.publish(made, actor=None)] == [public.pk]
    assert embargo_of(public) == embargo_of(hidden) == until
    assert Client().get(f"/media/{public.uuid}/small.jpg").status_code == 404


def test_before_and_after_the_minute() -> None:
    photo, granted, stranger = approved(), organisation(), organisation()
    until = in_hours(2)
    made = kit([photo], embargo_until=until, grants=[(granted, True)])
    for at, everybody in ((until - timedelta(microseconds=1), False), (until, True)):
        assert may(photo, PUBLIC_AUDIENCE, at=at) is everybody
        assert may(photo, partner_of(stranger), at=at) is everybody
        assert may(photo, partner_of(granted), at=at)
        assert may(photo, partner_of(granted), Purpose.REDISTRIBUTION, at)
    url = f"/en/press/kits/{made.slug}/"
    assert Client().get(url).status_code == 404
    assert signed_in(stranger).get(url).status_code == 404
    page = signed_in(granted).get(url)
    assert page.status_code == 200
    assert b"Under embargo until" in page.content
    assert page["Cache-Control"].startswith("private")
    with mock.patch.object(timezone, "now", return_value=until):
        opened = Client().get(url)
        assert opened.status_code == 200
        assert b"Under embargo until" not in opened.content


def test_a_grant_for_after_the_embargo_opens_nothing_before() -> None:
    photo, granted = approved(), organisation()
    kit([photo], embargo_until=in_hours(2), grants=[(granted, False)], audience="organisations")
    assert not may(photo, partner_of(granted))


def test_a_grant_ends_with_the_kit_and_with_the_partnership() -> None:
    photo, granted = approved(), organisation()
    made = kit([photo], embargo_until=in_hours(2), grants=[(granted, True)])
    partners.suspend(granted, actor=None)
    assert not may(photo, partner_of(granted))
    partners.verify(granted, actor=None)
    assert may(photo, partner_of(granted))
    service.close(made, actor=None)
    assert not may(photo, partner_of(granted))
    assert embargo_of(photo) is not None


def test_a_draft_kit_grants_nothing() -> None:
    photo, granted = embargoed(), organisation()
    kit([photo], embargo_until=in_hours(90), grants=[(granted, True)], publish=False)
    assert not may(photo, partner_of(granted))


def test_a_kit_opens_an_asset_only_up_to_its_own_embargo() -> None:
    photo, granted = approved(), organisation()
    kit([photo], embargo_until=in_hours(2), grants=[(granted, True)])
    later = kit([photo], embargo_until=in_hours(48))
    assert embargo_of(photo) == later.embargo_until
    assert not may(photo, partner_of(granted))
    assert not may(photo, PUBLIC_AUDIENCE, at=in_hours(3))


def test_an_embargo_set_before_and_longer_stays() -> None:
    photo = embargoed()
    before = embargo_of(photo)
    made = kit([photo], embargo_until=in_hours(1))
    assert embargo_of(photo) == before
    service.move_embargo(made, None, actor=None)
    assert embargo_of(photo) == before


def test_moving_and_lifting_move_the_assets_with_it() -> None:
    photo, other = approved(), embargoed()
    made = kit([photo, other], embargo_until=in_hours(2))
    earlier, later = in_hours(1), in_hours(500)
    service.move_embargo(made, earlier, actor=None)
    assert embargo_of(photo) == earlier
    service.move_embargo(made, later, actor=None)
    assert embargo_of(photo) == embargo_of(other) == later
    service.move_embargo(made, None, actor=None)
    assert embargo_of(photo) is None
    assert embargo_of(other) is None
    assert Kit.objects.get(pk=made.pk).embargo_until is None


def test_lifting_one_kit_leaves_what_another_holds() -> None:
    photo = approved()
    first, second = kit([photo], embargo_until=in_hours(5)), kit([photo], embargo_until=in_hours(3))
    service.move_embargo(first, None, actor=None)
    assert embargo_of(photo) == second.embargo_until


def test_a_published_kit_that_gets_a_picture_hides_it() -> None:
    from press.models import KitItem

    made, late = kit([approved()], embargo_until=in_hours(2)), approved()
    KitItem.objects.create(kit=made, asset_id=late.pk)
    assert may(late, PUBLIC_AUDIENCE)
    assert [asset.pk for asset in service.publish_changes(made, actor=None)] == [late.pk]
    assert not may(late, PUBLIC_AUDIENCE)


def test_a_kit_without_or_after_its_embargo_hides_nothing() -> None:
    photo = approved()
    kit([photo])
    kit([photo], embargo_until=in_hours(-1))
    assert embargo_of(photo) is None
    assert may(photo, PUBLIC_AUDIENCE)


def test_what_cant_be_done() -> None:
    made = kit()
    with pytest.raises(ValidationError):
        service.publish(made, actor=None)
    with pytest.raises(ValidationError):
        service.move_embargo(made, timezone.now(), actor=None)
    service.close(made, actor=None)
    with pytest.raises(ValidationError):
        service.close(made, actor=None)
    with pytest.raises(ValidationError):
        service.move_embargo(made, None, actor=None)
    service.publish(made, actor=None)
    assert Kit.objects.get(pk=made.pk).state == KitState.PUBLISHED


def test_the_change_log_tells_of_kits() -> None:
    made = kit(embargo_until=in_hours(2))
    service.move_embargo(made, in_hours(3), actor=None, reason="Rain")
    service.settle_edit(made, actor=None)
    service.close(made, actor=None, reason="Cancelled")
    mine = Change.objects.filter(subject="kit", subject_uuid=made.uuid)
    assert [(change.event, change.reason) for change in mine] == [
        ("approved", ""),
        ("embargo_changed", "Rain"),
        ("updated", ""),
        ("withdrawn", "Cancelled"),
    ]


def test_each_picture_of_a_kit_is_asked_on_its_own() -> None:
    open_, internal, press_only, gone = (
        approved(),
        approved(licence=licence("internal")),
        approved(licence=licence("press")),
        withdrawn(),
    )
    made = kit([open_, internal, press_only, gone])
    public = Client().get(f"/en/press/kits/{made.slug}/").content.decode()
    shown = {str(photo.uuid) for photo in (open_, internal, press_only, gone) if f'id="a-{photo.uuid}"' in public}
    assert shown == {str(open_.uuid)}
    assert f'id="w-{gone.uuid}"' in public
    partner = signed_in(organisation()).get(f"/en/press/kits/{made.slug}/").content.decode()
    assert f'id="a-{press_only.uuid}"' in partner
    assert f'id="a-{internal.uuid}"' not in partner


def test_the_page_says_in_one_glance_what_one_needs() -> None:
    photo = approved()
    made = kit([photo])
    page = Client().get(f"/en/press/kits/{made.slug}/")
    text = page.content.decode()
    for words in (
        "The festival opens",
        "Second paragraph.",
        "300 boats",
        "Boats leave at dawn.",
        "Ảnh: Sở VHTTDL",
        "900 × 600 px",
        f"/media/{photo.uuid}/original",
    ):
        assert words in text
    assert page["Cache-Control"] == "public, no-cache"
    assert "Cookie" in page["Vary"]


def test_a_reader_without_a_translation_gets_the_nearest_language_marked() -> None:
    made = kit([approved()])
    text = Client().get(f"/fr/press/kits/{made.slug}/").content.decode()
    assert '<h1 lang="en">' in text
    assert "The festival opens" in text


@pytest.mark.parametrize("number", [1, 5])
def test_the_number_of_queries_doesnt_grow(number: int, django_assert_max_num_queries: Any) -> None:
    photos = [approved() for _index in range(number)]
    made = kit(photos)
    for _index in range(number):
        kit(photos)
    Client().get("/en/press/")
    with django_assert_max_num_queries(26):
        assert Client().get("/en/press/").status_code == 200
    with django_assert_max_num_queries(26):
        assert Client().get(f"/en/press/kits/{made.slug}/").status_code == 200


def test_the_room_shows_each_what_is_theirs() -> None:
    granted = organisation()
    public, early = kit([approved()]), kit([approved()], embargo_until=in_hours(2), grants=[(granted, True)])
    draft = kit(publish=False)
    room = Client().get("/en/press/").content.decode()
    assert public.title_en in room
    assert early.title_en not in room
    assert draft.title_en not in room
    mine = signed_in(granted).get("/en/press/").content.decode()
    assert early.title_en in mine
    assert "Under embargo" in mine
    assert draft.title_en not in mine


def test_staff_see_their_drafts_and_others_dont() -> None:
    from provinces.teams import Role
    from tests.media_library.factories import province, user

    draft = kit(publish=False)
    own, other = Client(), Client()
    own.force_login(user("own-editor", Role.EDITOR, of=draft.province))
    other.force_login(user("other-editor", Role.EDITOR, of=province("01")))
    assert own.get(f"/en/press/kits/{draft.slug}/").status_code == 200
    assert other.get(f"/en/press/kits/{draft.slug}/").status_code == 404
    assert own.get(f"/api/v1/kits/{draft.uuid}").status_code == 404


def test_unknown_and_hidden_look_alike() -> None:
    hidden = kit([approved()], embargo_until=in_hours(2))
    pages = [Client().get(f"/en/press/kits/{slug}/") for slug in (hidden.slug, "no-such-kit")]
    assert {page.status_code for page in pages} == {404}
    assert pages[0].content.replace(hidden.slug.encode(), b"") == pages[1].content.replace(b"no-such-kit", b"")
    for ending in ("", "/download"):
        answers = [
            Client().get(f"/api/v1/kits/{uuid}{ending}", headers=bearer(organisation()))
            for uuid in (hidden.uuid, "00000000-0000-4000-8000-000000000000")
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert answers[0].content == answers[1].content
