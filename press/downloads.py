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
from media_library.files import MEDIA_TYPES
from media_library.models import PublishedDocument
from media_library.rights import PUBLIC_AUDIENCE, Audience, AudienceKind, Purpose
from media_library.selectors import visible
from press.archive.captions import captions_path
from press.archive.formats import formats
from press.archive.manifest import MANIFEST_PATH, SIGNATURE_PATH, Manifest, ManifestFile, manifest_bytes
from press.archive.plan import ArchivePlan, ByteReader, Entry, plan
from press.archive.release import release_path
from press.archive.response import archive_response
from press.copies import STORAGE, Copies, ask_for, copies_of
from press.download_choice import COPY_FORMAT, EVERYTHING, ORIGINAL, Choice
from press.kit_texts import captions_of, release_of
from press.kit_view import KitView
from press.models import PreparedCopy, Way
from press.services import ledger
from press.signing import sign
from promotion.subjects import SubjectKind, name_subject

FOLDER = "pictures"
ASKED_AGAIN_AFTER = 1.0
"""Seconds for which a running archive relies on the last decision."""


@dataclass(frozen=True, slots=True)
class KitFile:
    """A file in the archive: how readers see it, its place, and what leaves: the published file or a sized copy."""

    view: AssetView
    document: PublishedDocument
    path: str
    variant: str = ORIGINAL
    copy: PreparedCopy | None = None

    @property
    def proof(self) -> PublishedDocument | PreparedCopy:
        """Whose `sha256`, `bytes` and `crc32` are those of what leaves."""
        return self.copy or self.document

    @property
    def stored_as(self) -> str:
        return self.copy.name if self.copy else self.document.deliverable

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[COPY_FORMAT] if self.copy else self.view.media_type


@dataclass(frozen=True, slots=True)
class KitArchive:
    """The archive of a kit for one audience. `created` is when its contents were settled, not when it was asked
    for: the same contents give the same bytes, so that a broken download can go on."""

    plan: ArchivePlan
    files: tuple[KitFile, ...]
    name: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Preparing:
    """The queue is at work on sized copies: so many of so many are there."""

    ready: int
    total: int


_NO_COPIES = Copies({})

ASK_AGAIN = 5
"""Seconds after which the asker looks again whether the copies are there."""


def has_all(kit: KitView, choice: Choice) -> bool:
    """Whether this reader may have every file that was named."""
    return choice.assets is None or choice.assets <= {UUID(view.uuid) for view in kit.in_archive}


def preparing(kit: KitView, choice: Choice) -> Preparing | None:
    """None where the archive can be planned at once; else the copies that it lacks are being made from now on."""
    found = _copies(kit, choice)
    if not found.waiting:
        return None
    ask_for(found.waiting, choice.size)
    found = _copies(kit, choice)  # where there is no queue they are there now
    return Preparing(len(found.ready), found.total) if found.waiting else None


def _copies(kit: KitView, choice: Choice) -> Copies:
    """Who may pass an asset on may take it, so that its copies carry no preview mark (`gets_marked`)."""
    if choice.is_original:
        return _NO_COPIES
    return copies_of([view.id for view in _chosen(kit, choice) if view.has_pixels], choice.size)


def _chosen(kit: KitView, choice: Choice) -> list[AssetView]:
    return [view for view in kit.in_archive if choice.assets is None or UUID(view.uuid) in choice.assets]


def kit_archive(kit: KitView, audience: Audience = PUBLIC_AUDIENCE, *, choice: Choice = EVERYTHING) -> KitArchive:
    """Plan the archive of what the rights decision lets this view's reader pass on, or of a choice of it.

    The decision is asked again for `audience` when the turn of a picture comes, hours later on a slow line. A picture
    whose copy isn't there (see `preparing`) stays out; films and documents have no sizes.
    """
    chosen, copies = _chosen(kit, choice), _copies(kit, choice)
    documents = PublishedDocument.objects.defer("body").in_bulk([view.id for view in chosen])
    files = [
        _file(view, documents[view.id], choice, copies.ready.get(view.id))
        for view in chosen
        if view.id in documents and (choice.is_original or not view.has_pixels or view.id in copies.ready)
    ]
    created = max([kit.changed_at, *(file.document.built_at for file in files)])
    entitlement = _Entitlement(audience, [file.view.id for file in files])
    entries = [*_texts(kit, files, created, choice), *(_entry(file, entitlement) for file in files)]
    return KitArchive(plan(entries), tuple(files), f"{kit.slug}.zip", created)


