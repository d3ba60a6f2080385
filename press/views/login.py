"""Signing in and out, and setting a password by a mailed link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from media_library.throttle import Throttle, peer
from press import tasks
from press.models import Member, SignInWay
from press.single_sign_on import providers
from press.views.answers import show, step, steps, typed_address
from press.views.sign_in import go_on

FROM_ONE_PLACE = Throttle("login", limit=10, seconds=900)
"""Wrong passwords for one account from one address."""
FOR_ONE_ACCOUNT = Throttle("login-account", limit=50, seconds=900)
"""Wrong passwords for one account from anywhere: many machines guessing together."""
PASSWORD_MAILS = Throttle("password", limit=3, seconds=3600)
"""Mails to one address."""
PASSWORDS_FROM_ONE_PLACE = Throttle("password-peer", limit=20, seconds=3600)

THROTTLED = gettext_lazy("Too many attempts. Please wait a quarter of an hour, or ask for a new password.")


class ThrottledLogin:
    """Put before a form for signing in: refuses before it looks at the password when there were too many wrong ones."""

    request: HttpRequest | None
    cleaned_data: dict[str, Any]

    def clean(self) -> dict[str, Any]:
        name = str(self.cleaned_data.get("username", "")).lower()
        place = peer(self.request) if self.request else ""
        if FROM_ONE_PLACE.is_exhausted(name, place) or FOR_ONE_ACCOUNT.is_exhausted(name):
            raise ValidationError(THROTTLED, code="throttled")
        try:
            cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        except ValidationError:
            FROM_ONE_PLACE.count(name, place)
            FOR_ONE_ACCOUNT.count(name)
            raise
        FROM_ONE_PLACE.forget(name, place)
        return cleaned


class LoginForm(ThrottledLogin, AuthenticationForm):
    """Of the press room."""


@method_decorator(never_cache, name="dispatch")
class Login(LoginView):
    """`/<lang>/press/login/`"""

    template_name = "press/login.html"
    authentication_form = LoginForm
    next_page = reverse_lazy("press:room")  # type: ignore[assignment]

    def form_valid(self, form: Any) -> HttpResponse:
        return go_on(self.request, form.get_user(), way=SignInWay.PASSWORD, following=self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        further = {"providers": providers(), "steps": steps(step(_("Sign in"), "press:login"))}
        return super().get_context_data(**kwargs) | further


class Logout(LogoutView):
    """`/<lang>/press/logout/` (POST)"""

    next_page = reverse_lazy("press:room")  # type: ignore[assignment]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """`/<lang>/press/password/`: a mail with a link. The answer is the same whether the address is known or not."""
    if request.method == "POST":
        address, place = typed_address(request), peer(request)
        if address and not PASSWORD_MAILS.is_exhausted(address) and not PASSWORDS_FROM_ONE_PLACE.is_exhausted(place):
            PASSWORD_MAILS.count(address)
            PASSWORDS_FROM_ONE_PLACE.count(place)
            member = Member.objects.filter(user__email__iexact=address, user__is_active=True).first()
            # Nobody's mail is queued too: an answer that takes longer would tell that there is somebody.
            tasks.mail_password_link.enqueue(member.pk if member else 0, False)
        messages.success(request, _("If we know this address, a link is on its way to it."))
        return redirect("press:login")
    return show(request, "press/forgotten.html", {"steps": steps(step(_("New password"), "press:forgotten"))})


@method_decorator(never_cache, name="dispatch")
class SetPassword(PasswordResetConfirmView):
    """`/<lang>/press/password/<uid>/<token>/`: where the mailed link leads."""

    template_name = "press/set_password.html"
    form_class = SetPasswordForm  # type: ignore[assignment]
    success_url = reverse_lazy("press:login")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password is set. Please sign in."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"steps": steps(step(_("New password"), "press:forgotten"))}
