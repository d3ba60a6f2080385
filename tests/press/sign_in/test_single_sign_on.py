"""Single sign-on against a provider that listens and signs, honest at first and then lying in every way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from cms.environment import Environment
from press.models import MemberRole, SignIn, SingleSignOn
from press.services import partners
from press.views.sign_in import SIGN_ONS_FROM_ONE_PLACE
from tests.media_library.factories import user
from tests.press.factories import member, organisation, signed_in
from tests.press.sign_in.apps import code_of, with_factor
from tests.press.sign_in.provider import CLIENT, Lies, Provider

pytestmark = pytest.mark.django_db

LOGIN = "/en/press/login/"
BEGIN, BACK = "/en/press/login/sso/example/", "/press/sso/example/"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running: Provider, settings: Any) -> Provider:
    running.lies = Lies()
    running.person = {"sub": "u-1", "email": "nobody@example.org", "email_verified": True}
    settings.OIDC_PROVIDERS = [running.settings]
    return running


def sign_in(provider: Provider, client: Client, begin: str = BEGIN, **changed: str) -> Any:
    """The whole way: from our page to the provider and back."""
    there = client.get(begin)
    assert there.status_code == 302
    return client.get(BACK, provider.let_in(there["Location"]) | changed)


def invited(provider: Provider, **values: Any) -> Any:
    person = member(**values)
    provider.person["email"] = person.user.email.upper()
    return person


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def assert_refused(response: Any, client: Client) -> None:
    assert response.status_code == 302
    assert response["Location"].endswith("/press/login/")
    assert not is_in(client)
    assert not SingleSignOn.objects.exists()
    assert not SignIn.objects.exists()


# --- honest -----------------------------------------------------------------------------------------------


def test_a_member_comes_in_and_is_known_by_the_subject_from_then_on(provider: Provider) -> None:
    person, client = invited(provider), Client()
    before = client.get(LOGIN) and client.session.session_key
    assert sign_in(provider, client)["Location"] == "/en/press/"
    assert client.session.session_key != before
    assert client.get("/en/press/account/").status_code == 200
    link = SingleSignOn.objects.get()
    assert (link.member, link.issuer, link.subject) == (person, provider.issuer, "u-1")
    assert SignIn.objects.get().way == "single"
    # The address may change, there and here; the subject stays.
    provider.person |= {"email": "someone.else@example.org", "email_verified": False}
    again = Client()
    sign_in(provider, again)
    assert again.session["_auth_user_id"] == str(person.user.pk)
    assert SingleSignOn.objects.count() == 1


def test_a_factor_is_asked_for_here_too(provider: Provider) -> None:
    person, client = invited(provider), Client()
    secret, _codes = with_factor(person.user)
    assert sign_in(provider, client)["Location"] == "/en/press/login/code/"
    assert not is_in(client)
    client.post("/en/press/login/code/", {"code": code_of(secret)})
    assert is_in(client)


def test_it_leads_to_what_was_wanted_but_never_elsewhere(provider: Provider) -> None:
    invited(provider)
    assert sign_in(provider, Client(), BEGIN + "?next=/en/press/notices/")["Location"] == "/en/press/notices/"
    assert sign_in(provider, Client(), BEGIN + "?next=//evil.example/")["Location"] == "/en/press/"
    assert sign_in(provider, Client(), "/ja/press/login/sso/example/")["Location"] == "/ja/press/"


def test_an_address_told_at_the_userinfo_endpoint_only(provider: Provider) -> None:
    person = invited(provider)
    provider.lies.claims = {"email": None, "email_verified": None}
    provider.lies.userinfo = {"sub": "u-1", "email": person.user.email, "email_verified": True}
    client = Client()
    sign_in(provider, client)
    assert is_in(client)


def test_the_button_is_there_only_where_there_is_a_provider(provider: Provider, settings: Any) -> None:
    assert "Sign in with Example News" in Client().get(LOGIN).content.decode()
    settings.OIDC_PROVIDERS = []
    assert "/sso/" not in Client().get(LOGIN).content.decode()
    for path in (BEGIN, BACK):
        assert Client().get(path).status_code == 404


def test_keys_that_changed_are_fetched_anew(provider: Provider) -> None:
    from joserfc.jwk import RSAKey

    invited(provider)
    sign_in(provider, Client())
    former = provider.key
    provider.key = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    try:
        client = Client()
        there = client.get(BEGIN)
        provider.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        client.get(BACK, provider.let_in(there["Location"]))
        assert is_in(client)
    finally:
        provider.key = former


# --- lying ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"}, {"nonce": None}, {"nonce": ""}, {"nonce": ["x"]},
        {"iss": "https://evil.example"}, {"iss": None},
        {"aud": "another client"}, {"aud": None}, {"aud": []}, {"aud": "another client", "azp": CLIENT},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"exp": 1}, {"exp": None}, {"exp": "never"}, {"iat": None}, {"nbf": 9_999_999_999},
        {"sub": None}, {"sub": ""}, {"sub": 7}, {"sub": "x" * 5000}, {"sub": ["u-1"]}, {"sub": "u\x00"},
        {"email_verified": False}, {"email_verified": None}, {"email_verified": "true"}, {"email_verified": 1},
        {"email": None}, {"email": ""}, {"email": ["a@example.org"]}, {"email": "stranger@example.org"},
        {"email": "%"}, {"email": "a\x00@example.org"}, {"at_hash": "wrong"},
    ],
    ids=str,
)  # fmt: skip
def test_claims_that_are_wrong_open_nothing(provider: Provider, claims: dict[str, Any]) -> None:
    invited(provider)
    provider.lies.claims = claims
    client = Client()
    assert_refused(sign_in(provider, client), client)


@pytest.mark.parametrize("sign", ["none", "HS256", "HS256 with the public key", "stranger", "nothing"])
@pytest.mark.parametrize("allowed", [["RS256"], ["none", "HS256", "RS256"], None])
def test_signatures_that_are_none_open_nothing(provider: Provider, sign: str, allowed: list[str] | None) -> None:
    invited(provider)
    provider.lies = Lies(sign=sign, discovery={"id_token_signing_alg_values_supported": allowed})
    client = Client()
    assert_refused(sign_in(provider, client), client)


@pytest.mark.parametrize("broken", ["token", "jwks"])
def test_answers_that_are_nonsense_open_nothing(provider: Provider, broken: str) -> None:
    invited(provider)
    client = Client()
    there = client.get(BEGIN)
    provider.lies.broken = broken
    assert_refused(client.get(BACK, provider.let_in(there["Location"])), client)


@pytest.mark.parametrize(
    "lies",
    [
        Lies(broken="openid-configuration"),
        Lies(discovery={"issuer": "https://evil.example"}),
        Lies(discovery={"authorization_endpoint": None}),
    ],
)
def test_a_provider_that_doesnt_say_where_to_go_is_left_alone(provider: Provider, lies: Lies) -> None:
    provider.lies = lies
    client = Client()
    assert_refused(client.get(BEGIN), client)


def test_a_provider_that_is_down(provider: Provider, settings: Any) -> None:
    settings.OIDC_PROVIDERS = [provider.settings | {"issuer": "http://127.0.0.1:9/realm"}]
    client = Client()
    assert_refused(client.get(BEGIN), client)


def test_userinfo_of_another_person_opens_nothing(provider: Provider) -> None:
    person = invited(provider)
    provider.lies.claims = {"email": None, "email_verified": None}
    provider.lies.userinfo = {"sub": "u-2", "email": person.user.email, "email_verified": True}
    client = Client()
    assert_refused(sign_in(provider, client), client)


def test_a_state_counts_once_and_in_its_own_browser(provider: Provider) -> None:
    invited(provider)
    client = Client()
    brought = provider.let_in(client.get(BEGIN)["Location"])
    assert_refused(Client().get(BACK, brought), Client())
    asked = provider.codes[brought["code"]]
    assert client.get(BACK, brought)["Location"] == "/en/press/"
    client.post("/en/press/logout/")
    SingleSignOn.objects.all().delete()
    SignIn.objects.all().delete()
    provider.codes[brought["code"]] = asked  # even if the provider let the code be used again
    assert_refused(client.get(BACK, brought), client)


@pytest.mark.parametrize(
    "changed",
    [{"state": "another"}, {"state": ""}, {"code": "another"}, {"code": ""}, {"iss": "https://evil.example"},
     {"error": "access_denied"}, {"error": "<script>", "error_description": "<script>alert(1)</script>"},
     {"state": "x" * 4000}],
    ids=str,
)  # fmt: skip
def test_a_way_back_that_is_wrong_opens_nothing(provider: Provider, changed: dict[str, str]) -> None:
    invited(provider)
    client = Client()
    answer = sign_in(provider, client, **changed)
    assert_refused(answer, client)
    assert "<script>alert" not in client.get(answer["Location"]).content.decode()


def test_a_verifier_of_another_browser_doesnt_fit(provider: Provider) -> None:
    """A code that was stolen on its way is worth nothing: PKCE."""
    invited(provider)
    victim, thief = Client(), Client()
    stolen = provider.let_in(victim.get(BEGIN)["Location"])["code"]
    own = provider.let_in(thief.get(BEGIN)["Location"])
    assert_refused(thief.get(BACK, own | {"code": stolen}), thief)


# --- whom it may speak for ----------------------------------------------------------------------------------


def test_nobody_is_made_a_member(provider: Provider, django_user_model: Any) -> None:
    count = django_user_model.objects.count()
    client = Client()
    assert_refused(sign_in(provider, client), client)
    assert django_user_model.objects.count() == count


def test_staff_dont_come_in_this_way(provider: Provider) -> None:
    staff = user("officer")
    staff.email = provider.person["email"] = "officer@example.org"
    staff.save()
    client = Client()
    assert_refused(sign_in(provider, client), client)


def test_a_newsrooms_provider_speaks_for_its_own_people_only(provider: Provider, settings: Any) -> None:
    own, other = organisation(), organisation()
    settings.OIDC_PROVIDERS = [provider.settings | {"organisation": own.pk}]
    invited(provider, of=other)
    client = Client()
    assert_refused(sign_in(provider, client), client)
    invited(provider, of=own)
    sign_in(provider, client)
    assert is_in(client)
    settings.OIDC_PROVIDERS = [provider.settings | {"organisation": other.pk}]
    again = Client()
    sign_in(provider, again)
    assert not is_in(again)


def test_closed_accounts_stay_closed(provider: Provider) -> None:
    person = invited(provider)
    sign_in(provider, Client())
    partners.close_member(person, actor=None)
    client = Client()
    sign_in(provider, client)
    assert not is_in(client)


def test_a_suspended_organisation_loses_at_once(provider: Provider) -> None:
    person, client = invited(provider), Client()
    sign_in(provider, client)
    partners.suspend(person.organisation, actor=None)
    assert client.get("/en/press/account/").status_code == 404


def test_an_address_given_to_somebody_else_opens_nothing(provider: Provider) -> None:
    invited(provider)
    sign_in(provider, Client())
    provider.person["sub"] = "u-2"
    client = Client()
    sign_in(provider, client)
    assert not is_in(client)
    assert SingleSignOn.objects.get().subject == "u-1"


def test_an_address_that_two_have_is_nobodys(provider: Provider) -> None:
    first, second = invited(provider), member(role=MemberRole.TECHNICAL)
    second.user.email = first.user.email
    second.user.save()
    client = Client()
    assert_refused(sign_in(provider, client), client)


def test_another_persons_session_ends(provider: Provider) -> None:
    person, client = invited(provider), signed_in(member())
    sign_in(provider, client)
    assert client.session["_auth_user_id"] == str(person.user.pk)


def test_it_isnt_begun_without_end(provider: Provider) -> None:
    for _number in range(SIGN_ONS_FROM_ONE_PLACE.limit):
        assert Client().get(BEGIN)["Location"].startswith(provider.issuer)
    asked = len(provider.asked)
    assert Client().get(BEGIN)["Location"].endswith(LOGIN)
    assert len(provider.asked) == asked


# --- settings ---------------------------------------------------------------------------------------------

GOOD = {"name": "x", "label": "X", "issuer": "https://x.example", "client_id": "a", "client_secret": "b"}


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "../x"}, {"issuer": "x.example"}, {"issuer": "javascript:x"}, {"client_secret": ""},
     {"surprise": 1}, {"organisation": "Le Monde"}],
    ids=str,
)  # fmt: skip
def test_settings_that_cant_work_are_refused_at_the_start(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="oidc_providers"):
        Environment(oidc_providers=[GOOD | wrong])  # type: ignore[list-item]


def test_names_are_given_once_and_production_asks_for_tls(monkeypatch: Any) -> None:
    with pytest.raises(ValueError, match="a name of its own"):
        Environment(oidc_providers=[GOOD, GOOD])  # type: ignore[list-item]
    needed = {"secret_key": "x", "site_url": "https://x", "allowed_hosts": "x", "database_url": "x",
              "manifest_private_key": "x"}  # fmt: skip
    assert Environment(profile="production", oidc_providers=[GOOD], **needed)  # type: ignore[arg-type,list-item]
    with pytest.raises(ValueError, match="https"):
        Environment(profile="production", oidc_providers=[GOOD | {"issuer": "http://x"}], **needed)  # type: ignore[arg-type,list-item]
