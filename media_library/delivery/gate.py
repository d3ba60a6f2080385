"""The gate: the one way out for bytes. It asks the decision, then sends the file.

404 for anything the caller may not know of, 410 for what was withdrawn, 403 where the caller may look at
the asset but not take the file.
"""

from __future__ import annotations

import hashlib
import mimetypes
import uuid as uuids
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import PurePath
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from locales.text import LocalText, pick
from media_library.delivery.looks import gets_marked, purpose_of_look
from media_library.delivery.responses import CachePolicy, send
from media_library.delivery.signals import TakenBack, delivered
from media_library.delivery.sources import StoredSource
from media_library.files import MEDIA_TYPES
from media_library.models import KINDS, Asset, AssetKind, Photo, PublishedDocument, Rendition
from media_library.renditions import store
from media_library.renditions.presets import Preset, parse_preset
from media_library.renditions.render import RenderError, Wanted
from media_library.renditions.watermark import MARKED_FROM
from media_library.rights import PUBLIC_AUDIENCE, Audience, AudienceKind, Purpose, Reason
from media_library.rights.ask import decision_on, is_known_gone
from media_library.rights.audiences import audience_of
from media_library.rights.decision import REASON_WORDS
from media_library.selectors import successors_of, visible


def find_photo(uuid: uuids.UUID) -> Photo:
    """The photo with all that the decision weighs, or 404."""
    photos = Photo.objects.select_related("licence", "consent", "published", "province")
    return get_object_or_404(photos, uuid=uuid)


def find_record(uuid: uuids.UUID) -> Any:
    """The record of any kind with all that the decision weighs, or 404. One query for a photo, else three."""
    weighed = ("licence", "consent", "published", "province")
    photo = Photo.objects.select_related(*weighed).filter(uuid=uuid).first()
    if photo is not None:
        return photo
    kind = get_object_or_404(Asset, uuid=uuid).kind
    return get_object_or_404(KINDS[AssetKind(kind)].objects.select_related(*weighed), uuid=uuid)


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
    """410, with the way to what took its place where the asker may see that."""
    last = successors_of([asset.pk]).get(asset.pk)
    context = {
        "withdrawn_at": asset.withdrawn_at,
        "reason": asset.withdrawal_told,
        "successor": visible(audience_of(request)).filter(pk=last).first() if last else None,
        "is_picture": asset.kind == AssetKind.PHOTO,
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


def file_name(document: PublishedDocument | None, photo: Any, variant: str, extension: str) -> str:
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


def announce(request: HttpRequest, asset: Asset, purpose: Purpose, variant: str, sha256: str, size: int) -> None:
    """Tell who listens (the ledger) what is about to leave; for HEAD and for a good copy nothing does."""
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


def _unless_taken_back(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What is withdrawn while it is being asked for is gone, as for whoever asks a moment later."""

    @wraps(view)
    def answer(request: HttpRequest, uuid: uuids.UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, uuid, *args, **kwargs)
        except TakenBack:
            return gone(request, find_record(uuid))

    return answer


@require_safe
@_unless_taken_back
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
    marked = gets_marked(photo, audience_of(request))
    wanted = Wanted(preset, extension)
    try:
        stored = store.make(photo, [wanted], marked=marked)[wanted]
    except RenderError as error:
        raise Http404 from error
    if preset.is_full_size:
        return _full_size(request, photo, preset, extension, stored)
    return send(
        request,
        StoredSource("private", stored.name, stored.bytes),
        media_type=MEDIA_TYPES[extension],
        filename=file_name(getattr(photo, "published", None), photo, preset.name, extension),
        etag=_tag_of(stored),
        last_modified=photo.updated_at,
        cache=cache_policy(photo, purpose_of_look(photo, marked=marked)),
        repr_digest_sha256=None,
        as_attachment=False,
    )


def _tag_of(stored: store.StoredRendition) -> str:
    """A validator that differs with all that the stored name differs with: content, format, mark."""
    version, *rest = PurePath(stored.name).parts[2:]
    return "-".join([version, *rest, str(stored.bytes)]).replace(".", "-")


def _full_size(
    request: HttpRequest, photo: Photo, preset: Preset, extension: str, stored: store.StoredRendition
) -> HttpResponseBase:
    """A copy that stands in for the original: taken, signed for and proven like it."""
    source = StoredSource("private", stored.name, stored.bytes)
    with source.open() as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    announce(request, photo, Purpose.DOWNLOAD, preset.name, sha256, stored.bytes)
    return send(
        request,
        source,
        media_type=MEDIA_TYPES[extension],
        filename=file_name(getattr(photo, "published", None), photo, preset.name, extension),
        etag=sha256,
        last_modified=photo.updated_at,
        cache=cache_policy(photo, Purpose.DOWNLOAD),
        repr_digest_sha256=sha256,
        as_attachment=True,
    )


@require_safe
@_unless_taken_back
def original(request: HttpRequest, uuid: uuids.UUID) -> HttpResponseBase:
    """`/media/<uuid>/original`: the file that leaves, of any kind, with the approved metadata where it carries any.

    Always as an attachment under a policy that lets nothing run: a drawing or document isn't opened in the site's name.
    """
    photo = find_record(uuid)
    if refusal := check(request, photo, Purpose.DOWNLOAD):
        return refusal
    document: PublishedDocument | None = getattr(photo, "published", None)
    audience = audience_of(request)
    if document is None or (photo.approved_at is None and audience.works_in(photo.province_id)):
        return _raw_original(request, photo)
    extension = document.body["extension"]
    announce(request, photo, Purpose.DOWNLOAD, "original", document.sha256, document.bytes)
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


def _raw_original(request: HttpRequest, photo: Any) -> HttpResponseBase:
    """A draft as it came in, for the staff who work on it."""
    extension = photo.extension
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
    if max(found.width, found.height) >= MARKED_FROM and gets_marked(photo, audience):
        raise Http404
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
    photo = find_record(uuid)
    if refusal := check(request, photo, Purpose.PREVIEW):
        return refusal
    return redirect(f"/{get_language()}/images/{uuid}/")
