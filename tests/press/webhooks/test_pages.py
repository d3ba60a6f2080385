"""The portal's pages of webhooks, and who they are for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from press.models import Member, MemberRole, MessageState, PauseReason, WebhookAttempt, WebhookEndpoint, WebhookMessage
from press.services import partners
from press.views.webhooks import ASKED
from press.webhooks import endpoints
from press.webhooks.delivering import deliver
from press.webhooks.events import EVENT_TYPES
from tests.press.factories import member, organisation, signed_in
from tests.press.webhooks import factories
from tests.press.webhooks.receiver import Receiver, answer

pytestmark = pytest.mark.django_db
HOME = "/en/press/account/webhooks/"
ACTS = ("rotate", "pause", "resume", "remove", "test", "redeliver")


@pytest.fixture
def desk() -> Member:
    return member(role=MemberRole.TECHNICAL)


def entered(**values: Any) -> dict[str, Any]:
    return {"url": "https://desk.example.org/hook", "description": "Archive", "events": list(EVENT_TYPES)} | values


@pytest.mark.parametrize("lang", ["vi", "en", "fr", "ja", "lo"])
def test_every_page_renders_in_every_language(desk: Member, receiver: Receiver, lang: str) -> None:
    made, _secret = factories.endpoint(receiver.url, desk.organisation, description="Lưu trữ")
    factories.waiting(made, 3)
    receiver.behave = answer(500, body=b"<script>alert(1)</script>")
    deliver()
    for path in ("", "add/", f"{made.pk}/", f"{made.pk}/edit/", f"{made.pk}/?state=waiting", f"{made.pk}/?page=9"):
        response = signed_in(desk).get(f"/{lang}/press/account/webhooks/{path}")
        page = response.content.decode()
        assert response.status_code == 200
        assert f'<html lang="{lang}"' in page
        assert page.count("<h1") == 1
        assert "<script>alert(1)" not in page
        assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("role", [MemberRole.TECHNICAL, MemberRole.PICTURE_DESK])
def test_adding_shows_the_secret_once(role: str) -> None:
    client = signed_in(member(role=role))
    response = client.post(f"{HOME}add/", entered())
    made = WebhookEndpoint.objects.get()
    (secret,) = set(re.findall(r"whsec_[A-Za-z0-9+/=]+", response.content.decode()))
    assert response["Cache-Control"] == "no-store"
    assert secret not in client.get(f"{HOME}{made.pk}/").content.decode()
    assert made.created_by is not None
    assert (made.description, made.events) == ("Archive", list(EVENT_TYPES))


@pytest.mark.parametrize(
    "spoil",
    [
        {"url": ""}, {"url": "nonsense"}, {"url": "ftp://desk.example.org/"}, {"url": "https://u:p@desk.example.org/"},
        {"url": "x" * 5000}, {"events": []}, {"events": ["nonsense"]}, {"description": "x" * 300}, {"url": "https://\x00"},
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_words(desk: Member, spoil: dict[str, Any]) -> None:
    response = signed_in(desk).post(f"{HOME}add/", entered(**spoil))
    assert response.status_code == 400
    assert "press-error" in response.content.decode()
    assert not WebhookEndpoint.objects.exists()


def test_private_addresses_are_refused_without_the_setting_for_tests(desk: Member, settings: Any) -> None:
    settings.WEBHOOKS_LOCAL = False
    for url in ("http://desk.example.org/", "https://127.0.0.1/", "https://localhost/", "https://[::1]/"):
        assert signed_in(desk).post(f"{HOME}add/", entered(url=url)).status_code == 400


def test_changing(desk: Member) -> None:
    made, _secret = factories.endpoint("https://desk.example.org/", desk.organisation)
    response = signed_in(desk).post(f"{HOME}{made.pk}/edit/", entered(events=["kit.approved"]))
    assert response["Location"] == f"{HOME}{made.pk}/"
    made.refresh_from_db()
    assert (made.url, made.events) == ("https://desk.example.org/hook", ["kit.approved"])


def test_rotating_pausing_resuming_removing(desk: Member) -> None:
    made, secret = factories.endpoint("https://desk.example.org/", desk.organisation)
    client = signed_in(desk)
    response = client.post(f"{HOME}{made.pk}/rotate/")
    assert response["Cache-Control"] == "no-store"
    assert "whsec_" in response.content.decode()
    assert secret not in response.content.decode()
    client.post(f"{HOME}{made.pk}/pause/")
    assert not WebhookEndpoint.objects.get().is_active
    client.post(f"{HOME}{made.pk}/resume/")
    assert WebhookEndpoint.objects.get().is_active
    assert client.post(f"{HOME}{made.pk}/remove/")["Location"] == HOME
    assert not WebhookEndpoint.objects.exists()


def test_an_officers_pause_is_explained(desk: Member) -> None:
    made, _secret = factories.endpoint("https://desk.example.org/", desk.organisation)
    endpoints.pause(made, PauseReason.BY_OFFICER)
    client = signed_in(desk)
    assert "Paused by the press office." in client.get(f"{HOME}{made.pk}/").content.decode()
    page = client.post(f"{HOME}{made.pk}/resume/", follow=True).content.decode()
    assert "Please write to them" in page
    assert not WebhookEndpoint.objects.get().is_active


def test_a_test_shows_at_once_what_came_back(desk: Member, receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url, desk.organisation)
    client = signed_in(desk)
    assert "The test arrived." in client.post(f"{HOME}{made.pk}/test/").content.decode()
    receiver.behave = answer(500, body=b"<i>broken</i>")
    page = client.post(f"{HOME}{made.pk}/test/").content.decode()
    assert "The test failed." in page
    assert "&lt;i&gt;broken&lt;/i&gt;" in page
    assert len(receiver.got) == 2


def test_nobodys_server_is_hammered_through_ours(desk: Member, receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url, desk.organisation)
    for _each in range(ASKED.limit):
        ASKED.count(str(desk.organisation_id))
    client = signed_in(desk)
    for act in ("test", "redeliver"):
        assert "very often" in client.post(f"{HOME}{made.pk}/{act}/", follow=True).content.decode()
    assert not receiver.connections


def test_sending_again(desk: Member, receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url, desk.organisation)
    first, second = factories.waiting(made, 2)
    deliver()
    client = signed_in(desk)
    page = client.post(f"{HOME}{made.pk}/redeliver/", {"message": first.pk}, follow=True).content.decode()
    assert "1 message goes out again." in page
    WebhookMessage.objects.filter(pk=second.pk).update(state=MessageState.FAILED)
    assert "Send 1 failed message again" in client.get(f"{HOME}{made.pk}/").content.decode()
    client.post(f"{HOME}{made.pk}/redeliver/")
    assert not WebhookMessage.objects.exclude(state=MessageState.WAITING).exists()
    for nonsense in ("x", "-1", "9" * 30, "1;2"):
        assert client.post(f"{HOME}{made.pk}/redeliver/", {"message": nonsense}).status_code == 404


@pytest.mark.parametrize("act", ["", "edit/", *(f"{act}/" for act in ACTS)])
def test_they_are_for_those_who_run_the_systems(act: str) -> None:
    partner = organisation()
    made, _secret = factories.endpoint("https://desk.example.org/", partner)
    address, method = f"{HOME}{made.pk}/{act}", "get" if act in ("", "edit/") else "post"
    stranger, correspondent = member(role=MemberRole.TECHNICAL), member(partner, MemberRole.CORRESPONDENT)
    suspended = member(partner, MemberRole.TECHNICAL)
    for who in (stranger, correspondent):
        assert getattr(signed_in(who), method)(address).status_code == 404
    assert getattr(Client(), method)(address)["Location"].startswith("/en/press/login/")
    partners.suspend(partner, actor=None)
    assert getattr(signed_in(suspended), method)(address).status_code == 404
    assert WebhookEndpoint.objects.get().is_active


@pytest.mark.parametrize("act", ACTS)
def test_acts_are_posts_of_our_own_pages(desk: Member, act: str) -> None:
    made, _secret = factories.endpoint("https://desk.example.org/", desk.organisation)
    assert signed_in(desk).get(f"{HOME}{made.pk}/{act}/").status_code == 405
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(desk.user)
    assert careful.post(f"{HOME}{made.pk}/{act}/").status_code == 403


def test_the_account_leads_there(desk: Member) -> None:
    assert HOME in signed_in(desk).get("/en/press/account/").content.decode()
    other = member(desk.organisation, MemberRole.CORRESPONDENT)
    assert HOME not in signed_in(other).get("/en/press/account/").content.decode()


def test_the_log_costs_the_same_however_long(desk: Member, django_assert_max_num_queries: Any) -> None:
    made, _secret = factories.endpoint("https://desk.example.org/", desk.organisation)
    client = signed_in(desk)
    messages = factories.waiting(made, 60)
    WebhookAttempt.objects.bulk_create(
        WebhookAttempt(message=message, at=message.at, status=500, trouble="status", milliseconds=5)
        for message in messages
        for _each in range(10)
    )
    client.get(f"{HOME}{made.pk}/")
    with django_assert_max_num_queries(30):
        page = client.get(f"{HOME}{made.pk}/").content.decode()
    assert page.count("press-message") == 25
