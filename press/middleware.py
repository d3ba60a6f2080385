"""What is refused before a view is asked: tokens without the scope, and staff who haven't shown a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from media_library.api.problem import problem
from media_library.bearer import bearer
from media_library.rights.audiences import audience_of
from press.services.sign_in import showed_factor
from press.tokens import MARK
from provinces.teams import roles_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]

BEFORE_THE_FACTOR = frozenset(
    {
        "press:login", "press:login-code", "press:logout", "press:security", "press:security-set-up",
        "wagtailadmin_login", "wagtailadmin_login_code", "wagtailadmin_logout",
    }
)  # fmt: skip
"""Where staff get to without it: to sign in, and to set it up."""


class TokenScopes:
    """403 of RFC 6750 for every address that asks for a scope which the token hasn't, whatever lies there."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        if not (bearer(request) or "").startswith(MARK):
            return None
        audience_of(request)
        lacking: str | None = getattr(request, "insufficient_scope", None)
        if lacking is None:
            return None
        response = problem(
            403, "Forbidden", _("The access token may not do this."), code="insufficient_scope", scope=lacking
        )
        response["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{lacking}"'
        return response


class StaffSecondFactor:
    """Where `STAFF_SECOND_FACTOR` is `required`: staff without one shown are led to it, and are nobody until then."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        # Without the cookie nobody is signed in, and asking would make every page vary by it.
        if settings.STAFF_SECOND_FACTOR != "required" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        match = request.resolver_match
        if match is None or match.view_name in BEFORE_THE_FACTOR:
            return None
        if not _is_staff(request.user) or showed_factor(request):
            return None
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            messages.warning(request, _("Your work here asks for a second factor. Please set it up, or show it."))
            return redirect("press:security")
        request.user = AnonymousUser()
        return None


def _is_staff(user: Any) -> bool:
    return user.is_authenticated and (
        user.is_superuser or user.has_perm("wagtailadmin.access_admin") or bool(roles_of(user))
    )
