"""Tokens: hashed, expiring, revocable; and whom a request speaks for."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils import timezone

from media_library.rights import PUBLIC_AUDIENCE, AudienceKind
from media_library.rights.audiences import audience_of
from press import tokens
from press.models import AccessToken, OrganisationState
from press.services import partners
from press.services import tokens as service
from tests.media_library.factories import province, user
from tests.press.factories import bearer, member, organisation, signed_in, terms_version, token

pytestmark = pytest.mark.django_db


def ask(secret: str | None = None, who: Any = None, scheme: str = "Bearer") -> Any:
    headers = {"Authorization": f"{scheme} {secret}"} if secret is not None else {}
    request = RequestFactory().get("/", headers=headers)
    request.user = who or AnonymousUser()
    return request


def test_only_the_digest_is_kept() -> None:
    made, secret = token(organisation())
    assert made.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert secret.startswith(made.prefix)
    assert len(made.prefix) < len(secret) / 3
    stored = AccessToken.objects.filter(pk=made.pk).values().get()
    assert secret not in str(stored)


def test_a_secret_holds_256_random_bits() -> None:
    one, other = tokens.new_secret(), tokens.new_secret()
    assert one != other
    assert len(one.removeprefix(tokens.MARK)) == 43


def test_a_valid_token_speaks_for_its_organisation() -> None:
    partner = organisation(country="la")
    made, secret = token(partner)
    request = ask(secret)
    audience = audience_of(request)
    assert audience.kind is AudienceKind.PARTNER
    assert (audience.organisation_id, audience.country) == (partner.pk, "LA")
    assert request.press_organisation == partner
    assert request.press_token == made


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_the_scheme_is_known_in_any_case(scheme: str) -> None:
    assert audience_of(ask(token(organisation())[1], scheme=scheme)).kind is AudienceKind.PARTNER


@pytest.mark.parametrize("spoil", ["expired", "revoked", "suspended", "applied", "unknown", "empty", "other_shape"])
def test_a_token_that_isnt_valid_gets_the_publics_view_and_says_so(spoil: str) -> None:
    partner = organisation()
    made, secret = token(partner)
    match spoil:
        case "expired":
            AccessToken.objects.filter(pk=made.pk).update(expires_at=timezone.now())
        case "revoked":
            service.revoke(made)
        case "suspended":
            partners.suspend(partner, actor=None)
        case "applied":
            partner.state = OrganisationState.APPLIED
            partner.save()
        case "unknown":
            secret = tokens.new_secret()
        case "empty":
            secret = ""
        case _:
            secret = "é\x7f" * 20
    request = ask(secret)
    assert audience_of(request) == PUBLIC_AUDIENCE
    assert request.invalid_token


def test_a_bad_token_isnt_saved_by_a_good_session() -> None:
    request = ask("pic_wrong", who=member().user)
    assert audience_of(request) == PUBLIC_AUDIENCE
    assert request.invalid_token


def test_other_schemes_are_none_of_our_business() -> None:
    request = ask("dXNlcjpwYXNz", scheme="Basic")
    assert audience_of(request) == PUBLIC_AUDIENCE
    assert not getattr(request, "invalid_token", False)


def test_the_api_answers_401_with_a_problem() -> None:
    response = Client().get("/api/v1/assets", headers={"Authorization": "Bearer pic_wrong"})
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert "invalid_token" in response["WWW-Authenticate"]


def test_use_is_noted_once_in_ten_minutes(django_assert_num_queries: Any) -> None:
    made, secret = token(organisation())
    audience_of(ask(secret))
    made.refresh_from_db()
    first = made.last_used_at
    assert first is not None
    with django_assert_num_queries(2):
        audience_of(ask(secret))
    AccessToken.objects.filter(pk=made.pk).update(last_used_at=first - timedelta(minutes=11))
    audience_of(ask(secret))
    made.refresh_from_db()
    assert made.last_used_at is not None
    assert made.last_used_at >= first


def test_a_members_session_speaks_for_the_organisation() -> None:
    person = member()
    request = ask(who=person.user)
    assert audience_of(request).organisation_id == person.organisation_id
    assert request.press_member == person


def test_a_member_of_a_suspended_organisation_is_the_public() -> None:
    person = member()
    partners.suspend(person.organisation, actor=None)
    assert audience_of(ask(who=person.user)) == PUBLIC_AUDIENCE
    partners.verify(person.organisation, actor=None)
    assert audience_of(ask(who=person.user)).kind is AudienceKind.PARTNER


def test_staff_stay_staff() -> None:
    from provinces.teams import Role

    assert audience_of(ask(who=user("editor-1", Role.EDITOR))).kind is AudienceKind.STAFF


def test_terms_count_once_there_are_any() -> None:
    early = organisation()
    assert audience_of(ask(token(early)[1])).terms_accepted
    terms_version(1)
    assert not audience_of(ask(token(early)[1])).terms_accepted
    late = organisation()
    assert audience_of(ask(token(late)[1])).terms_accepted
    terms_version(2)
    assert not audience_of(ask(token(late)[1])).terms_accepted
    terms_version(3, published_at=None)
    terms_version(4, published_at=timezone.now() + timedelta(days=1))
    assert audience_of(ask(token(organisation(accepts=False))[1])).terms_accepted is False


def test_rotation_overlaps() -> None:
    old, secret = token(organisation())
    fresh, new_secret = service.rotate(old)
    assert fresh.name == old.name
    assert {audience_of(ask(each)).kind for each in (secret, new_secret)} == {AudienceKind.PARTNER}
    old.refresh_from_db()
    assert old.expires_at <= timezone.now() + service.OVERLAP
    service.revoke(old)
    with pytest.raises(ValidationError):
        service.rotate(old)


def test_limits_of_issuing() -> None:
    partner = organisation()
    for name, days in (("", 10), ("x", 0), ("x", 10_000)):
        with pytest.raises(ValidationError):
            service.issue(partner, name, days=days)
    for _number in range(service.TOKENS_AT_MOST):
        token(partner)
    with pytest.raises(ValidationError):
        token(partner)


def test_staff_of_a_province_cant_be_members() -> None:
    from provinces.teams import Role

    with pytest.raises(ValidationError):
        partners.add_member(organisation(), user("both", Role.EDITOR, of=province()))
    person = member()
    with pytest.raises(ValidationError):
        partners.add_member(organisation(), person.user)


def test_a_token_and_a_session_together_are_the_tokens() -> None:
    partner, person = organisation(), member()
    client = signed_in(person)
    client.get("/api/v1/assets", headers=bearer(partner))
    used = AccessToken.objects.get(organisation=partner)
    assert used.last_used_at is not None
