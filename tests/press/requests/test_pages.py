"""The portal and the admin: the same thread, each side what is theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from press.admin.requests import filled
from press.models import DeadLetter, PressRequest, ReplyTemplate, RequestAttachment, RequestState
from press.requests import services
from press.requests.receiving import receive
from tests.media_library.factories import jpeg, province, user
from tests.press.factories import member, officer, organisation, signed_in
from tests.press.requests.factories import request

pytestmark = pytest.mark.django_db

GOOD = {
    "kind": "interview",
    "provinces": ["quang-ninh"],
    "subject": "Talk with the harbour master",
    "text": "About the new pier.",
    "deadline": "2031-03-30T02:30",
    "zone": "Europe/Paris",
    "country": "fr",
    "language": "fr",
}


@pytest.fixture(autouse=True)
def _office() -> None:
    officer()


def admin(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_a_member_asks_and_sees_the_deadline_in_both_zones() -> None:
    client = signed_in(member())
    assert client.get("/en/press/requests/").status_code == 200
    answer = client.post("/en/press/requests/", GOOD)
    assert answer.status_code == 302
    asked = PressRequest.objects.get()
    assert (asked.country, asked.kind, asked.timezone) == ("FR", "interview", "Europe/Paris")
    # That night Paris skips the hour from two to three: the moment is the one that the clock would have shown.
    assert asked.deadline == datetime(2031, 3, 30, 1, 30, tzinfo=UTC)
    page = client.get(answer["Location"]).content.decode()
    assert "UTC+02:00" in page
    assert "UTC+07:00" in page
    assert "About the new pier." in page


@pytest.mark.parametrize(("day", "offset"), [("2031-01-15T10:00", 1), ("2031-07-15T10:00", 2)])
def test_the_askers_summer_time_counts(day: str, offset: int) -> None:
    signed_in(member()).post("/en/press/requests/", GOOD | {"deadline": day})
    asked = PressRequest.objects.get()
    assert asked.deadline.hour == 10 - offset


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "x"), ("provinces", ["nowhere"]), ("provinces", []), ("subject", ""), ("subject", "x" * 201),
        ("text", " \u202e "), ("deadline", "2001-01-01T10:00"), ("deadline", "soon"), ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"), ("country", "123"), ("language", "xx"),
    ],
)  # fmt: skip
def test_what_isnt_right_is_asked_for_again_with_all_that_was_typed(field: str, value: Any) -> None:
    answer = signed_in(member()).post("/en/press/requests/", GOOD | {field: value})
    assert answer.status_code == 422
    assert not PressRequest.objects.exists()
    if field != "text":
        assert "About the new pier." in answer.content.decode()


def test_files_are_checked_and_only_the_organisation_gets_them() -> None:
    person = member()
    client = signed_in(person)
    bad = SimpleUploadedFile("x.jpg", b"MZ\x90\0", "image/jpeg")
    assert client.post("/en/press/requests/", GOOD | {"attached": bad}).status_code == 422
    many = [SimpleUploadedFile(f"{n}.jpg", jpeg(60, 60), "image/jpeg") for n in range(4)]
    assert client.post("/en/press/requests/", GOOD | {"attached": many}).status_code == 422
    client.post("/en/press/requests/", GOOD | {"attached": SimpleUploadedFile("a.jpg", jpeg(60, 60), "image/jpeg")})
    file = RequestAttachment.objects.get()
    address = f"/en/press/requests/{PressRequest.objects.get().uuid}/files/{file.pk}/"
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment")
    assert signed_in(organisation()).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert admin(officer()).get(f"/admin/press/requests/files/{file.pk}/").status_code == 200
    assert admin(officer(province("01"))).get(f"/admin/press/requests/files/{file.pk}/").status_code == 404


def test_another_organisations_requests_dont_exist() -> None:
    asked = request()
    stranger = signed_in(organisation())
    address = f"/en/press/requests/{asked.uuid}/"
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"text": "x"}).status_code == 404
    assert stranger.post(f"{address}close/").status_code == 404
    assert asked.subject not in stranger.get("/en/press/requests/").content.decode()
    assert Client().get(address).status_code == 302
    assert signed_in(organisation("suspended")).get("/en/press/requests/").status_code == 404
    colleague = signed_in(member(asked.organisation)).get(address)
    assert colleague.status_code == 200
    assert "private" in colleague["Cache-Control"]


def test_notes_strangers_and_machines_never_reach_the_portal(settings: Any) -> None:
    from press.requests.reply_address import address_of

    settings.PRESS_REPLY_ADDRESS = "requests+{token}@press.example.vn"
    asked = request()
    services.note(asked, "SECRET-NOTE", actor=officer())
    receive(f"From: eve@evil.example\nTo: {address_of(asked.uuid)}\n\nSECRET-STRANGER".encode())
    page = signed_in(asked.member).get(f"/en/press/requests/{asked.uuid}/").content.decode()
    assert "SECRET" not in page
    page = admin(officer()).get(f"/admin/press/requests/{asked.pk}/").content.decode()
    assert "SECRET-NOTE" in page
    assert "SECRET-STRANGER" in page


def test_words_are_shown_as_words() -> None:
    asked = request(text="<script>alert(1)</script> javascript:alert(1)", subject="<b>bold</b>")
    for client, address in (
        (signed_in(asked.member), f"/en/press/requests/{asked.uuid}/"),
        (admin(officer()), f"/admin/press/requests/{asked.pk}/"),
        (admin(officer()), "/admin/press/requests/"),
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<b>bold" not in page
        assert 'href="javascript' not in page


def test_a_member_answers_and_closes() -> None:
    asked = request()
    client = signed_in(asked.member)
    address = f"/en/press/requests/{asked.uuid}/"
    assert client.post(address, {"text": "More."}).status_code == 302
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.get(f"{address}close/").status_code == 405
    client.post(f"{address}close/")
    asked.refresh_from_db()
    assert asked.state == RequestState.CLOSED


def test_a_flood_of_one_organisation_is_stopped(settings: Any) -> None:
    from press.views.requests import WORDS

    person = member()
    for _time in range(WORDS.limit):
        WORDS.count(str(person.organisation_id))
    answer = signed_in(person).post("/en/press/requests/", GOOD)
    assert answer.status_code == 422
    assert not PressRequest.objects.exists()


def test_lists_ask_the_database_as_often_for_many_as_for_few() -> None:
    person = member()
    request(person)
    client = signed_in(person)
    client.get("/en/press/requests/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get("/en/press/requests/")
    for _time in range(8):
        request(person)
    client.get("/en/press/requests/")  # what is written empties caches of the frame
    with CaptureQueriesContext(connection) as many:
        client.get("/en/press/requests/")
    assert len(many) == len(few), [query["sql"].rpartition(" FROM ")[2][:80] for query in many]


# --- admin ----------------------------------------------------------------------------------------------
def test_an_officer_answers_notes_assigns_and_settles() -> None:
    asked, mine = request(), officer()
    client = admin(mine)
    address = f"/admin/press/requests/{asked.pk}/"
    assert client.get(address).status_code == 200
    for data in (
        {"act": "note", "note": "Hmm"},
        {"act": "assign", "officer": str(mine.pk)},
        {"act": "state", "state": "in_work"},
        {"act": "answer", "text": "Yes", "then": "answered"},
    ):
        assert client.post(address, data).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.assigned_to) == (RequestState.ANSWERED, mine)
    assert asked.messages.filter(voice="officer", text="Yes").exists()
    client.post(address, {"act": "decline", "reason": "After all no"})
    asked.refresh_from_db()
    assert asked.state == RequestState.DECLINED
    assert client.post(address, {"act": "answer", "text": ""}).status_code == 200
    for hostile in ({"act": "x"}, {"act": "assign", "officer": "9" * 30}, {"act": "state", "state": "declined"}, {}):
        assert client.post(address, hostile).status_code == 302


def test_officers_see_their_own_province_only() -> None:
    asked = request()
    other = admin(officer(province("01")))
    assert other.get(f"/admin/press/requests/{asked.pk}/").status_code == 404
    assert other.post(f"/admin/press/requests/{asked.pk}/", {"act": "note", "note": "x"}).status_code == 404
    assert asked.subject not in other.get("/admin/press/requests/").content.decode()
    from provinces.teams import Role

    editor = admin(user("editor", Role.EDITOR))
    assert editor.get("/admin/press/requests/").status_code in (302, 403)
    assert editor.get(f"/admin/press/requests/{asked.pk}/").status_code == 404
    assert signed_in(asked.member).get("/admin/press/requests/").status_code in (302, 403)


@pytest.mark.parametrize("query", ["", "mine=on", "overdue=on", "open=on", "state=new", "kind=filming", "export=csv"])
def test_the_inbox_is_filtered_and_exported(query: str) -> None:
    mine = officer()
    request(subject="=1+1", at=datetime(2026, 3, 2, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")))
    answer = admin(mine).get(f"/admin/press/requests/?{query}")
    assert answer.status_code == 200
    if query == "export=csv":
        assert b"'=1+1" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    elif query == "mine=on":
        assert "=1+1" not in answer.content.decode()
    else:
        assert "=1+1" in answer.content.decode()


def test_a_template_is_offered_in_the_askers_language_with_its_places_filled() -> None:
    asked = request(language="fr", kind="filming")
    ReplyTemplate.objects.create(name="other", kind="visit", body_vi="Chào")
    made = ReplyTemplate.objects.create(
        name="Filming", kind="filming", body_vi="Chào {name}", body_fr="Bonjour {name}, {subject}, {unknown}"
    )
    page = admin(officer()).get(f"/admin/press/requests/{asked.pk}/?template={made.pk}").content.decode()
    assert f"Bonjour {asked.member}, Filming at the bay, {{unknown}}" in page
    assert ">other<" not in page
    assert filled(made, request(language="lo"))[1] in ("fr", "vi", "en")
    for hostile in ("x", "9" * 30, "-1"):
        assert admin(officer()).get(f"/admin/press/requests/{asked.pk}/?template={hostile}").status_code == 200


@pytest.mark.parametrize("address", ["templates", "hours", "holidays"])
def test_officers_edit_what_the_clock_and_the_templates_say(address: str) -> None:
    mine = officer()
    from provinces.models.teams import ProvinceTeam
    from provinces.teams import sync_role_permissions

    sync_role_permissions(ProvinceTeam.objects.select_related("group"))
    assert admin(mine).get(f"/admin/press/{address}/").status_code == 200
    assert admin(mine).get(f"/admin/press/{address}/new/").status_code == 200
    assert signed_in(member()).get(f"/admin/press/{address}/").status_code in (302, 403)


def test_dead_letters_are_opened_by_administrators_only() -> None:
    receive(b"From: x@example.org\nTo: nobody@example.org\nSubject: Lost\n\nhello")
    letter = DeadLetter.objects.get()
    boss = user("boss", is_superuser=True, is_staff=True)
    assert "Lost" in admin(boss).get("/admin/press/dead-letters/").content.decode()
    answer = admin(boss).get(f"/admin/press/dead-letters/{letter.pk}/")
    assert b"hello" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    for who in (officer(), user("nobody")):
        assert admin(who).get(f"/admin/press/dead-letters/{letter.pk}/").status_code in (302, 403, 404)
        assert admin(who).get("/admin/press/dead-letters/").status_code in (302, 403, 404)
