"""Staff signing in to the admin, and taking away the second factor of somebody who lost it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import LoginView

from press.models import SignInWay
from press.services import second_factor, sign_in
from press.views.login import ThrottledLogin
from press.views.sign_in import code

AGAIN = "again"


class StaffLoginForm(ThrottledLogin, LoginForm):
    """Wagtail's form, with our limit on wrong passwords. Both doors count together: it is the same account."""


@method_decorator(never_cache, name="dispatch")
class StaffLogin(LoginView):
    """`/admin/login/`. With `?again=` it is shown to somebody who is in already, before a serious act."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shown = super(LoginView, self).get if AGAIN in self.request.GET else super().get
        answer: HttpResponseBase = shown(*args, **kwargs)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        following, remember = self.get_success_url(), bool(form.cleaned_data.get("remember"))
        entered = sign_in.enter(
            self.request, form.get_user(), way=SignInWay.PASSWORD, following=following, remember=remember
        )
        return redirect(following) if entered else redirect("wagtailadmin_login_code")


def staff_code(request: HttpRequest) -> HttpResponseBase:
    """`/admin/login/code/`"""
    return code(request, template="wagtailadmin/login_code.html", start="wagtailadmin_login")


def asks_again(request: HttpRequest, back: str) -> HttpResponse | None:
    """The way to sign in once more, unless the person did so lately; `back` is a path of the admin."""
    proven = sign_in.showed_factor(request) or not second_factor.has_factor(request.user)  # type: ignore[arg-type]
    if proven and sign_in.is_recent(request):
        return None
    messages.info(request, _("Please sign in once more before you change this."))
    query = request.GET.copy()
    query.clear()
    query.update({AGAIN: "1", "next": back})
    return redirect(f"{reverse('wagtailadmin_login')}?{query.urlencode()}")


@require_http_methods(["GET", "HEAD", "POST"])
def reset_factor(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Of any account, by an administrator. Members' factors are reset by press officers beside their names."""
    if not request.user.is_superuser:
        raise PermissionDenied
    person: Any = get_object_or_404(get_user_model(), pk=pk)
    if (again := asks_again(request, request.path)) is not None:
        return again
    if request.method == "POST":
        second_factor.remove(person, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The second factor is removed; the person was told by mail."))
        return redirect("wagtailusers_users:edit", pk)
    context = {
        "person": person,
        "has_factor": second_factor.has_factor(person),
        "ask_icon": "lock",
        "page_title": _("Reset the second factor"),
        "page_subtitle": str(person),
    }
    return render(request, "press/admin/reset_factor.html", context)
