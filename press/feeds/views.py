"""`/press/feeds/…`: one way to answer for all formats."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from locales.registry import tag_of
from media_library.api.problem import problem
from media_library.rights import PUBLIC_AUDIENCE
from media_library.rights.audiences import audience_of
from press.feeds import atom as atom_format
from press.feeds import json_feed as json_format
from press.feeds import ninjs as ninjs_format
from press.feeds import rss as rss_format
from press.feeds.query import BadQuery, FeedQuery, parse
from press.feeds.selection import Feed, select

Render = Callable[[Feed], bytes]


def _answer(request: HttpRequest, render: Render, media_type: str) -> HttpResponseBase:
    audience = audience_of(request)
    if getattr(request, "invalid_token", False):
        response = problem(401, "Unauthorized", _("The access token is unknown, expired or revoked."))
        response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        return response
    try:
        query = parse(request, audience)
    except BadQuery as error:
        return problem(400, "Bad request", f"{error.field}: {error}", field=error.field)
    base = f"{request.scheme}://{request.get_host()}"
    with translation.override(query.lang):
        feed = select(query, audience, timezone.now(), base=base, url=_address(request, query, base))
        content = render(feed)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag) or HttpResponse(content, content_type=media_type)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache" if audience == PUBLIC_AUDIENCE else "private, no-cache"
    response["Content-Language"] = tag_of(query.lang)
    patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
    return response


def _address(request: HttpRequest, query: FeedQuery, base: str) -> str:
    """The feed's own address with everything said, which is also its stable identifier."""
    return f"{base}{request.path}?{urlencode(query.canonical)}"


@require_safe
def atom(request: HttpRequest) -> HttpResponseBase:
    return _answer(request, atom_format.render, "application/atom+xml; charset=utf-8")


@require_safe
def rss(request: HttpRequest) -> HttpResponseBase:
    return _answer(request, rss_format.render, "application/rss+xml; charset=utf-8")


@require_safe
def json_feed(request: HttpRequest) -> HttpResponseBase:
    return _answer(request, json_format.render, "application/feed+json; charset=utf-8")


@require_safe
def ninjs(request: HttpRequest) -> HttpResponseBase:
    return _answer(request, ninjs_format.render, "application/json; charset=utf-8")
