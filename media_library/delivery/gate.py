"""The gate: the one way out for bytes. It asks the decision, then sends the file.

404 for anything the caller may not know of, 410 for what was withdrawn, 403 where the caller may look at
the asset but not take the file.
"""

from __future__ import annotations

import mimetypes
import uuid as uuids
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from locales.text import LocalText, pick
from media_library.asset_view import MEDIA_TYPES
from media_library.delivery.responses import CachePolicy, send
from media_library.delivery.signals import delivered
from media_library.delivery.sources import StoredSource
from media_library.models import Asset, Photo, PublishedDocument, Rendition
from media_library.renditions import store
from media_library.renditions.presets import parse_preset
from media_library.renditions.render import RenderError, Wanted
from media_library.rights import PUBLIC_AUDIENCE, Audience, AudienceKind, Purpose, Reason
from media_library.rights.ask import decision_on, is_known_gone
from media_library.rights.audiences import audience_of
from media_library.rights.decision import REASON_WORDS


def find_photo(uuid: uuids.UUID) -> Photo:
    """The photo with all that the decision weighs, or 404."""
    photos = Photo.objects.select_related("licence", "consent", "published", "province")
    return get_object_or_404(photos, uuid=uuid)


def check(request: HttpRequest, asset: Asset, purpose: Purpose) -> HttpResponse | None:
    """None if the asker may have it; else the answer that refuses. Raises Http404 for the unknown."""
    audience = audience_of(request)
    decision = decision_on(asset, audience, purpose)
    if decision.allowed:
        return None
    if Reason.WITHDRAWN in decision.reasons:
        if is_known_gone(asset, audience):
            return gone(request, asset)
        raise Http404
    if purpose is not Purpose.PREVIEW and decision_on(asset, audience, Purpose.PREVIEW).allowed:
        words = [str(REASON_WORDS[reason]) for reason in decision.reasons]
        return _refusal(request, 403, "403.html", {"reasons": words})
    raise Http404


def gone(request: HttpRequest, asset: Asset) -> HttpResponse:
    context = {
        "withdrawn_at": asset.withdrawn_at,
        "reason": asset.withdrawal_reason,
        "successor": asset.successor,
    }
    return _refusal(request, 410, "410.html", context)