def respond(
    request: HttpRequest,
    audience: Audience,
    kit: KitView,
    *,
    choice: Choice = EVERYTHING,
) -> HttpResponseBase:
    """The archive as an answer to GET or HEAD; partners get a receipt for each file before the first byte.

    503 where one of its pictures was withdrawn in that very moment: asked again, the archive is without it.
    """
    archive = kit_archive(kit, audience, choice=choice)
    if request.method != "HEAD":
        try:
            ledger.record(request, audience, [_delivered(file) for file in archive.files], way=Way.ZIP, kit=kit.kit)
        except TakenBack:
            return HttpResponse(status=503, headers={"Retry-After": "1", "Cache-Control": "private, no-store"})
    if audience.kind is AudienceKind.PUBLIC:
        name_subject(request, SubjectKind.ARCHIVE, kit.uuid, kit.kit.province_id)
    return archive_response(request, archive.plan, archive.name, last_modified=archive.created)


def _delivered(file: KitFile) -> ledger.DeliveredFile:
    proof = file.proof
    return ledger.DeliveredFile(file.view.id, UUID(file.view.uuid), file.variant, proof.sha256, proof.bytes)


def _file(view: AssetView, document: PublishedDocument, choice: Choice, copy: PreparedCopy | None) -> KitFile:
    variant = choice.size if copy else ORIGINAL
    return KitFile(view, document, _path(view, variant), variant, copy)


def _path(view: AssetView, variant: str) -> str:
    """`pictures/quang-ninh-vinh-ha-long-1a2b3c4d.jpg`: ASCII, readable, and never twice the same."""
    title = pick(view.body["texts"]["title"], "vi").text
    plain = slugify(title.replace("đ", "d").replace("Đ", "D"))[:60].strip("-")
    size = "" if variant == ORIGINAL else variant
    stem = "-".join(part for part in (view.province_slug, plain, size, view.uuid[:8]) if part)
    return f"{FOLDER}/{stem}.{view.body['extension'] if variant == ORIGINAL else COPY_FORMAT}"


def _entry(file: KitFile, entitlement: _Entitlement) -> Entry:
    proof = file.proof
    return Entry(
        path=file.path,
        size=proof.bytes,
        crc32=proof.crc32,
        modified=file.document.built_at,
        source=_opener(file, entitlement),
        sha256=proof.sha256,
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


def _opener(file: KitFile, entitlement: _Entitlement) -> Callable[[], ByteReader]:
    """Opens a picture if its receiver may still have it: a running archive breaks off at one that was taken back."""

    def opened() -> ByteReader:
        if not entitlement.holds(file.view.id):
            raise TakenBack
        return storages[STORAGE].open(file.stored_as, "rb")

    return opened


def _texts(kit: KitView, files: Sequence[KitFile], created: datetime, choice: Choice) -> list[Entry]:
    """The signed manifest; captions and release in every chosen language that the site is offered in and has any."""
    manifest = manifest_bytes(_manifest(kit, files, created))
    small = [(MANIFEST_PATH, manifest), (SIGNATURE_PATH, sign(manifest))]
    written = {tag for file in files for tag in file.view.languages}.union(kit.languages)
    forms = [formats()[extension] for extension in choice.captions]
    for code in enabled_codes() if choice.languages is None else choice.languages:
        tag = tag_of(code)
        captions = captions_of(kit, files, code, created) if forms and tag in written else None
        release = release_of(kit, code) if forms else None
        for form in forms:
            if captions is not None:
                small.append((captions_path(tag, form.extension), form.captions(captions, code)))
            if release is not None:
                small.append((release_path(tag, form.extension), form.release(release, code)))
    return [Entry.of_bytes(path, content, created) for path, content in small]


def _manifest(kit: KitView, files: Sequence[KitFile], created: datetime) -> Manifest:
    return Manifest(kit=kit.uuid, version=kit.version, created=created, files=[_manifest_file(file) for file in files])


def _manifest_file(file: KitFile) -> ManifestFile:
    body = file.view.body
    licence = body["licence"] or {}
    return ManifestFile(
        path=file.path,
        sha256=file.proof.sha256,
        bytes=file.proof.bytes,
        type=file.media_type,
        asset=file.view.uuid,
        licence=licence.get("code", ""),
        credit_line=file.view.credit_line,
        usage_terms=pick(licence.get("usage_terms", {}), INTERNATIONAL).text,
        digital_source_type=file.view.digital_source_type.uri,
        captions={tag_of(code): text for code, text in body["texts"]["caption"].items() if text},
        machine_captions=[tag_of(code) for code in body.get("machine", {}).get("caption", ())],
        variant=file.variant,
    )
