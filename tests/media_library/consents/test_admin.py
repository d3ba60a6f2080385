"""Consents in the admin: own province only, several people, what rests on them, revoking with open eyes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from media_library.models import Consent, Photo
from provinces.teams import Role
from tests.media_library import factories
from tests.media_library.consents.test_documents import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(factories.user("editor", Role.EDITOR))
    return client


def form(**values: Any) -> dict[str, Any]:
    return {
        "subject": "Lớp 5A",
        "province": factories.province().pk,
        "basis": "guardian",
        "note": "",
        "obtained_on": "2026-01-02",
        "expires_at": "",
        "people-TOTAL_FORMS": "2",
        "people-INITIAL_FORMS": "0",
        "people-MIN_NUM_FORMS": "0",
        "people-MAX_NUM_FORMS": "1000",
        "people-0-name": "Nguyễn An",
        "people-0-is_minor": "on",
        "people-0-guardian": "Nguyễn Bình",
        "people-0-ORDER": "1",
        "people-0-DELETE": "",
        "people-1-name": "Trần Cúc",
        "people-1-guardian": "",
        "people-1-ORDER": "2",
        "people-1-DELETE": "",
    } | values


def test_a_consent_of_several_people_with_its_paper(editor: Client) -> None:
    paper = SimpleUploadedFile("phieu.pdf", PDF)
    answer = editor.post("/admin/consents/add/", form(new_document=paper))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    consent = Consent.objects.get()
    assert [(person.name, person.is_minor) for person in consent.people.all()] == [
        ("Nguyễn An", True),
        ("Trần Cúc", False),
    ]
    assert (consent.document_type, consent.document_name) == ("application/pdf", "phieu.pdf")
    page = editor.get(f"/admin/consents/edit/{consent.pk}/").content.decode()
    assert consent.document.url in page
    assert consent.document.name not in page


def test_a_bad_paper_keeps_what_was_typed(editor: Client) -> None:
    answer = editor.post("/admin/consents/add/", form(new_document=SimpleUploadedFile("x.pdf", b"MZ nothing")))
    assert answer.status_code == 200
    assert "Nguyễn An" in answer.content.decode()
    assert not Consent.objects.exists()


def test_a_revocation_cannot_be_typed(editor: Client) -> None:
    consent = factories.consent(revoked_at=timezone.now())
    values = form(subject="Khác", revoked_at="", revocation_reason="", **{"people-TOTAL_FORMS": "0"})
    editor.post(f"/admin/consents/edit/{consent.pk}/", values)
    consent.refresh_from_db()
    assert consent.subject == "Khác"
    assert consent.revoked_at is not None


def test_another_province_cannot_be_chosen(editor: Client) -> None:
    answer = editor.post("/admin/consents/add/", form(province=factories.province("01").pk))
    assert answer.status_code == 200
    assert not Consent.objects.exists()


def test_neighbours_and_translators_reach_nothing(client: Client) -> None:
    consent = factories.consent()
    photo = factories.approved(shows_people=True, consent=consent)
    addresses = [f"/admin/consents/{part}" for part in (
        f"edit/{consent.pk}/", f"delete/{consent.pk}/", f"history/{consent.pk}/", f"usage/{consent.pk}/",
        f"{consent.pk}/revoke/", f"{consent.pk}/document/",
    )]  # fmt: skip
    people = [
        factories.user("neighbour", Role.EDITOR, Role.APPROVER, of=factories.province("01")),
        factories.user("translator", Role.TRANSLATOR),
    ]
    for person in people:
        client.force_login(person)
        for address in addresses:
            assert client.get(address).status_code in (302, 403, 404), (person, address)
            sent = client.post(address, {"reason": "x", "understood": "on", **form()})
            assert sent.status_code in (302, 403, 404, 405), (person, address)
        listing = client.get("/admin/consents/")
        assert consent.subject not in listing.content.decode()
    consent.refresh_from_db()
    assert consent.revoked_at is None
    assert Photo.objects.get(pk=photo.pk).withdrawn_at is None


def test_revoking_says_how_far_it_reaches_and_asks_twice(editor: Client) -> None:
    consent = factories.consent()
    photos = [factories.approved(shows_people=True, consent=consent) for _number in range(2)]
    address = f"/admin/consents/{consent.pk}/revoke/"
    assert "2 " in editor.get(address).content.decode()
    for incomplete in ({}, {"reason": "Thư"}, {"understood": "on"}):
        assert editor.post(address, incomplete).status_code == 200
    assert Consent.objects.get(pk=consent.pk).revoked_at is None
    assert editor.post(address, {"reason": "Thư", "understood": "on"}).status_code == 302
    assert Photo.objects.filter(pk__in=[p.pk for p in photos], withdrawn_at__isnull=False).count() == 2
    assert editor.post(address, {"reason": "Thư", "understood": "on"}).status_code == 200
    page = editor.get(f"/admin/consents/edit/{consent.pk}/").content.decode()
    assert address not in page


def test_lists_by_state(editor: Client) -> None:
    now = timezone.now()
    made = {
        "in_force": factories.consent(),
        "expiring": factories.consent(expires_at=now + timedelta(days=10)),
        "expired": factories.consent(expires_at=now - timedelta(days=1)),
        "revoked": factories.consent(revoked_at=now - timedelta(days=1)),
    }
    for state, consent in made.items():
        answer = editor.get("/admin/consents/", {"state": state})
        assert [found.pk for found in answer.context["object_list"]] == [consent.pk], state


def test_the_list_costs_the_same_for_three_and_for_thirty(editor: Client) -> None:
    def cost(number: int) -> int:
        for _one in range(number):
            consent = factories.consent()
        factories.draft(consent=consent)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert editor.get("/admin/consents/").status_code == 200
        return len(queries)

    editor.get("/admin/consents/")
    few = cost(3)
    assert cost(27) <= few


def test_the_panel_costs_the_same_for_three_and_for_thirty(editor: Client) -> None:
    consent = factories.consent()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(f"/admin/consents/edit/{consent.pk}/").status_code == 200
        return len(queries)

    for _one in range(3):
        factories.draft(consent=consent)
    cost()
    few = cost()
    for _one in range(9):
        factories.draft(consent=consent)
    assert cost() <= few
