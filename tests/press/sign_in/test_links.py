"""Signing in by a mailed link: once, soon, unseen by scanners, and without telling who is a member."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.utils import timezone

from press.models import Member, SignIn, SignInLink
from press.services import partners, sign_in_links
from press.views.sign_in import LINK_MAILS, LINKS_FROM_ONE_PLACE
from tests.press.factories import member, organisation, signed_in

pytestmark = pytest.mark.django_db

ASK = "/en/press/login/link/"


def ask(address: str, client: Client | None = None, **data: str) -> Any:
    return (client or Client()).post(ASK, {"email": address, **data}, follow=True)


def mailed() -> str:
    """The path in the last mail."""
    found = re.search(r"http://[^/]+(/\S+/press/login/link/\S+/)", str(outbox.outbox[-1].body))
    assert found
    return found.group(1)


def test_a_link_signs_in_with_a_press_of_a_button() -> None:
    person, client = member(organisation(language="en")), Client()
    assert "If we know this address" in ask(person.user.email.upper()).content.decode()
    path = mailed()
    page = client.get(path)
    assert page.status_code == 200
    assert person.organisation.name in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert client.get("/en/press/account/").status_code == 302
    before = client.session.session_key
    assert client.post(path)["Location"] == "/en/press/"
    assert client.session.session_key != before
    assert client.get("/en/press/account/").status_code == 200
    assert SignIn.objects.get().way == "link"


def test_scanners_that_look_dont_use_it_up() -> None:
    person = member()
    ask(person.user.email)
    path, scanner = mailed(), Client()
    for _look in range(5):
        assert scanner.get(path).status_code == scanner.head(path).status_code == 200
    assert Client().post(path).status_code == 302


def test_it_works_once_and_takes_its_sisters_with_it() -> None:
    person = member()
    paths = []
    for _number in range(2):
        ask(person.user.email)
        paths.append(mailed())
    assert Client().post(paths[1]).status_code == 302
    for path in paths:
        used = Client().post(path)
        assert used.status_code == 404
        assert "used or is too old" in used.content.decode()
        assert Client().get(path).status_code == 404


def test_it_is_too_old_after_a_quarter_of_an_hour() -> None:
    person, now = member(), timezone.now()
    ask(person.user.email)
    with mock.patch("django.utils.timezone.now", return_value=now + timedelta(minutes=14, seconds=59)):
        assert Client().get(mailed()).status_code == 200
    with mock.patch("django.utils.timezone.now", return_value=now + timedelta(minutes=15, seconds=1)):
        assert Client().get(mailed()).status_code == 404
        assert Client().post(mailed()).status_code == 404


@pytest.mark.parametrize("key", ["in_", "in_x", "x" * 3000, "%00", "é\x7f", "..%2f"])
def test_keys_that_nobody_made(key: str) -> None:
    assert Client().get(f"{ASK}{key}/").status_code == 404
    assert Client().post(f"{ASK}{key}/").status_code == 404


def test_a_closed_account_is_closed_for_links_too() -> None:
    person = member()
    ask(person.user.email)
    partners.close_member(person, actor=None)
    assert Client().post(mailed()).status_code == 404
    outbox.outbox.clear()
    ask(person.user.email)
    assert not outbox.outbox


def test_only_the_digest_is_kept_and_the_queue_never_sees_the_key() -> None:
    person = member()
    key = sign_in_links.issue(person)
    assert key not in str(SignInLink.objects.values().get())


def test_nobody_learns_who_is_a_member() -> None:
    known, unknown = ask(member().user.email), ask("nobody@example.org")
    assert known.status_code == unknown.status_code
    assert known.redirect_chain == unknown.redirect_chain
    plain = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode()) for page in (known, unknown)]
    assert plain[0] == plain[1]
    assert len(outbox.outbox) == 1


@pytest.mark.parametrize("address", ["", " ", "x" * 5000, "a\x00b@example.org", "' OR 1=1 --", "@"])
def test_addresses_that_are_none(address: str) -> None:
    assert ask(address).status_code == 200
    assert not outbox.outbox


def test_a_mailbox_isnt_flooded_nor_used_from_one_place() -> None:
    person = member()
    for _number in range(LINK_MAILS.limit + 3):
        ask(person.user.email)
    assert len(outbox.outbox) == LINK_MAILS.limit
    for _number in range(LINKS_FROM_ONE_PLACE.limit):
        ask(f"someone{_number}@example.org")
    outbox.outbox.clear()
    ask(member().user.email)
    assert not outbox.outbox


def test_staff_get_no_link() -> None:
    from tests.media_library.factories import user

    staff = user("officer")
    staff.email = "officer@example.org"
    staff.save()
    ask(staff.email)
    assert not outbox.outbox


def test_it_leads_to_what_was_wanted_but_never_elsewhere() -> None:
    person = member()
    ask(person.user.email, next="/en/press/notices/")
    assert Client().post(mailed())["Location"] == "/en/press/notices/"
    for elsewhere in ("https://evil.example/", "/\x00"):
        ask(person.user.email, next=elsewhere)
        assert Client().post(mailed())["Location"] == "/en/press/"


def test_another_persons_session_ends() -> None:
    first, second = member(), member()
    client = signed_in(first)
    ask(second.user.email)
    client.post(mailed())
    assert client.session["_auth_user_id"] == str(second.user.pk)


def test_the_button_needs_the_forms_token() -> None:
    person = member()
    ask(person.user.email)
    assert Client(enforce_csrf_checks=True).post(mailed()).status_code == 403
    assert SignInLink.objects.filter(member=person).exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_the_same_moment_one_comes_in() -> None:
    person = member()
    key = sign_in_links.issue(person)
    found = [sign_in_links.find(key), sign_in_links.find(key)]
    ready, won = threading.Barrier(2), []

    def press(link: SignInLink) -> None:
        ready.wait()
        try:
            won.append(sign_in_links.use_up(link))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(link,)) for link in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False, True]
    assert Member.objects.filter(pk=person.pk).exists()
