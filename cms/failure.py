"""What readers get when something broke here: in their language, with ways on, and without asking the database."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponseServerError
from django.template import loader
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from locales.registry import INTERNATIONAL, LANGUAGES, code_of

PLAIN = "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>500</title><h1>Something went wrong here</h1>"


def language_of(request: HttpRequest) -> str:
    """By address, cookie, then Accept-Language. Which languages are switched on only the database could tell."""
    first = request.path_info.lstrip("/").partition("/")[0]
    if first in LANGUAGES:
        return first
    asked = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    asked += [tag for tag, _q in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500].lower())]
    return next((code for tag in asked if (code := code_of(tag))), INTERNATIONAL)


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """`handler500`. Never fails itself: where even the template can't be shown, a few words are."""
    content = PLAIN
    with suppress(Exception):
        language = LANGUAGES[language_of(request)]
        with translation.override(language.code):
            content = loader.render_to_string("500.html", {"language": language, "home": f"/{language.code}/"})
    response = HttpResponseServerError(content)
    response["Cache-Control"] = "no-store"
    return response
