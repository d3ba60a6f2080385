"""`/<lang>/press/account/`: the organisation, its people and its access tokens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from press import networks
from press.models import AccessToken, Member, MemberRole
from press.scopes import ALL, Scope
from press.selectors.partners import terms_in_force
from press.services import tokens as service
from press.views.answers import members_only, show, step, steps
from press.views.security import recent_sign_in

TOKEN_ROLES = frozenset({MemberRole.TECHNICAL, MemberRole.PICTURE_DESK})
"""Those who run the newsroom's systems. A correspondent signs in instead."""


def _page(request: HttpRequest, member: Member, **extra: Any) -> HttpResponse:
    organisation = member.organisation
    context = {
        "tokens": list(organisation.tokens.select_related("created_by__user")),
        "members": list(organisation.members.select_related("user").filter(user__is_active=True)),
        "manages_tokens": member.role in TOKEN_ROLES,
        "terms": terms_in_force(),
        "valid_days": service.VALID_DAYS,
        "scopes": Scope.choices,
        "steps": steps(step(_("Your organisation"), "press:account")),
    }
    response = show(request, "press/account.html", context | extra)
    if "secret" in extra:
        # Shown this once: not even the browser is to keep it.
        response["Cache-Control"] = "no-store"
    return response


@require_safe
@members_only
def account(request: HttpRequest, member: Member) -> HttpResponse:
    return _page(request, member)


@require_POST
@recent_sign_in("press:account")
@members_only
def issue_token(request: HttpRequest, member: Member) -> HttpResponse:
    """A new token; its secret stands on the answer to this POST and nowhere else."""
    _require_token_role(member)
    days = request.POST.get("days", "")
    try:
        token, secret = service.issue(
            member.organisation,
            request.POST.get("name", ""),
            days=int(days) if days.isascii() and days.isdigit() and len(days) < 5 else service.VALID_DAYS,
            scopes=request.POST.getlist("scope") if "chosen" in request.POST else ALL,
            networks=networks.parse(request.POST.get("networks", "")),
            member=member,
            actor=request.user,  # type: ignore[arg-type]
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("press:account")
    return _page(request, member, fresh=token, secret=secret)


@require_POST
@recent_sign_in("press:account")
@members_only
def rotate_token(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """A successor for a token; the old one works on for a week."""
    old = _own_token(member, pk)
    try:
        token, secret = service.rotate(old, member=member, actor=request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("press:account")
    return _page(request, member, fresh=token, secret=secret)


@require_POST
@members_only
def revoke_token(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    service.revoke(_own_token(member, pk), actor=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The token doesn't work any more."))
    return redirect("press:account")


def _own_token(member: Member, pk: int) -> AccessToken:
    _require_token_role(member)
    return get_object_or_404(AccessToken, pk=pk, organisation=member.organisation)


def _require_token_role(member: Member) -> None:
    if member.role not in TOKEN_ROLES:
        raise Http404
