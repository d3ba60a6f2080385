"""How the rights decision recognises partners: by the organisation's token, or by a member's session."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from media_library.rights import PUBLIC_AUDIENCE, Audience
from press import scopes, tokens
from press.models import Organisation
from press.selectors.partners import audience_for, member_of


def partner_audience(request: HttpRequest) -> Audience | None:
    """The partner a request speaks for; None where it speaks for no organisation at all.

    A bad token speaks for the public and sets `request.invalid_token`, which the API answers with 401; one without
    the scope that the address asks for sets `request.insufficient_scope`, which `press.middleware` answers with 403. A
    member of an organisation that isn't verified (any more) sees what the public sees.
    """
    outcome = tokens.authenticate(request)
    if outcome is tokens.Invalid:
        request.invalid_token = True  # type: ignore[attr-defined]
        return PUBLIC_AUDIENCE
    if isinstance(outcome, Organisation):
        if lacking := scopes.lacking(_view(request), request.press_token.scopes):  # type: ignore[attr-defined]
            request.insufficient_scope = lacking  # type: ignore[attr-defined]
            return PUBLIC_AUDIENCE
        return _speak_for(request, outcome)
    member = member_of(getattr(request, "user", None))
    if member is None:
        return None
    request.press_member = member  # type: ignore[attr-defined]
    return _speak_for(request, member.organisation) if member.organisation.is_partner else PUBLIC_AUDIENCE


def _speak_for(request: HttpRequest, organisation: Organisation) -> Audience:
    request.press_organisation = organisation  # type: ignore[attr-defined]
    return audience_for(organisation)


def _view(request: HttpRequest) -> str:
    """The full name of the address, also where somebody asks before Django has looked; "" for none."""
    try:
        return (request.resolver_match or resolve(request.path_info)).view_name
    except Resolver404:
        return ""
