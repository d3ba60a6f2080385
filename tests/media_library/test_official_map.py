"""A picture of a map isn't given out, nor approved, before its approver has compared it with the official one."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import WorkflowState

from media_library.columns import columns
from media_library.explain.mends import Mender
from media_library.models import Asset, Photo
from media_library.rights import PUBLIC_AUDIENCE, Purpose, Reason
from media_library.rights.ask import decision_on
from media_library.services import missing_for_approval, tick_official_map, withdraw
from provinces.teams import Role
from tests.media_library import factories
from tests.media_library.kinds.test_admin import form_of, signed_in

pytestmark = pytest.mark.django_db


def reasons(photo: Any) -> tuple[Reason, ...]:
    asset = Asset.objects.select_related("licence", "consent").get(pk=photo.pk)
    return decision_on(asset, PUBLIC_AUDIENCE, Purpose.PREVIEW).reasons


def address(photo: Any) -> str:
    return f"/admin/photos/{photo.pk}/official-map/"


@pytest.mark.parametrize("kind", ["photo", "graphic"])
def test_nobody_gets_it_before_the_tick_and_everybody_after(client: Client, kind: str) -> None:
    asset = factories.approved(kind=kind, shows_map=True)
    assert reasons(asset) == (Reason.MAP_NOT_CHECKED,)
    assert client.get(f"/api/v1/assets/{asset.uuid}").status_code == 404
    assert client.get(f"/media/{asset.uuid}/original").status_code == 404
    approver = factories.user("approver", Role.APPROVER, of=asset.province)
    tick_official_map(asset, actor=approver)
    assert reasons(asset) == ()
    assert client.get(f"/api/v1/assets/{asset.uuid}").status_code == 200
    kept = Asset.objects.get(pk=asset.pk)
    assert kept.map_checked_by == approver and kept.map_checked_at is not None


def test_only_who_may_approve_ticks(client: Client) -> None:
    photo = factories.draft(shows_map=True)
    for name, role, of, status in (
        ("editor", Role.EDITOR, photo.province, 302),
        ("stranger", Role.APPROVER, factories.province("01"), 404),
    ):
        client.force_login(factories.user(name, role, of=of))
        assert client.post(address(photo), {"follows": "on"}).status_code == status
        assert Photo.objects.get(pk=photo.pk).map_checked_at is None
    client.force_login(factories.user("approver", Role.APPROVER, of=photo.province))
    assert client.get(address(photo)).status_code == 200
    assert client.post(address(photo), {}).status_code == 200
    assert Photo.objects.get(pk=photo.pk).map_checked_at is None
    assert client.post(address(photo), {"follows": "on"}).status_code == 302
    assert Photo.objects.get(pk=photo.pk).map_checked_at is not None
    assert client.get("/admin/photos/999999/official-map/").status_code == 404


def test_the_approval_asks_for_it_and_handing_in_does_not() -> None:
    photo = factories.draft(shows_map=True)
    before = missing_for_approval(photo)
    assert len(missing_for_approval(photo, decides=True)) == len(before) + 1
    tick_official_map(photo, actor=factories.user("approver", Role.APPROVER, of=photo.province))
    assert missing_for_approval(Photo.objects.get(pk=photo.pk), decides=True) == before


def test_the_explanation_leads_the_approver_to_it_and_tells_the_editor_whom_to_ask() -> None:
    from django.utils import timezone

    photo = factories.draft(shows_map=True)
    asset = Asset.objects.select_related("licence", "consent", "province").get(pk=photo.pk)

    def mend(role: Role) -> Any:
        user = factories.user(f"a-{role}", role, of=photo.province)
        return Mender(user, asset, photo, timezone.now()).mend(Reason.MAP_NOT_CHECKED)

    assert [url for _words, url in mend(Role.APPROVER).links] == [address(photo)]
    assert not mend(Role.EDITOR).links and mend(Role.EDITOR).note


def test_no_older_draft_and_no_stale_save_takes_it_back() -> None:
    photo = factories.draft(shows_map=True)
    stale = Photo.objects.get(pk=photo.pk)
    tick_official_map(photo, actor=factories.user("approver", Role.APPROVER, of=photo.province))
    stale.save()
    stale.get_latest_revision().publish()
    assert Photo.objects.get(pk=photo.pk).map_checked_at is not None


def test_what_is_withdrawn_is_not_ticked_any_more() -> None:
    photo = factories.approved(shows_map=True)
    withdraw(photo, reason="Sai", actor=None)
    with pytest.raises(ValidationError):
        tick_official_map(photo, actor=factories.user("approver", Role.APPROVER, of=photo.province))


def test_a_better_file_is_compared_anew() -> None:
    from media_library.replacement import propose

    old = factories.approved(shows_map=True)
    tick_official_map(old, actor=factories.user("approver", Role.APPROVER, of=old.province))
    new = factories.draft()
    propose(new, Photo.objects.get(pk=old.pk), actor=None)
    new = Photo.objects.get(pk=new.pk)
    assert new.shows_map and new.map_checked_at is None


def test_spreadsheets_batches_and_lists_know_the_column_and_none_can_tick() -> None:
    assert columns()["shows_map"].together and columns()["shows_map"].beside_files
    assert not {"map_checked_at", "map_checked_by"} & set(columns())


def test_no_approval_through_the_form_before_the_tick(client: Client) -> None:
    from cms.page_access import put_photos_under_approval

    put_photos_under_approval()
    drawing = factories.draft(kind="graphic", shows_map=True)
    form = reverse(f"{drawing.admin_namespace}:edit", args=[drawing.pk])
    editor = signed_in(Role.EDITOR)
    assert editor.post(form, form_of(editor, form) | {"action-submit": "1"}).status_code == 302
    state = WorkflowState.objects.get()
    approver = signed_in(Role.APPROVER, name="approver")
    approve = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    refused = approver.post(form, form_of(approver, form) | approve)
    assert refused.status_code == 200
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    assert address(drawing) in refused.content.decode(), "the way to the tick is on the page"
    assert approver.post(address(drawing), {"follows": "on"}).status_code == 302
    assert approver.post(form, form_of(approver, form) | approve).status_code == 302
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_APPROVED
    assert client.get(f"/media/{drawing.uuid}/original").status_code == 200
