"""The admin of videos, documents and graphics: complete before approval, closed to neighbours, quick for many."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import WorkflowState

from media_library.models import KINDS, AssetKind
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db

OTHERS = [AssetKind.VIDEO, AssetKind.DOCUMENT, AssetKind.GRAPHIC]
VIEWS = (
    "edit",
    "delete",
    "history",
    "usage",
    "revisions_unschedule",
    "workflow_history",
    "preview_on_edit",
    "unpublish",
)


@pytest.fixture(autouse=True)
def approval(db: None) -> None:
    from cms.page_access import put_photos_under_approval

    put_photos_under_approval()


def signed_in(*roles: Role, of: Any = None, name: str = "editor") -> Client:
    client = Client()
    client.force_login(factories.user(name, *roles, of=of))
    return client


def namespace(kind: str) -> str:
    return KINDS[AssetKind(kind)].admin_namespace


def form_of(client: Client, address: str) -> dict[str, Any]:
    """The fields of an edit form as a browser would send them."""
    form = client.get(address).context["form"]
    fields: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False or value == "":
            continue
        fields[bound.html_name] = [item.pk for item in value] if isinstance(value, list) else value
    return fields


@pytest.mark.parametrize("kind", OTHERS)
def test_an_editor_sees_list_and_form(kind: str) -> None:
    record = factories.draft(kind=kind)
    client = signed_in(Role.EDITOR)
    listing = client.get(reverse(f"{namespace(kind)}:list"))
    assert listing.status_code == 200 and record.title_vi in listing.content.decode()
    page = client.get(reverse(f"{namespace(kind)}:edit", args=[record.pk]))
    assert page.status_code == 200
    text = page.content.decode()
    assert f"/media/{record.uuid}/original" in text and "None × None" not in text


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_not_complete_cannot_be_submitted(kind: str) -> None:
    record = factories.draft(kind=kind, credit_line="")
    client = signed_in(Role.EDITOR)
    address = reverse(f"{namespace(kind)}:edit", args=[record.pk])
    answer = client.post(address, form_of(client, address) | {"action-submit": "1", "title_vi": "Tên mới"})
    assert answer.status_code == 200
    assert "Tên mới" in answer.content.decode()
    assert not WorkflowState.objects.exists()


@pytest.mark.parametrize("kind", OTHERS)
def test_submitted_and_approved_through_the_forms(kind: str, client: Client) -> None:
    record = factories.draft(kind=kind)
    address = reverse(f"{namespace(kind)}:edit", args=[record.pk])
    editor = signed_in(Role.EDITOR)
    assert editor.post(address, form_of(editor, address) | {"action-submit": "1"}).status_code == 302
    state = WorkflowState.objects.get()
    approver = signed_in(Role.APPROVER, name="approver")
    fields = form_of(approver, address) | {"action-workflow-action": "true", "workflow-action-name": "approve"}
    assert approver.post(address, fields).status_code == 302
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_APPROVED
    assert client.get(f"/media/{record.uuid}/original").status_code == 200


@pytest.mark.parametrize("kind", OTHERS)
def test_a_neighbours_editor_gets_none_of_it(kind: str) -> None:
    record = factories.approved(kind=kind)
    neighbour = signed_in(Role.EDITOR, Role.APPROVER, of=factories.province("01"), name="neighbour")
    assert record.title_vi not in neighbour.get(reverse(f"{namespace(kind)}:list")).content.decode()
    for view in VIEWS:
        address = reverse(
            f"{namespace(kind)}:{view}", args=[record.pk, 1] if view == "revisions_unschedule" else [record.pk]
        )
        assert neighbour.get(address).status_code in (403, 404), view
        assert neighbour.post(address, {"title_vi": "Của tôi"}).status_code in (403, 404), view
    record.refresh_from_db()
    assert record.title_vi != "Của tôi"


@pytest.mark.parametrize("kind", OTHERS)
def test_what_was_approved_is_withdrawn_and_not_deleted_or_unpublished(kind: str) -> None:
    record = factories.approved(kind=kind)
    approver = signed_in(Role.APPROVER, Role.EDITOR, name="approver")
    for view in ("delete", "unpublish"):
        address = reverse(f"{namespace(kind)}:{view}", args=[record.pk])
        # Wagtail leads whoever may not back to the admin's first page.
        assert approver.post(address).status_code in (302, 403, 404)
    assert type(record).objects.filter(pk=record.pk, live=True).exists()


@pytest.mark.parametrize("kind", OTHERS)
def test_files_come_in_through_the_upload_page(kind: str) -> None:
    client = signed_in(Role.EDITOR)
    answer = client.get(reverse(f"{namespace(kind)}:add"))
    assert answer.status_code in (302, 403)
    assert "add" not in answer.get("Location", "")


@pytest.mark.parametrize("kind", OTHERS)
def test_the_list_costs_the_same_for_many(kind: str) -> None:
    client = signed_in(Role.EDITOR)
    address = reverse(f"{namespace(kind)}:list")

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    for _ in range(3):
        factories.draft(kind=kind)
    client.get(address)
    few = cost()
    for _ in range(12):
        factories.in_state("in_review", kind=kind)
    assert cost() <= few + 1


@pytest.mark.parametrize("kind", OTHERS)
def test_the_preview_speaks_every_language(kind: str) -> None:
    record = factories.draft(kind=kind, title_en="An English title")
    response = record.make_preview_request(preview_mode="en")
    assert response.status_code == 200
    assert "An English title" in response.rendered_content


@pytest.mark.parametrize("kind", OTHERS)
def test_the_press_officer_can_take_it_back(kind: str) -> None:
    record = factories.approved(kind=kind)
    officer = signed_in(Role.PRESS_OFFICER, name="officer")
    answer = officer.post(
        reverse("press_withdraw", args=[record.pk]),
        {"reason_vi": "Sai số liệu", "reason_en": "Wrong figures", "hours": "72"},
    )
    assert answer.status_code == 302
    record.refresh_from_db()
    assert record.withdrawn_at is not None
