"""`/<lang>/press/account/security/`: one's own second factor and last sign-ins. For members, and for staff too."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from press.models import SecondFactor, SignIn, SingleSignOn
from press.sealing import Unreadable, seal, unseal
from press.services import second_factor, sign_in
from press.views.answers import Step, show, step, steps

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

OFFER = "second_factor_offer"
"""In the session, sealed: the secret that is shown until its first right code."""
LISTED = 10


def recent_sign_in(back: str) -> Callable[[View[P]], View[P]]:
    """For acts that an open browser alone isn't to be able to: asks for a new sign-in, then leads to the route `back`.

    Whoever has a second factor must have shown it in this session.
    """

    def guarding(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = request.user
            proven = user.is_authenticated and (sign_in.showed_factor(request) or not second_factor.has_factor(user))
            if proven and sign_in.is_recent(request):
                return view(request, *args, **kwargs)
            if user.is_authenticated:
                messages.info(request, _("Please sign in once more before you change this."))
            return redirect_to_login(reverse(back))

        return guarded

    return guarding


@require_safe
@never_cache
@login_required
def security(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    factor = SecondFactor.objects.filter(user=user).first()
    member = hasattr(user, "press_member")
    context = {
        "new_password": reverse("press:forgotten" if member else "wagtailadmin_password_reset"),
        "to_admin": not member and user.has_perm("wagtailadmin.access_admin"),
        "factor": factor,
        "codes_left": factor.recovery_codes.count() if factor else 0,
        "sign_ins": list(SignIn.objects.filter(user=user)[:LISTED]),
        "sign_ons": list(SingleSignOn.objects.filter(member__user=user)),
        "steps": _steps(request),
    }
    return show(request, "press/security.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@recent_sign_in("press:security-set-up")
def set_up(request: HttpRequest) -> HttpResponse:
    """A new app: its secret as a QR code and as text, and the first code of it. In place of the one before."""
    user: Any = request.user
    secret, error = _offered(request), ""
    if request.method == "POST":
        try:
            codes = second_factor.set_up(user, secret, request.POST.get("code", "")[:60])
        except second_factor.TooManyTries:
            error = _("Too many attempts. Please wait a quarter of an hour.")
        else:
            if codes is not None:
                del request.session[OFFER]
                sign_in.note_factor(request)
                return _show_codes(request, codes)
            error = _("This code isn't right. Is your telephone's clock right?")
    picture = segno.make(second_factor.address_for(user, secret), error="m")
    context = {
        "picture": mark_safe(  # noqa: S308  (segno's own drawing; the address in it is drawn, not written)
            picture.svg_inline(scale=5, border=4, light="#fff", svgclass="press-qr", lineclass=None, omitsize=True)
        ),
        "groups": [secret[start : start + 4] for start in range(0, len(secret), 4)],
        "error": error,
        "steps": _steps(request),
    }
    return show(request, "press/security_set_up.html", context)


@require_POST
@never_cache
@login_required
@recent_sign_in("press:security")
def renew_codes(request: HttpRequest) -> HttpResponse:
    try:
        return _show_codes(request, second_factor.renew_codes(request.user))  # type: ignore[arg-type]
    except SecondFactor.DoesNotExist:
        return redirect("press:security")


@require_POST
@never_cache
@login_required
@recent_sign_in("press:security")
def remove(request: HttpRequest) -> HttpResponse:
    second_factor.remove(request.user, actor=request.user)  # type: ignore[arg-type]
    request.session.pop(sign_in.FACTOR, None)
    messages.success(request, _("You sign in without a second factor now."))
    return redirect("press:security")


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Shown this once; `never_cache` keeps the browser from keeping them."""
    return show(request, "press/security_codes.html", {"codes": codes, "steps": _steps(request)})


def _offered(request: HttpRequest) -> str:
    """The secret on offer in this session, so that a wrong code or a reload doesn't ask for a new scan."""
    try:
        return unseal(request.session[OFFER])
    except (KeyError, Unreadable):
        secret = second_factor.new_secret()
        request.session[OFFER] = seal(secret)
        return secret


def _steps(request: HttpRequest) -> list[Step]:
    own = step(_("Security of your account"), "press:security")
    member = hasattr(request.user, "press_member")
    return steps(step(_("Your organisation"), "press:account"), own) if member else steps(own)
