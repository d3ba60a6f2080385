"""Which language a request is in: the address says it; else cookie, Accept-Language, working language."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from locales.registry import INTERNATIONAL, WORKING, chain, code_of, enabled_codes, tag_of

SPEECHLESS = ("/media/", "/share/", "/static/")
"""Files have no language; saying that they vary by it would only split shared caches."""


def preferred_language(request: HttpRequest) -> str:
    """The best enabled language for this visitor, by cookie, then Accept-Language, else the working language."""
    enabled = enabled_codes()
    cookie = code_of(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    if cookie in enabled:
        return str(cookie)
    for tag, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500].lower()):
        if tag == "*":
            break
        code = code_of(tag)
        if code is None:
            continue
        if code in enabled:
            return code
        # A language that we know but don't show yet: its fallback serves its readers better than Vietnamese.
        return next((other for other in chain(code) if other in enabled), INTERNATIONAL)
    return WORKING


class LanguageMiddleware:
    """Activates the language of the address, or the visitor's, and says so in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        from_path = translation.get_language_from_path(request.path_info)
        is_on = not from_path or from_path in enabled_codes()
        language = from_path if from_path and is_on else preferred_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        if not is_on:
            raise Http404
        response = self.get_response(request)
        if request.path_info.startswith(SPEECHLESS):
            return response
        if not from_path:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if not response.has_header("Content-Language"):
            response["Content-Language"] = tag_of(language)
        return response
