"""Codes of an app and recovery codes: right ones once, wrong ones rarely, and no way round them."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.cache import cache
from django.db import connection
from django.test import Client

from press import sealing
from press.models import MemberRole, RecoveryCode, SecondFactor, SignIn
from press.services import second_factor, sign_in
from press.services.second_factor import WRONG_CODES, TooManyTries
from tests.media_library.factories import user
from tests.press.factories import member, signed_in
from tests.press.sign_in.apps import clock, code_of, recovery_codes_in, with_factor

pytestmark = pytest.mark.django_db

LOGIN, CODE, SECURITY = "/en/press/login/", "/en/press/login/code/", "/en/press/account/security/"


def login(client: Client, who: Any, **data: str) -> Any:
    return client.post(LOGIN, {"username": who.user.username, "password": "secret", **data})


# --- setting up -------------------------------------------------------------------------------------------


def test_setting_up_by_the_page() -> None:
    person = member()
    client = signed_in(person)
    page = client.get(SECURITY + "app/").content.decode()
    assert "<svg" in page and "<script" not in page.split("<svg")[1].split("</svg>")[0]
    secret = sealing.unseal(client.session["second_factor_offer"])
    assert " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)) in page
    assert client.get(SECURITY + "app/").content.decode().count(secret[:4])
    wrong = client.post(SECURITY + "app/", {"code": "000000"})
    assert "isn&#x27;t right" in wrong.content.decode() or "isn’t right" in wrong.content.decode()
    assert not SecondFactor.objects.exists()
    done = client.post(SECURITY + "app/", {"code": code_of(secret)})
    assert "no-store" in done["Cache-Control"]
    codes = recovery_codes_in(done.content.decode())
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    factor = SecondFactor.objects.get(user=person.user)
    kept = str([*SecondFactor.objects.values(), *RecoveryCode.objects.values()])
    assert secret not in kept
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]
    assert sealing.unseal(factor.sealed_secret) == secret
    assert "10 recovery codes are left" in client.get(SECURITY).content.decode()
    assert not recovery_codes_in(client.get(SECURITY).content.decode())


def test_the_code_that_set_it_up_isnt_taken_again() -> None:
    person = member()
    secret = second_factor.new_secret()
    code = code_of(secret)
    assert second_factor.set_up(person.user, secret, code)
    assert not second_factor.prove(person.user, code)


def test_a_new_app_replaces_the_old_one_and_its_codes() -> None:
    person = member()
    old, old_codes = with_factor(person.user)
    new, _codes = with_factor(person.user)
    assert not second_factor.prove(person.user, code_of(old))
    assert not second_factor.prove(person.user, old_codes[0])
    assert second_factor.prove(person.user, code_of(new))
    assert SecondFactor.objects.count() == 1


# --- proving ----------------------------------------------------------------------------------------------


def test_the_password_alone_signs_nobody_in() -> None:
    person, client = member(), Client()
    secret, _codes = with_factor(person.user)
    half = login(client, person, next="/en/press/notices/")
    assert half["Location"] == CODE
    assert "_auth_user_id" not in client.session
    assert client.get("/en/press/account/").status_code == 302
    assert client.get(CODE).status_code == 200
    assert client.post(CODE, {"code": "123456"}).status_code == 200
    before = client.session.session_key
    assert client.post(CODE, {"code": f" {code_of(secret)[:3]} {code_of(secret)[3:]} "})["Location"] == (
        "/en/press/notices/"
    )
    assert client.session.session_key != before
    assert client.session["second_factor"] is True
    assert SignIn.objects.get().with_factor


def test_a_code_isnt_taken_twice() -> None:
    person = member()
    secret, _codes = with_factor(person.user)
    code = code_of(secret)
    assert second_factor.prove(person.user, code)
    assert not second_factor.prove(person.user, code)
    assert not second_factor.prove(person.user, code_of(secret, -1))


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_may_differ_by_half_a_minute(steps: int, right: bool) -> None:
    person = member()
    moment = time.time() + 3600
    secret, _codes = with_factor(person.user)
    with clock(moment):
        assert second_factor.prove(person.user, code_of(secret, steps)) is right


@pytest.mark.parametrize(
    "typed",
    ["", " ", "12345", "1234567", "１２３４５６", "12345a", "-12345", "9" * 10_000, "\x00" * 6, "a-b-c-d", "null"],
)
def test_what_is_no_code(typed: str) -> None:
    person, client = member(), Client()
    with_factor(person.user)
    login(client, person)
    answer = client.post(CODE, {"code": typed})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_recovery_codes_work_once_however_they_are_typed() -> None:
    person = member()
    _secret, codes = with_factor(person.user)
    assert second_factor.prove(person.user, codes[0].upper().replace("-", " "))
    assert not second_factor.prove(person.user, codes[0])
    assert second_factor.prove(person.user, codes[1].replace("-", ""))
    assert RecoveryCode.objects.count() == second_factor.RECOVERY_CODES - 2


def test_anothers_codes_are_none() -> None:
    first, second = member(), member()
    _secret, codes = with_factor(first.user)
    other_secret, _codes = with_factor(second.user)
    assert not second_factor.prove(second.user, codes[0])
    assert not second_factor.prove(first.user, code_of(other_secret))
    assert not second_factor.prove(member().user, codes[0])


def test_guessing_is_stopped_and_a_right_code_doesnt_help_then() -> None:
    person, client = member(), Client()
    secret, codes = with_factor(person.user)
    login(client, person)
    for _number in range(WRONG_CODES.limit):
        client.post(CODE, {"code": "000000"})
    refused = client.post(CODE, {"code": code_of(secret)})
    assert "Too many attempts" in refused.content.decode()
    with pytest.raises(TooManyTries):
        second_factor.prove(person.user, codes[0])
    other = Client()
    login(other, person)
    assert "Too many attempts" in other.post(CODE, {"code": code_of(secret)}).content.decode()
    cache.clear()  # a quarter of an hour later
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 302


def test_the_half_way_ends(django_user_model: Any) -> None:
    person, client = member(), Client()
    secret, _codes = with_factor(person.user)
    assert client.get(CODE)["Location"] == LOGIN
    login(client, person)
    later = time.time() + sign_in.HALF_WAY.total_seconds() + 1
    with clock(later):
        assert client.post(CODE, {"code": code_of(secret)})["Location"] == LOGIN
    login(client, person)
    person.user.set_password("another")
    person.user.save()
    assert client.post(CODE, {"code": code_of(secret)})["Location"] == LOGIN
    client.post(LOGIN, {"username": person.user.username, "password": "another"})
    django_user_model.objects.filter(pk=person.user.pk).update(is_active=False)
    assert client.post(CODE, {"code": code_of(secret)})["Location"] == LOGIN


def test_a_changed_password_keeps_the_factor() -> None:
    person, client = member(), Client()
    with_factor(person.user)
    person.user.set_password("another")
    person.user.save()
    answer = client.post(LOGIN, {"username": person.user.username, "password": "another"})
    assert answer["Location"] == CODE


def test_without_the_key_that_sealed_it_the_app_opens_nothing(settings: Any) -> None:
    person = member()
    secret, _codes = with_factor(person.user)
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    assert not second_factor.prove(person.user, code_of(secret))
    settings.SECRET_KEY_FALLBACKS = [former]
    assert second_factor.prove(person.user, code_of(secret))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_two_at_the_same_moment_one_comes_in(kind: str) -> None:
    person = member()
    secret, codes = with_factor(person.user)
    typed = code_of(secret) if kind == "app" else codes[0]
    ready, won = threading.Barrier(2), []

    def prove() -> None:
        ready.wait()
        try:
            won.append(second_factor.prove(person.user, typed))
        finally:
            connection.close()

    threads = [threading.Thread(target=prove) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False, True]


# --- changing it ------------------------------------------------------------------------------------------


def in_with_factor(person: Any) -> tuple[Client, str]:
    client = Client()
    secret, _codes = with_factor(person.user)
    login(client, person)
    client.post(CODE, {"code": code_of(secret)})
    return client, secret


def test_removing_and_new_codes() -> None:
    person = member()
    client, _secret = in_with_factor(person)
    codes = recovery_codes_in(client.post(SECURITY + "codes/").content.decode())
    assert len(codes) == second_factor.RECOVERY_CODES
    assert client.post(SECURITY + "remove/")["Location"] == SECURITY
    assert not SecondFactor.objects.exists() and not RecoveryCode.objects.exists()
    assert login(Client(), person)["Location"] == "/en/press/"
    assert not outbox.outbox  # who does it themselves needs no mail


@pytest.mark.parametrize("path", ["codes/", "remove/"])
def test_acts_are_posts_of_signed_in_people(path: str) -> None:
    person = member()
    client, _secret = in_with_factor(person)
    assert client.get(SECURITY + path).status_code == 405
    assert Client().post(SECURITY + path)["Location"].startswith(LOGIN)
    assert SecondFactor.objects.exists()


@pytest.mark.parametrize("path", ["codes/", "remove/", "app/"])
def test_a_session_from_before_the_factor_changes_nothing(path: str) -> None:
    person = member()
    stolen = signed_in(person)
    with_factor(person.user)
    assert stolen.post(SECURITY + path, {"code": "1"})["Location"].startswith(LOGIN)
    assert SecondFactor.objects.exists()


def test_serious_acts_ask_for_a_recent_sign_in() -> None:
    person = member(role=MemberRole.TECHNICAL)
    client = signed_in(person)
    with clock(time.time() + sign_in.RECENT.total_seconds() - 5):
        assert client.get(SECURITY + "app/").status_code == 200
    with clock(time.time() + sign_in.RECENT.total_seconds() + 5):
        assert client.get(SECURITY).status_code == 200
        assert client.get(SECURITY + "app/")["Location"] == f"{LOGIN}?next={SECURITY}app/"
        issue = client.post("/en/press/account/tokens/", {"name": "CMS", "days": "30"})
        assert issue["Location"] == f"{LOGIN}?next=/en/press/account/"
        assert not person.organisation.tokens.exists()
        assert "once more" in client.get(LOGIN).content.decode()
        login(client, person)
        assert client.post("/en/press/account/tokens/", {"name": "CMS", "days": "30"}).status_code == 200


def test_last_sign_ins_are_listed_and_forgotten() -> None:
    person, client = member(), Client()
    assert "None in the last" in signed_in(member()).get(SECURITY).content.decode()
    SignIn.objects.create(user=person.user, way="password")
    SignIn.objects.update(at="2020-01-01T00:00Z")
    login(client, person)
    assert SignIn.objects.count() == 1
    assert "password" in client.get(SECURITY).content.decode()


# --- the press office -------------------------------------------------------------------------------------


def test_an_administrator_resets_anybodys_factor(django_capture_on_commit_callbacks: Any) -> None:
    from wagtail.models import ModelLogEntry

    person = user("editor-2")
    person.email = "editor-2@example.org"
    person.save()
    with_factor(person)
    admin = Client()
    admin.force_login(_superuser())
    path = f"/admin/press/people/{person.pk}/second-factor/"
    assert admin.get(path).status_code == 200
    assert SecondFactor.objects.filter(user=person).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(path).status_code == 302
    assert not SecondFactor.objects.filter(user=person).exists()
    assert ModelLogEntry.objects.filter(action="press.reset_factor").exists()
    assert [mail.to for mail in outbox.outbox] == [[person.email]]


def test_others_reset_nothing() -> None:
    from provinces.teams import Role

    person = member()
    with_factor(person.user)
    officer = Client()
    officer.force_login(user("officer", Role.PRESS_OFFICER))
    assert officer.post(f"/admin/press/people/{person.user.pk}/second-factor/").status_code in (302, 403)
    assert SecondFactor.objects.exists()
    url = f"/admin/organisations/{person.organisation.pk}/access/"
    foreign = member()
    with_factor(foreign.user)
    assert officer.post(url, {"act": "reset_factor", "pk": foreign.pk}).status_code == 404
    assert officer.post(url, {"act": "reset_factor", "pk": person.pk}).status_code == 302
    assert [each.user for each in SecondFactor.objects.all()] == [foreign.user]
    later = time.time() + sign_in.RECENT.total_seconds() + 5
    with clock(later):
        url = f"/admin/organisations/{foreign.organisation.pk}/access/"
        again = officer.post(url, {"act": "reset_factor", "pk": foreign.pk})
        assert again["Location"].startswith("/admin/login/?again=1&next=")
        assert officer.get(again["Location"]).status_code == 200
    assert SecondFactor.objects.exists()


def _superuser() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.create_superuser("root", "root@example.org", "secret")
