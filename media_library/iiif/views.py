"""`/iiif/3/<uuid>/…`: image information, tiles and sized copies, each after the same decision as everywhere."""

from __future__ import annotations

import hashlib
import io
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

import orjson
from django.core.cache import cache
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from media_library.delivery import gate
from media_library.delivery.ranges import Span
from media_library.delivery.responses import Representation, answer, send
from media_library.delivery.sources import StoredSource
from media_library.iiif import pixels
from media_library.iiif.info import CONTEXT, PROFILE, image_information
from media_library.iiif.request import FORMATS, ImageRequest, Invalid, Refused, parse
from media_library.iiif.surface import LIMITS, LOOK, Surface, surface_for
from media_library.models import Photo
from media_library.renditions.render import RenderError
from media_library.rights import PUBLIC_AUDIENCE, AudienceKind, Purpose
from media_library.rights.ask import decision_on
from media_library.rights.audiences import audience_of
from media_library.throttle import Throttle, peer

COSTLY = Throttle("iiif", limit=240, seconds=60)
"""Pixels that aren't kept, from one address: each costs a decode."""
SIGNED_FOR = 24 * 3600
"""Seconds for which one receipt stands for all the details a partner zooms into."""

safe_or_preflight = require_http_methods(["GET", "HEAD", "OPTIONS"])


