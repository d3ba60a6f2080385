"""Single sign-on by OpenID Connect: which providers there are, asking one of them, and judging its answer.

Code flow with PKCE, state and nonce (Authlib does these); what is ours is whom a provider may speak for. Providers are
set by the operator (`OIDC_PROVIDERS`), so their addresses are trusted; their answers aren't, beyond what they sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseRedirect
from joserfc.errors import JoseError
from requests import RequestException
from wagtail.log_actions import log

from press.models import Member, SingleSignOn

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures by a key that the provider alone holds: never `none`, never one made with a secret that we hold too."""
TIMEOUT = 10
LEEWAY = 60
"""Seconds that the provider's clock may be wrong."""


class Refused(Exception):
    """The answer doesn't prove anything, or not that it is one of our members. The reason is for our log only."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One entry of `OIDC_PROVIDERS`. With `organisation` (its number) it speaks for that one's members only."""

    name: str
    label: str
    issuer: str
    client_id: str
    client_secret: str
    organisation: int | None = None


def providers() -> list[Provider]:
    return [Provider(**told) for told in settings.OIDC_PROVIDERS]


def provider_named(name: str) -> Provider | None:
    return next((provider for provider in providers() if provider.name == name), None)


def send_there(request: HttpRequest, provider: Provider, callback: str) -> HttpResponseRedirect:
    """Lead the browser to the provider. Raises Refused when the provider doesn't say where that is."""
    try:
        response: HttpResponseRedirect = _client(provider).authorize_redirect(request, callback)
    except (AuthlibBaseError, RequestException, ValueError, RuntimeError) as error:
        raise Refused(f"{provider.name}: {error!r}") from error
    return response


def member_from(request: HttpRequest, provider: Provider) -> Member:
    """The member that the provider's answer is about. Raises Refused for any other answer."""
    if request.GET.get("iss", provider.issuer) != provider.issuer:  # RFC 9207: it was meant for somebody else
        raise Refused(f"{provider.name}: the answer is from another issuer")
    try:
        client = _client(provider)
        token = client.authorize_access_token(request, claims_options=_asked(provider), leeway=LEEWAY)
        claims = token.get("userinfo")
        if not claims:
            raise Refused(f"{provider.name}: no ID token")
        return _member(provider, claims | _told_apart(client, token, claims))
    except (AuthlibBaseError, JoseError, RequestException, ValueError, RuntimeError, LookupError, TypeError) as error:
        raise Refused(f"{provider.name}: {error!r}") from error


def _told_apart(client: Any, token: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
    """The address, where the provider tells it only at its UserInfo endpoint (OpenID Connect Core, 5.3)."""
    if "email" in claims or not client.server_metadata.get("userinfo_endpoint"):
        return {}
    told = client.userinfo(token=token)
    if told.get("sub") != claims["sub"]:
        raise Refused("UserInfo speaks of another person")
    return {name: told[name] for name in ("email", "email_verified") if name in told}


def _client(provider: Provider) -> Any:
    """Made anew each time: discovery costs one request, and what it says is never out of date."""
    registry = OAuth()
    registry.register(
        name=provider.name,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT,
            "leeway": 0,  # an access token of one minute is good enough for the one question that follows at once
        },
    )
    client = registry.create_client(provider.name)
    metadata = client.load_server_metadata()
    if metadata.get("issuer") != provider.issuer:
        raise Refused(f"{provider.name}: discovery names another issuer")
    offered = metadata.get("id_token_signing_alg_values_supported") or ALGORITHMS
    metadata["id_token_signing_alg_values_supported"] = [name for name in ALGORITHMS if name in offered]
    return client


def _asked(provider: Provider) -> dict[str, Any]:
    return {
        "iss": {"essential": True, "values": [provider.issuer]},
        "aud": {"essential": True, "value": provider.client_id},
        "sub": {"essential": True},
    }


def _member(provider: Provider, claims: dict[str, Any]) -> Member:
    """By the provider's own name for the person; the first time by the address that the provider has verified."""
    subject = claims["sub"]
    if not _is_text(subject, 255):
        raise Refused(f"{provider.name}: no subject")
    members = Member.objects.select_related("user", "organisation").filter(user__is_active=True)
    if provider.organisation is not None:
        members = members.filter(organisation=provider.organisation)
    linked = SingleSignOn.objects.filter(issuer=provider.issuer, subject=subject).first()
    if linked is not None:
        member = members.filter(pk=linked.member_id).first()
        if member is None:
            raise Refused(f"{provider.name}: the account is closed, or not of this provider's organisation")
        return member
    address = claims.get("email")
    if claims.get("email_verified") is not True or not _is_text(address, 254):
        raise Refused(f"{provider.name}: no verified address")
    found = list(members.filter(user__email__iexact=address)[:2])
    if len(found) != 1:
        raise Refused(f"{provider.name}: nobody, or more than one, has this address")
    return _link(provider, found[0], subject)


def _is_text(value: Any, length: int) -> bool:
    """Something that a database can be asked for."""
    return isinstance(value, str) and 0 < len(value) <= length and "\x00" not in value


def _link(provider: Provider, member: Member, subject: str) -> Member:
    """A member has one subject for each provider: an address that was given to somebody else opens nothing."""
    try:
        with transaction.atomic():
            SingleSignOn.objects.create(member=member, issuer=provider.issuer, subject=subject)
    except IntegrityError as error:
        if SingleSignOn.objects.filter(member=member, issuer=provider.issuer, subject=subject).exists():
            return member  # the same answer in two tabs
        raise Refused(f"{provider.name}: the member is another person there") from error
    data = {"member": str(member), "reason": provider.label}
    log(instance=member.organisation, action="press.link_sign_on", user=member.user, data=data)
    return member