def _refusal(request: HttpRequest, status: int, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page for people; an image tag only looks at the status. Never kept by a shared cache."""
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def closes_at(asset: Asset) -> datetime | None:
    """The next moment at which an open asset closes by itself, so that no cache outlives it."""
    licence, consent = asset.licence, asset.consent
    moments = [
        asset.expires_at,
        licence.valid_until if licence else None,
        consent.expires_at if consent else None,
        consent.revoked_at if consent else None,
    ]
    now = timezone.now()
    return min((moment for moment in moments if moment and moment > now), default=None)


def cache_policy(asset: Asset, purpose: Purpose) -> CachePolicy:
    """Shared caches may hold only what everybody may have, and must ask again each time."""
    if decision_on(asset, PUBLIC_AUDIENCE, purpose).allowed:
        return CachePolicy.public(expires_at=closes_at(asset))
    return CachePolicy.private()


def file_name(document: PublishedDocument | None, photo: Photo, variant: str, extension: str) -> str:
    """A name that tells an editor's folder what it is: `quang-ninh-vinh-ha-long-1a2b3c4d.jpg`."""
    title = pick(document.body["texts"]["title"], "vi") if document else LocalText(photo.title_vi or "")
    parts = [photo.province.slug, slugify(title.text.replace("đ", "d").replace("Đ", "D"))[:60]]
    if variant != "original":
        parts.append(variant)
    parts.append(str(photo.uuid)[:8])
    return "-".join(part for part in parts if part) + f".{extension}"


def _way(request: HttpRequest) -> str:
    return "api" if request.headers.get("Authorization") else "page"


def _has_it(request: HttpRequest, sha256: str) -> bool:
    """The asker only asks whether the copy it holds is still good: nothing is delivered."""
    return f'"{sha256}"' in request.headers.get("If-None-Match", "")


def _announce(request: HttpRequest, asset: Asset, purpose: Purpose, variant: str, sha256: str, size: int) -> None:
    if request.method == "HEAD" or _has_it(request, sha256):
        return
    delivered.send(
        sender=Asset,
        asset=asset,
        audience=audience_of(request),
        purpose=purpose,
        variant=variant,
        sha256=sha256,
        size=size,
        way=_way(request),
        request=request,
    )


@require_safe
def rendition(request: HttpRequest, uuid: uuids.UUID, file: str) -> HttpResponseBase:
    """`/media/<uuid>/<preset>.<ext>`: a sized copy, to look at."""
    parsed = parse_preset(file)
    if parsed is None:
        raise Http404
    preset, extension = parsed
    photo = find_photo(uuid)
    purpose = Purpose.DOWNLOAD if preset.is_full_size else Purpose.PREVIEW
    if refusal := check(request, photo, purpose):
        return refusal
    wanted = Wanted(preset, extension)
    try:
        stored = store.make(photo, [wanted])[wanted]
    except RenderError as error:
        raise Http404 from error
    version = PurePath(stored.name).parent.name
    return send(
        request,
        StoredSource("private", stored.name, stored.bytes),
        media_type=MEDIA_TYPES[extension],
        filename=file_name(getattr(photo, "published", None), photo, preset.name, extension),
        etag=f"{version}-{preset.name}-{extension}-{stored.bytes}",
        last_modified=photo.updated_at,
        cache=cache_policy(photo, purpose),
        repr_digest_sha256=None,
        as_attachment=False,
    )


@require_safe
def original(request: HttpRequest, uuid: uuids.UUID) -> HttpResponseBase:
    """`/media/<uuid>/original`: the file that leaves, original pixels with the approved metadata inside."""
    photo = find_photo(uuid)
    if refusal := check(request, photo, Purpose.DOWNLOAD):
        return refusal
    document: PublishedDocument | None = getattr(photo, "published", None)
    audience = audience_of(request)
    if document is None or (photo.approved_at is None and audience.works_in(photo.province_id)):
        return _raw_original(request, photo)
    extension = document.body["extension"]
    _announce(request, photo, Purpose.DOWNLOAD, "original", document.sha256, document.bytes)
    return send(
        request,
        StoredSource("private", document.deliverable, document.bytes),
        media_type=MEDIA_TYPES[extension],
        filename=file_name(document, photo, "original", extension),
        etag=document.sha256,
        last_modified=document.built_at,
        cache=cache_policy(photo, Purpose.DOWNLOAD),
        repr_digest_sha256=document.sha256,
        as_attachment=True,
    )


def _raw_original(request: HttpRequest, photo: Photo) -> HttpResponseBase:
    """A draft as it came in, for the staff who work on it."""
    extension = PurePath(photo.file.name).suffix.lstrip(".").lower()
    return send(
        request,
        StoredSource("private", photo.file.name, photo.file_size or photo.file.size),
        media_type=MEDIA_TYPES.get(extension, "application/octet-stream"),
        filename=file_name(None, photo, "draft", extension),
        etag=photo.sha256,
        last_modified=photo.created_at,
        cache=CachePolicy.private(),
        repr_digest_sha256=photo.sha256,
        as_attachment=True,
    )


@require_safe
def admin_rendition(request: HttpRequest, uuid: uuids.UUID, pk: int) -> HttpResponseBase:
    """The thumbnails that Wagtail's admin makes for itself: for the staff of the province only."""
    photo = find_photo(uuid)
    audience: Audience = audience_of(request)
    if audience.kind is not AudienceKind.STAFF or not decision_on(photo, audience, Purpose.PREVIEW).allowed:
        raise Http404
    found = get_object_or_404(Rendition, pk=pk, image=photo)
    return send(
        request,
        StoredSource("private", found.file.name, found.file.size),
        media_type=mimetypes.guess_type(found.file.name)[0] or "application/octet-stream",
        filename=None,
        etag=f"{photo.sha256[:20]}-{found.pk}",
        last_modified=None,
        cache=CachePolicy.private(),
        repr_digest_sha256=None,
        as_attachment=False,
    )


def about(request: HttpRequest, uuid: uuids.UUID) -> HttpResponseBase:
    """`/media/<uuid>/about`: where a file's embedded web statement leads, in the reader's language."""
    photo = find_photo(uuid)
    if refusal := check(request, photo, Purpose.PREVIEW):
        return refusal
    return redirect(f"/{get_language()}/images/{uuid}/")
