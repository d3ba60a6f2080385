"""Signing in, terms, account: the pages around the kits."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from media_library.services import set_embargo, withdraw
from press.models import AccessToken, Member, MemberRole
from press.services import partners
from press.views.login import FROM_ONE_PLACE
from tests.media_library.factories import approved
from tests.press.factories import kit, member, organisation, signed_in, terms_version

pytestmark = pytest.mark.django_db

OPEN = ("/en/press/", "/en/press/login/", "/en/press/password/")
MEMBERS = ("/en/press/notices/", "/en/press/account/")


def login(client: Client, name: str, password: str = "secret", **data: str) -> Any:  # noqa: S107  (of the factories)
    return client.post("/en/press/login/", {"username": name, "password": password, **data})


@pytest.mark.parametrize("lang", ["vi", "en", "fr", "ja", "lo"])
@pytest.mark.parametrize("path", ["", "login/", "password/", "terms/", "kits/KIT/"])
def test_every_page_renders_in_every_language(lang: str, path: str) -> None:
    terms_version()
    made = kit([approved()])
    response = Client().get(f"/{lang}/press/{path.replace('KIT', made.slug)}")
    assert response.status_code == 200
    assert response["Content-Language"] == lang
    assert f'<html lang="{lang}"' in response.content.decode()


@pytest.mark.parametrize("path", MEMBERS)
def test_members_pages_ask_strangers_to_sign_in(path: str) -> None:
    response = Client().get(path)
    assert response["Location"] == f"/en/press/login/?next={path}"


@pytest.mark.parametrize("path", MEMBERS)
def test_members_pages_dont_exist_for_others(path: str) -> None:
    person = member()
    partners.suspend(person.organisation, actor=None)
    assert signed_in(person).get(path).status_code == 404


@pytest.mark.parametrize("path", [*OPEN, *MEMBERS])
def test_what_a_member_sees_stays_with_the_member(path: str) -> None:
    response = signed_in(member()).get(path)
    assert response.status_code == 200
    assert "private" in response["Cache-Control"]


def test_signing_in_and_out() -> None:
    person, client = member(), Client()
    assert login(client, person.user.username)["Location"] == "/en/press/"
    assert person.organisation.name in client.get("/en/press/").content.decode()
    assert client.get("/en/press/logout/").status_code == 405
    assert client.post("/en/press/logout/")["Location"] == "/en/press/"
    assert person.organisation.name not in client.get("/en/press/").content.decode()


def test_signing_in_leads_back_but_never_elsewhere() -> None:
    person = member()
    back = login(Client(), person.user.username, next="/en/press/account/")
    assert back["Location"] == "/en/press/account/"
    assert login(Client(), person.user.username, next="https://evil.example/")["Location"] == "/en/press/"


def test_guessing_is_slowed_down_and_stays_with_the_account() -> None:
    person, other, client = member(), member(), Client()
    for _number in range(FROM_ONE_PLACE.limit):
        assert login(client, person.user.username, "wrong").status_code == 200
    refused = login(client, person.user.username)
    assert refused.status_code == 200
    assert "Too many attempts" in refused.content.decode()
    assert login(client, person.user.username.upper()).status_code == 200
    assert login(Client(), other.user.username).status_code == 302


def test_a_right_password_wipes_the_count() -> None:
    person, client = member(), Client()
    for _round in range(2):
        for _number in range(FROM_ONE_PLACE.limit - 1):
            login(client, person.user.username, "wrong")
        assert login(client, person.user.username).status_code == 302


# --- terms ------------------------------------------------------------------------------------------------


def test_everybody_may_read_the_terms_and_members_accept_them() -> None:
    assert Client().get("/en/press/terms/").status_code == 404
    terms_version()
    page = Client().get("/en/press/terms/").content.decode()
    assert "Two." in page
    assert "We accept" not in page
    assert Client().post("/en/press/terms/", {"version": "1"}).status_code == 404
    person = member(organisation(accepts=False))
    client = signed_in(person)
    assert "We accept" in client.get("/en/press/terms/").content.decode()
    sent = client.post("/en/press/terms/", {"version": "1", "next": "https://evil.example/"})
    assert sent["Location"] == "/en/press/"
    assert "has accepted this version" in client.get("/en/press/terms/").content.decode()


def test_nobody_accepts_a_version_they_havent_seen() -> None:
    terms_version(1)
    person = member(organisation(accepts=False))
    client = signed_in(person)
    terms_version(2)
    client.post("/en/press/terms/", {"version": "1"})
    assert not person.organisation.acceptances.exists()


def test_new_terms_are_asked_for_again() -> None:
    terms_version(1)
    person = member()
    client = signed_in(person)
    assert "accepts the terms of use, once" not in client.get("/en/press/").content.decode()
    terms_version(2)
    assert "accepts the terms of use, once" in client.get("/en/press/").content.decode()


# --- account ------------------------------------------------------------------------------------------------


def test_a_token_is_shown_once() -> None:
    person = member(role=MemberRole.TECHNICAL)
    client = signed_in(person)
    answer = client.post("/en/press/account/tokens/", {"name": "CMS", "days": "30"})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    secret = re.search(r"pic_[\w-]{43}", answer.content.decode())
    assert secret
    page = client.get("/en/press/account/").content.decode()
    assert secret.group() not in page
    assert AccessToken.objects.get().prefix in page
    assert AccessToken.objects.get().created_by == person
    used = Client().get("/api/v1/kits", headers={"Authorization": f"Bearer {secret.group()}"})
    assert used.status_code == 200


def test_rotating_and_revoking() -> None:
    person = member()
    client = signed_in(person)
    client.post("/en/press/account/tokens/", {"name": "CMS", "days": "30"})
    token = AccessToken.objects.get()
    assert b"pic_" in client.post(f"/en/press/account/tokens/{token.pk}/rotate/").content
    assert client.post(f"/en/press/account/tokens/{token.pk}/revoke/").status_code == 302
    token.refresh_from_db()
    assert not token.is_valid
    assert AccessToken.objects.exclude(pk=token.pk).get().is_valid


@pytest.mark.parametrize(
    "data", [{}, {"name": "", "days": "3"}, {"name": "x", "days": "0"}, {"name": "x", "days": "9" * 4}]
)
def test_what_cant_be_issued(data: dict[str, str]) -> None:
    client = signed_in(member())
    client.post("/en/press/account/tokens/", data)
    assert not AccessToken.objects.exists()


def test_correspondents_and_strangers_dont_manage_tokens() -> None:
    person = member()
    token = AccessToken.objects.create(
        organisation=person.organisation, name="CMS", prefix="pic_", digest="0" * 64, expires_at="2099-01-01T00:00Z"
    )
    for stranger in (member(), member(person.organisation, MemberRole.CORRESPONDENT)):
        client = signed_in(stranger)
        assert client.post(f"/en/press/account/tokens/{token.pk}/revoke/").status_code == 404
        assert client.post(f"/en/press/account/tokens/{token.pk}/rotate/").status_code == 404
    token.refresh_from_db()
    assert token.is_valid


# --- passwords ------------------------------------------------------------------------------------------------


def link_in(message: Any) -> str:
    found = re.search(r"/\w\w/press/password/\S+", message.body)
    assert found
    return found.group()


def test_an_invitation_leads_to_a_password_once(django_capture_on_commit_callbacks: Any) -> None:
    partner = organisation(language="fr")
    with django_capture_on_commit_callbacks(execute=True):
        person = partners.invite_member(partner, email="New@Example.org ", full_name="Anne de Vries", actor=None)
    assert person.user.username == "new@example.org"
    assert not person.user.has_usable_password()
    link = link_in(outbox.outbox[0])
    assert link.startswith("/fr/press/password/")
    client = Client()
    form = client.get(link, follow=True)
    assert form.status_code == 200
    # Told to no other site; with "no-referrer" browsers would send the form with `Origin: null`, which is refused.
    assert form["Referrer-Policy"] == "same-origin"
    passwords = {"new_password1": "vịnh-Hạ-Long-2026", "new_password2": "vịnh-Hạ-Long-2026"}
    assert client.post(form.redirect_chain[-1][0], passwords)["Location"] == "/fr/press/login/"
    assert login(Client(), "new@example.org", "vịnh-Hạ-Long-2026").status_code == 302
    assert 'name="new_password1"' not in Client().get(link, follow=True).content.decode()


def test_a_forgotten_password_tells_nobody_who_is_known() -> None:
    person = member()
    answers = [Client().post("/en/press/password/", {"email": address}) for address in (person.user.email, "no@no.no")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/en/press/login/")}
    assert [message.to for message in outbox.outbox] == [[person.user.email]]
    for _number in range(5):
        Client().post("/en/press/password/", {"email": person.user.email})
    assert len(outbox.outbox) == 3


def test_a_mail_is_queued_for_nobody_too_so_that_time_tells_nothing() -> None:
    with mock.patch("press.views.login.tasks.mail_password_link") as queued:
        Client().post("/en/press/password/", {"email": "no@no.no"})
    queued.enqueue.assert_called_once_with(0, False)


def test_a_closed_account_stays_out() -> None:
    person = member()
    client = signed_in(person)
    partners.close_member(person, actor=None)
    assert client.get("/en/press/account/").status_code == 302
    assert login(Client(), person.user.username).status_code == 200
    Client().post("/en/press/password/", {"email": person.user.email})
    assert not outbox.outbox
    assert Member.objects.filter(pk=person.pk).exists()


def test_a_kit_names_no_successor_that_the_reader_may_not_see(client: Client) -> None:
    photo, successor = approved(), approved()
    made = kit([photo])
    withdraw(photo, reason="Sai", actor=None, successor=successor)
    address = f"/en/press/kits/{made.slug}/"
    assert str(successor.uuid) in client.get(address).content.decode()
    set_embargo(successor, timezone.now() + timedelta(days=1), actor=None)
    words = client.get(address).content.decode()
    assert "A file of this kit was withdrawn" in words and str(successor.uuid) not in words


@pytest.mark.parametrize("address", ["", "x" * 5000, "a\x00b@example.org"])
def test_a_forgotten_password_of_no_address(address: str) -> None:
    assert Client().post("/en/press/password/", {"email": address}).status_code == 302
    assert not outbox.outbox


def test_a_name_that_no_database_keeps() -> None:
    client = signed_in(member(role=MemberRole.TECHNICAL))
    assert client.post("/en/press/account/tokens/", {"name": "\x00", "days": "30"}).status_code == 302
    assert client.post("/en/press/account/tokens/", {"name": "C\x00MS", "days": "30"}).status_code == 200
    assert AccessToken.objects.get().name == "CMS"