@safe_or_preflight
def base(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The image's own address leads to its information (section 2)."""
    photo = gate.find_photo(uuid)
    if refusal := _refusal(request, photo):
        return refusal
    response = HttpResponseRedirect(f"/iiif/3/{uuid}/info.json")
    response.status_code = 303
    return _open_to_others(response, photo)


@safe_or_preflight
def information(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """`info.json`, as JSON-LD unless plain JSON is asked for."""
    photo = gate.find_photo(uuid)
    if refusal := _refusal(request, photo):
        return refusal
    surface = surface_for(photo, audience_of(request))
    document = image_information(
        _address(request, photo), surface.size, LIMITS, rights=photo.licence.url if photo.licence else "",
        see_also=[request.build_absolute_uri(f"/api/v1/assets/{photo.uuid}")],
    )  # fmt: skip
    content = orjson.dumps(document, option=orjson.OPT_INDENT_2)
    kind = _json_kind(request)
    tag = hashlib.sha256(content + kind.encode()).hexdigest()[:32]
    cache_policy = gate.cache_policy(photo, surface.purpose)
    response = answer(request, Representation(length=len(content), media_type=kind, etag=tag, cache=cache_policy),
                      lambda span: _bytes(content, span))  # fmt: skip
    patch_vary_headers(response, ["Accept"])
    return _linked(_open_to_others(response, photo), f'<{PROFILE}>;rel="profile"')


def _json_kind(request: HttpRequest) -> str:
    accepted = request.headers.get("Accept", "")
    asks_for_plain = "application/json" in accepted or "text/html" in accepted
    if asks_for_plain and "application/ld+json" not in accepted:
        return "application/json"
    return f'application/ld+json;profile="{CONTEXT}"'


@safe_or_preflight
def image(request: HttpRequest, uuid: UUID, region: str, size: str, rotation: str, file: str) -> HttpResponseBase:
    """Pixels. 400 for what the specification calls an error, 501 for what isn't done here."""
    photo = gate.find_photo(uuid)
    if refusal := _refusal(request, photo):
        return refusal
    surface = surface_for(photo, audience_of(request))
    try:
        asked = parse(region, size, rotation, file, full=surface.size, limits=LIMITS, centre=surface.centre)
    except Refused as error:
        return _open_to_others(_plain(400 if isinstance(error, Invalid) else 501, str(error)), photo)
    name = pixels.kept_name(surface, asked)
    try:
        response = _kept(request, surface, asked, name) if name else _made(request, surface, asked)
    except RenderError as error:
        raise Http404 from error
    except pixels.Busy:
        return _later(503, "Many pictures are being made just now.", pixels.PATIENCE)
    canonical = f'<{_address(request, photo)}/{asked.canonical}>;rel="canonical"'
    return _linked(_open_to_others(response, photo), canonical, f'<{PROFILE}>;rel="profile"')


def _kept(request: HttpRequest, surface: Surface, asked: ImageRequest, name: str) -> HttpResponseBase:
    stored = pixels.kept(surface, asked, name)
    source = StoredSource("private", stored.name, stored.bytes)
    if _wants_receipt(request, surface, asked):
        with source.open() as file:
            _sign(request, surface, hashlib.file_digest(file, "sha256").hexdigest(), stored.bytes)  # type: ignore[arg-type]
    version, _iiif, *rest = PurePosixPath(stored.name).parts[2:]
    return send(
        request,
        source,
        media_type=FORMATS[asked.format],
        filename=None,
        etag="-".join([version, *rest, str(stored.bytes)]).replace(".", "-"),
        last_modified=None,
        cache=gate.cache_policy(surface.photo, surface.purpose),
        repr_digest_sha256=None,
        as_attachment=False,
    )


def _made(request: HttpRequest, surface: Surface, asked: ImageRequest) -> HttpResponseBase:
    if COSTLY.is_exhausted(peer(request)):
        words = "Too many different regions at once; tiles as info.json names them aren't limited."
        return _later(429, words, COSTLY.seconds)
    COSTLY.count(peer(request))
    (content,) = pixels.render(surface, [asked])
    sha256 = hashlib.sha256(content).hexdigest()
    if _wants_receipt(request, surface, asked):
        _sign(request, surface, sha256, len(content))
    representation = Representation(
        length=len(content),
        media_type=FORMATS[asked.format],
        etag=sha256,
        cache=gate.cache_policy(surface.photo, surface.purpose),
        sha256=sha256,
    )
    return answer(request, representation, lambda span: _bytes(content, span))


# --- receipts ---------------------------------------------------------------------------------------
def _wants_receipt(request: HttpRequest, surface: Surface, asked: ImageRequest) -> bool:
    """A partner who zooms in beyond what everybody may look at holds the picture: once a day that is written down."""
    finer = surface.is_original and asked.scale * max(asked.full) > LOOK.preset.width
    is_partner = audience_of(request).kind is AudienceKind.PARTNER
    return finer and is_partner and request.method == "GET" and not cache.get(_receipt_key(request, surface.photo))


def _sign(request: HttpRequest, surface: Surface, sha256: str, size: int) -> None:
    gate.announce(request, surface.photo, Purpose.DOWNLOAD, "zoom", sha256, size)
    # After it was written: what failed is tried again with the next tile.
    cache.set(_receipt_key(request, surface.photo), True, SIGNED_FOR)


def _receipt_key(request: HttpRequest, photo: Photo) -> str:
    return f"iiif.receipt.{audience_of(request).organisation_id}.{photo.uuid}"


# --- answers ----------------------------------------------------------------------------------------
def _refusal(request: HttpRequest, photo: Photo) -> HttpResponseBase | None:
    """The gate's answer where it refuses, or the answer to a browser that asks beforehand whether it may ask."""
    refusal = gate.check(request, photo, Purpose.PREVIEW)
    if refusal is not None or request.method != "OPTIONS":
        return refusal
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    return _open_to_others(response, photo)


def _address(request: HttpRequest, photo: Photo) -> str:
    return request.build_absolute_uri(f"/iiif/3/{photo.uuid}")


def _open_to_others(response: HttpResponseBase, photo: Photo) -> HttpResponseBase:
    """Pages of other sites may show what everybody may see, and nothing else."""
    if decision_on(photo, PUBLIC_AUDIENCE, Purpose.PREVIEW).allowed:
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "Link"
    return response


def _linked(response: HttpResponseBase, *links: str) -> HttpResponseBase:
    if response.status_code < 400:
        response["Link"] = ", ".join(links)
    return response


def _plain(status: int, words: str) -> HttpResponse:
    response = HttpResponse(words + "\n", status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def _later(status: int, words: str, seconds: int) -> HttpResponse:
    response = _plain(status, words)
    response["Retry-After"] = str(seconds)
    return response


def _bytes(content: bytes, span: Span) -> Any:
    return StreamingHttpResponse(io.BytesIO(content[span.start : span.stop]))
