"""What every page of the press room has in common: who asks, and who may keep the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from locales.registry import tag_of
from media_library.rights import PUBLIC_AUDIENCE
from media_library.rights.audiences import audience_of
from press.models import Member
from promotion.languages.reader import reader_language

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
MemberView = Callable[Concatenate[HttpRequest, Member, P], HttpResponseBase]

Step = tuple[str, str, str]
"""(label, BCP 47 tag, path)"""


def show(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render a page. What the public gets may be kept if asked for again each time; the rest only by the asker."""
    audience = audience_of(request)
    member = getattr(request, "press_member", None)
    organisation = getattr(request, "press_organisation", None)
    shared = {"audience": audience, "member": member, "partner": organisation}
    return kept_as_asked(request, render(request, template, shared | context, status=status))


def full(request: HttpRequest) -> HttpResponse:
    """A page that asks again by itself until there is a place to download from."""
    return show(request, "press/kit_full.html", {"again": request.get_full_path()}, status=503)


def kept_as_asked(request: HttpRequest, response: R) -> R:
    """Says who may keep an answer: everybody's caches what nobody in particular got, else only the asker's."""
    anonymous = audience_of(request) == PUBLIC_AUDIENCE and not request.user.is_authenticated
    response["Cache-Control"] = "public, no-cache" if anonymous else "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Authorization"])
    return response


def keep_to_asker(response: R) -> R:
    """For pages whose address holds a key: nobody keeps them, and no other site is told the address.

    Not `no-referrer`: browsers then send the page's own form with `Origin: null`, which Django refuses.
    """
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def steps(*further: Step) -> list[Step]:
    """The way down to a page of the press room."""
    return [(_("Press room"), tag_of(reader_language()), reverse("press:room")), *further]


def step(label: str, route: str) -> Step:
    return (label, tag_of(reader_language()), reverse(route))


def safe_next(request: HttpRequest, default: str | None = None) -> str:
    """Where the asker wants to go on to: an address of this site only, so that nobody is led elsewhere."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = "\x00" not in wanted and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse("press:room") if default is None else default


def typed_address(request: HttpRequest) -> str:
    """The mail address in the form, in small letters; "" for none. No database is asked for what can't be one."""
    address = request.POST.get("email", "").strip().lower()
    return address if len(address) <= 254 and "\x00" not in address else ""


def members_only(view: MemberView[P]) -> View[P]:
    """For members of a verified organisation. Others are asked to sign in, or don't find the page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        audience_of(request)
        member = getattr(request, "press_member", None)
        if member is None or not member.organisation.is_partner:
            raise Http404
        return view(request, member, *args, **kwargs)

    return guarded
