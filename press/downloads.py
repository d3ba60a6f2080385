"""A kit as one ZIP file: what goes in, the receipts for it, and the answer. Pages and API share it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from uuid import UUID

from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.text import slugify

from locales.registry import INTERNATIONAL, enabled_codes, tag_of
from locales.text import pick
from media_library.asset_view import AssetView
from media_library.delivery.signals import TakenBack
from media_library.models import PublishedDocument
from media_library.rights import PUBLIC_AUDIENCE, Audience, AudienceKind, Purpose
from media_library.selectors import visible
from press.archive.captions import captions_path, captions_text
from press.archive.manifest import MANIFEST_PATH, SIGNATURE_PATH, Manifest, ManifestFile, manifest_bytes
from press.archive.plan import ArchivePlan, ByteReader, Entry, plan
from press.archive.response import archive_response
from press.kit_texts import captions_of, release_path, release_text
from press.kit_view import KitView
from press.models import Way
from press.services import ledger
from press.signing import sign
from promotion.subjects import SubjectKind, name_subject

STORAGE = "private"
FOLDER = "pictures"
ASKED_AGAIN_AFTER = 1.0
"""Seconds for which a running archive relies on the last decision."""


@dataclass(frozen=True, slots=True)
class KitFile:
    """A picture in the archive: how readers see it, the file that leaves, and its place."""

    view: AssetView
    document: PublishedDocument
    path: str


@dataclass(frozen=True, slots=True)
class KitArchive:
    """The archive of a kit for one audience. `created` is when its contents were settled, not when it was asked
    for: the same contents give the same bytes, so that a broken download can go on."""

    plan: ArchivePlan
    files: tuple[KitFile, ...]
    name: str
    created: datetime


def kit_archive(
    kit: KitView, uuids: Collection[UUID] | None = None, audience: Audience = PUBLIC_AUDIENCE
) -> KitArchive:
    """Plan the archive of what the rights decision lets this view's reader pass on, or of a choice of it.

    The decision is asked again for `audience` when the turn of a picture comes, hours later on a slow line.
    """
    chosen = [view for view in kit.in_archive if uuids is None or UUID(view.uuid) in uuids]
    documents = PublishedDocument.objects.defer("body").in_bulk([view.id for view in chosen])
    files = [KitFile(view, documents[view.id], _path(view)) for view in chosen if view.id in documents]
    created = max([kit.kit.updated_at, *(file.document.built_at for file in files)])
    entitlement = _Entitlement(audience, [file.view.id for file in files])
    entries = [*_texts(kit, files, created), *(_entry(file, entitlement) for file in files)]
    return KitArchive(plan(entries), tuple(files), f"{kit.slug}.zip", created)


def respond(
    request: HttpRequest, audience: Audience, kit: KitView, uuids: Collection[UUID] | None = None
) -> HttpResponseBase:
    """The archive as an answer to GET or HEAD; partners get a receipt for each file before the first byte.

    503 where one of its pictures was withdrawn in that very moment: asked again, the archive is without it.
    """
    archive = kit_archive(kit, uuids, audience)
    if request.method != "HEAD":
        try:
            ledger.record(request, audience, [_delivered(file) for file in archive.files], way=Way.ZIP, kit=kit.kit)
        except TakenBack:
            return HttpResponse(status=503, headers={"Retry-After": "1", "Cache-Control": "private, no-store"})
    if audience.kind is AudienceKind.PUBLIC:
        name_subject(request, SubjectKind.ARCHIVE, kit.uuid, kit.kit.province_id)
    return archive_response(request, archive.plan, archive.name, last_modified=archive.created)


def _delivered(file: KitFile) -> ledger.DeliveredFile:
    return ledger.DeliveredFile(
        file.view.id, UUID(file.view.uuid), "original", file.document.sha256, file.document.bytes
    )


def _path(view: AssetView) -> str:
    """`pictures/quang-ninh-vinh-ha-long-1a2b3c4d.jpg`: ASCII, readable, and never twice the same."""
    title = pick(view.body["texts"]["title"], "vi").text
    plain = slugify(title.replace("đ", "d").replace("Đ", "D"))[:60].strip("-")
    stem = "-".join(part for part in (view.province_slug, plain, view.uuid[:8]) if part)
    return f"{FOLDER}/{stem}.{view.body['extension']}"


def _entry(file: KitFile, entitlement: _Entitlement) -> Entry:
    document = file.document
    return Entry(
        path=file.path,
        size=document.bytes,
        crc32=document.crc32,
        modified=document.built_at,
        source=_opener(document, entitlement),
        sha256=document.sha256,
    )


class _Entitlement:
    """Whether the receiver of a running archive may still have its pictures; asked again each second it runs."""

    def __init__(self, audience: Audience, asset_ids: Collection[int]) -> None:
        self._audience, self._ids = audience, frozenset(asset_ids)
        self._allowed, self._asked = self._ids, monotonic()  # the plan has just been made of what is allowed

    def holds(self, asset_id: int) -> bool:
        if monotonic() - self._asked >= ASKED_AGAIN_AFTER:
            allowed = visible(self._audience, at=timezone.now(), purpose=Purpose.REDISTRIBUTION)
            self._allowed = frozenset(allowed.filter(pk__in=self._ids).values_list("pk", flat=True))
            self._asked = monotonic()
        return asset_id in self._allowed


def _opener(document: PublishedDocument, entitlement: _Entitlement) -> Callable[[], ByteReader]:
    """Opens a picture if its receiver may still have it: a running archive breaks off at one that was taken back."""

    def opened() -> ByteReader:
        if not entitlement.holds(document.pk):
            raise TakenBack
        return storages[STORAGE].open(document.deliverable, "rb")

    return opened


def _texts(kit: KitView, files: Sequence[KitFile], created: datetime) -> list[Entry]:
    """The signed manifest; captions and release in every language that the site is offered in and that has any."""
    manifest = manifest_bytes(_manifest(kit, files, created))
    small = [(MANIFEST_PATH, manifest), (SIGNATURE_PATH, sign(manifest))]
    written = {tag for file in files for tag in file.view.languages}.union(kit.languages)
    for code in enabled_codes():
        tag = tag_of(code)
        if tag in written:
            small.append((captions_path(tag), captions_text(captions_of(kit, files, code, created), code)))
        if release := release_text(kit, code):
            small.append((release_path(tag), release))
    return [Entry.of_bytes(path, content, created) for path, content in small]


def _manifest(kit: KitView, files: Sequence[KitFile], created: datetime) -> Manifest:
    return Manifest(kit=kit.uuid, created=created, files=[_manifest_file(file) for file in files])


def _manifest_file(file: KitFile) -> ManifestFile:
    body = file.view.body
    licence = body["licence"] or {}
    return ManifestFile(
        path=file.path,
        sha256=file.document.sha256,
        bytes=file.document.bytes,
        type=file.view.media_type,
        asset=file.view.uuid,
        licence=licence.get("code", ""),
        credit_line=file.view.credit_line,
        usage_terms=pick(licence.get("usage_terms", {}), INTERNATIONAL).text,
        digital_source_type=file.view.digital_source_type.uri,
        captions={tag_of(code): text for code, text in body["texts"]["caption"].items() if text},
        machine_captions=[tag_of(code) for code in body.get("machine", {}).get("caption", ())],
    )
