"""Ways in beside the password: a mailed link, single sign-on, and the second factor that all of them ask for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from locales.registry import enabled_codes
from media_library.throttle import Throttle, peer
from press import single_sign_on, tasks
from press.models import Member, SignInWay
from press.services import second_factor, sign_in_links
from press.services.sign_in import enter, enter_with_factor, half_signed_in
from press.views.answers import safe_next, show, step, steps, typed_address
from promotion.languages.reader import reader_language

if TYPE_CHECKING:
    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)

LINK_MAILS = Throttle("sign-in-link", limit=3, seconds=3600)
"""Mails to one address."""
LINKS_FROM_ONE_PLACE = Throttle("sign-in-link-peer", limit=20, seconds=3600)
SIGN_ONS_FROM_ONE_PLACE = Throttle("single-sign-on", limit=30, seconds=600)
"""Each asks the provider and leaves a session behind."""
UNDER_WAY = "single_sign_on"


def go_on(request: HttpRequest, user: User, *, way: str, following: str, remember: bool = True) -> HttpResponse:
    """In, or to the page that asks for the second factor."""
    entered = enter(request, user, way=way, following=following, remember=remember)
    return redirect(following) if entered else redirect("press:login-code")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def code(request: HttpRequest, template: str = "press/login_code.html", start: str = "press:login") -> HttpResponseBase:
    """`/<lang>/press/login/code/`, and in another dress `/admin/login/code/`."""
    half = half_signed_in(request)
    if half is None:
        messages.info(request, _("Please sign in first."))
        return redirect(start)
    error = ""
    if request.method == "POST":
        try:
            if second_factor.prove(half.user, request.POST.get("code", "")[:60]):
                enter_with_factor(request, half)
                return redirect(half.following)
            error = _("This code isn't right, or it was used before.")
        except second_factor.TooManyTries:
            error = _("Too many attempts. Please wait a quarter of an hour.")
    return show(request, template, {"error": error, "steps": steps(step(_("Sign in"), "press:login"))})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask_link(request: HttpRequest) -> HttpResponse:
    """`/<lang>/press/login/link/`: a mail with a link. The answer is the same whether the address is known or not."""
    if request.method == "POST":
        address, place = typed_address(request), peer(request)
        if address and not LINK_MAILS.is_exhausted(address) and not LINKS_FROM_ONE_PLACE.is_exhausted(place):
            LINK_MAILS.count(address)
            LINKS_FROM_ONE_PLACE.count(place)
            member = Member.objects.filter(user__email__iexact=address, user__is_active=True).first()
            # Nobody's mail is queued too: an answer that takes longer would tell that there is somebody.
            tasks.mail_sign_in_link.enqueue(member.pk if member else 0, safe_next(request))
        messages.success(request, _("If we know this address, a link is on its way to it."))
        return redirect("press:login")
    context = {"next": safe_next(request, ""), "steps": steps(step(_("Sign in"), "press:login"))}
    return show(request, "press/login_link.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def login_by_link(request: HttpRequest, key: str) -> HttpResponseBase:
    """Where the mailed link leads. Looking changes nothing, so that a mail scanner that looks doesn't use it up."""
    link = sign_in_links.find(key)
    if request.method == "POST" and link is not None and sign_in_links.use_up(link):
        return go_on(request, link.member.user, way=SignInWay.LINK, following=link.following or reverse("press:room"))
    usable = request.method != "POST" and link is not None
    context = {"link": link if usable else None, "steps": steps(step(_("Sign in"), "press:login"))}
    return show(request, "press/login_by_link.html", context, status=200 if usable else 404)


@require_safe
@never_cache
def begin_single_sign_on(request: HttpRequest, name: str) -> HttpResponseBase:
    """`/<lang>/press/login/sso/<name>/`. A plain link: the policy for forms would keep the browser from going there."""
    provider = single_sign_on.provider_named(name)
    if provider is None:
        raise Http404
    place = peer(request)
    if SIGN_ONS_FROM_ONE_PLACE.is_exhausted(place):
        return _didnt_work(request)
    SIGN_ONS_FROM_ONE_PLACE.count(place)
    request.session[UNDER_WAY] = {"following": safe_next(request), "language": reader_language()}
    callback = settings.SITE_URL + reverse("single-sign-on", args=[provider.name])
    try:
        return single_sign_on.send_there(request, provider, callback)
    except single_sign_on.Refused as refused:
        logger.warning("single sign-on: %s", refused)
        return _didnt_work(request)


@require_safe
@never_cache
def single_sign_on_answer(request: HttpRequest, name: str) -> HttpResponseBase:
    """`/press/sso/<name>/`: where the provider sends the browser back. The address carries no language."""
    provider = single_sign_on.provider_named(name)
    if provider is None:
        raise Http404
    under_way = request.session.pop(UNDER_WAY, {})
    language = under_way.get("language")
    with translation.override(language if language in enabled_codes() else reader_language()):
        try:
            member = single_sign_on.member_from(request, provider)
        except single_sign_on.Refused as refused:
            logger.warning("single sign-on: %s", refused)
            return _didnt_work(request)
        following = under_way.get("following") or reverse("press:room")
        return go_on(request, member.user, way=SignInWay.SINGLE, following=following)


def _didnt_work(request: HttpRequest) -> HttpResponse:
    messages.error(
        request, _("Signing in that way didn't work. Sign in another way, or ask the press office to enter you.")
    )
    return redirect("press:login")
