"""How the rights decision recognises partners: by the organisation's token, or by a member's session."""

from __future__ import annotations

from django.http import HttpRequest

from media_library.rights import PUBLIC_AUDIENCE, Audience
from press import tokens
from press.models import Organisation
from press.selectors.partners import audience_for, member_of


def partner_audience(request: HttpRequest) -> Audience | None:
    """The partner a request speaks for; None where it speaks for no organisation at all.

    A bad token speaks for the public and sets `request.invalid_token`, which the API answers with 401. A
    member of an organisation that isn't verified (any more) sees what the public sees.
    """
    outcome = tokens.authenticate(request)
    if outcome is tokens.Invalid:
        request.invalid_token = True  # type: ignore[attr-defined]
        return PUBLIC_AUDIENCE
    if isinstance(outcome, Organisation):
        return _speak_for(request, outcome)
    member = member_of(getattr(request, "user", None))
    if member is None:
        return None
    request.press_member = member  # type: ignore[attr-defined]
    return _speak_for(request, member.organisation) if member.organisation.is_partner else PUBLIC_AUDIENCE


def _speak_for(request: HttpRequest, organisation: Organisation) -> Audience:
    request.press_organisation = organisation  # type: ignore[attr-defined]
    return audience_for(organisation)
