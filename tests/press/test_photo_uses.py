"""Holders of a replaced file are told of a correction, and kits may hold the successor in its place."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client

from media_library.models import Photo
from media_library.replacement import propose
from media_library.uses import Followed, follow, uses_of
from press.models import Kit, Notice, NoticeKind
from provinces.teams import Role
from tests.media_library import factories as assets
from tests.press.factories import bearer, in_hours, kit, organisation, signed_in

pytestmark = pytest.mark.django_db


def replaced(old: Photo) -> Photo:
    new = assets.draft()
    propose(new, old, actor=None)
    new.refresh_from_db()
    new.get_latest_revision().publish()
    return Photo.objects.get(pk=new.pk)


def officer(code: str = "22") -> Any:
    return assets.user(f"officer-{code}", Role.PRESS_OFFICER, of=assets.province(code))


def test_holders_get_a_correction_that_names_the_successor(django_capture_on_commit_callbacks: Any) -> None:
    old, paris = assets.approved(), organisation(language="fr")
    assert Client().get(f"/media/{old.uuid}/original", headers=bearer(paris)).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        new = replaced(old)
    notice = Notice.objects.get()
    assert (notice.kind, notice.asset_id, notice.successor_id) == (NoticeKind.CORRECTION, old.pk, new.pk)
    (mail,) = outbox.outbox
    assert f"/media/{new.uuid}/about" in mail.body
    page = signed_in(paris).get("/fr/press/notices/").content.decode()
    assert str(new.uuid) in page


def test_a_kit_holds_the_successor_in_the_same_place() -> None:
    first, old, last = assets.approved(), assets.approved(), assets.approved()
    made = kit([first, old, last])
    Kit.objects.filter(pk=made.pk).update(cover=old)
    new = replaced(old)
    (use,) = [use for use in uses_of(old.pk, officer()) if use.source == "kit"]
    assert follow(use, old.pk, new.pk, officer()) is Followed.SHOWN
    made = Kit.objects.get(pk=made.pk)
    assert [item.asset_id for item in made.items.order_by("sort_order")] == [first.pk, new.pk, last.pk]
    assert made.cover_id == new.pk
    assert follow(use, old.pk, new.pk, officer()) is Followed.NOTHING


def test_a_kit_that_holds_both_keeps_one() -> None:
    old = assets.approved()
    new = assets.approved()
    made = kit([old, new])
    propose(new, old, actor=None)
    (use,) = uses_of(old.pk, officer())
    assert follow(use, old.pk, new.pk, officer()) is Followed.SHOWN
    assert [item.asset_id for item in Kit.objects.get(pk=made.pk).items.all()] == [new.pk]


def test_the_kits_embargo_comes_over_the_successor() -> None:
    old = assets.approved()
    new = assets.approved()
    kit([old], embargo_until=in_hours(5))
    propose(new, old, actor=None)
    (use,) = uses_of(old.pk, officer())
    follow(use, old.pk, new.pk, officer())
    assert Photo.objects.get(pk=new.pk).embargo_until is not None


def test_kits_of_others_are_not_named() -> None:
    old = assets.approved()
    made = kit([old])
    new = replaced(old)
    assert [use for use in uses_of(old.pk, officer("01")) if use.source == "kit"] == []
    from press.photo_uses import KitUses

    assert KitUses().follow(made.pk, old.pk, new.pk, officer("01")) is Followed.NOTHING
