"""Choosing a language: the site's root, and the switcher."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from locales.middleware import preferred_language
from promotion.languages.alternates import in_language
from promotion.languages.reader import reader_language

YEAR = 365 * 24 * 3600


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """`/`: to the best enabled language by cookie, then Accept-Language, else the working language.

    The language middleware sets `Vary`, since the address names no language.
    """
    response = HttpResponseRedirect(f"/{preferred_language(request)}/")
    response["Cache-Control"] = "private, max-age=0"
    return response


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """`/<lang>/language/?to=/…`: remember the language, then go on to the same content in it.

    A link and not a form, so that the switcher works everywhere without a script. `to` may only lead to a
    path of this site in the chosen language; anything else leads to that language's front page.
    """
    lang = reader_language()
    target = request.GET.get("to", "")
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    response = HttpResponseRedirect(target if safe and in_language(target, lang) == target else f"/{lang}/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        lang,
        max_age=YEAR,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    response["Cache-Control"] = "private, no-store"
    return response
