"""Managers and their colleagues: inviting, changing, closing, and who always stays."""

from __future__ import annotations

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.test import Client

from press.models import Invitation, Member
from press.services import members, partners
from tests.press.factories import member, organisation, signed_in
from tests.press.registration.applying import later, link_in_last_mail

pytestmark = pytest.mark.django_db
URL = "/en/press/account/members/"
PASSWORD = "a long way to the bay"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **kwargs: act())


@pytest.fixture
def manager() -> Member:
    made = member()
    made.is_manager = True
    made.save()
    return made


def invite(manager: Member, email: str = "new@example.org", **values: str) -> str:
    """The link that was mailed."""
    data = {"full_name": "Noy Siharath", "email": email, "role": "technical", **values}
    signed_in(manager).post(f"{URL}invite/", data)
    return link_in_last_mail()


def test_an_invited_colleague_opens_an_account_once(manager: Member) -> None:
    link = invite(manager)
    page = Client().get(link)
    assert page.status_code == 200 and page["Referrer-Policy"] == "same-origin"
    assert Client().post(link, {"full_name": "Noy S.", "password": "123"}).status_code == 422
    assert Client().post(link, {"full_name": "Noy S.", "password": PASSWORD}).status_code == 302
    made = Member.objects.get(user__email="new@example.org")
    assert (made.role, made.is_manager, made.organisation) == ("technical", False, manager.organisation)
    assert Client().login(username="new@example.org", password=PASSWORD)
    assert Client().post(link, {"full_name": "X", "password": PASSWORD}).status_code == 404
    assert "new@example.org" in signed_in(manager).get(URL).content.decode()


def test_invitations_run_out_are_sent_again_and_taken_back(manager: Member) -> None:
    link, client = invite(manager), signed_in(manager)
    made = Invitation.objects.get()
    again, back = (f"/en/press/account/invitations/{made.pk}/{act}/" for act in ("again", "take-back"))
    client.post(again)
    assert len(outbox.outbox) == 1, "not twice within the hour"
    with later(days=15):
        assert Client().get(link).status_code == 404
        client.force_login(manager.user)
        assert "expired" in client.get(URL).content.decode()
        client.post(again)
        assert len(outbox.outbox) == 2
        assert Client().get(link).status_code == 200
        client.post(back)
        assert Client().get(link).status_code == 404
    assert not Invitation.objects.exists()


def test_who_has_an_account_is_told_in_the_mail_only(manager: Member) -> None:
    known = member()
    before = signed_in(manager)
    answers = [
        before.post(f"{URL}invite/", {"full_name": "A", "email": email, "role": "technical"}, follow=True)
        for email in ("fresh@example.org", known.user.email)
    ]
    assert all("The invitation is on its way." in answer.content.decode() for answer in answers)
    assert "account with this address already" in str(outbox.outbox[-1].body)
    invitation = Invitation.objects.get(email=known.user.email)
    with pytest.raises(ValidationError):
        members.accept(invitation, full_name="A", password=PASSWORD)


@pytest.mark.parametrize(
    "values",
    [
        {"email": "a@example.org\nBcc: b@example.org"},
        {"email": "x"},
        {"email": "a" * 150 + "@example.org"},
        {"role": "boss"},
        {"full_name": "x" * 151},
    ],
)
def test_what_cant_be_isnt_invited(manager: Member, values: dict[str, str]) -> None:
    data = {"full_name": "A", "email": "a@example.org", "role": "technical"} | values
    assert signed_in(manager).post(f"{URL}invite/", data).status_code == 302
    assert not Invitation.objects.exists() and not outbox.outbox


def test_a_manager_cant_make_us_send_bulk_mail(manager: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "OPEN_AT_MOST", 2)
    for number in range(4):
        invite(manager, f"x{number}@example.org")
    assert Invitation.objects.count() == len(outbox.outbox) == 2


def test_only_managers_and_only_at_home(manager: Member) -> None:
    plain, stranger = member(manager.organisation), member(organisation())
    acts = (f"{URL}invite/", f"{URL}{manager.pk}/change/", f"{URL}{manager.pk}/close/")
    for act in acts:
        assert signed_in(plain).post(act).status_code == 404
        assert signed_in(manager).get(act).status_code == 405
    assert signed_in(manager).post(f"{URL}{stranger.pk}/close/").status_code == 404
    assert signed_in(plain).get(URL).status_code == 200
    assert "Invite a colleague" not in signed_in(plain).get(URL).content.decode()


def test_the_last_manager_stays(manager: Member) -> None:
    client, colleague = signed_in(manager), member(manager.organisation)
    client.post(f"{URL}{manager.pk}/close/")
    client.post(f"{URL}{manager.pk}/change/", {"role": "technical"})
    manager.refresh_from_db()
    assert manager.is_manager and manager.user.is_active
    client.post(f"{URL}{colleague.pk}/change/", {"role": "picture_desk", "manages": "on"})
    client.post(f"{URL}{manager.pk}/close/")
    manager.user.refresh_from_db()
    assert not manager.user.is_active
    assert client.get(URL).status_code == 302, "a closed account is signed out"
    partners.close_member(colleague, actor=None)  # an officer may close anybody's


def test_an_invitation_of_a_suspended_organisation_opens_nothing(manager: Member) -> None:
    link = invite(manager)
    partners.suspend(manager.organisation, actor=None)
    assert Client().get(link).status_code == 404
    assert Client().post(link, {"full_name": "A", "password": PASSWORD}).status_code == 404
