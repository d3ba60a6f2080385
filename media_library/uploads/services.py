"""Uploads from the first byte to the outcome. One act is one function."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from locales.people import admin_language_of
from media_library import tasks
from media_library.ingest import Accepted, Duplicate, Outcome, Refused
from media_library.models import Arrival, ArrivalOutcome, Upload, UploadBatch, UploadState, WayIn, record_of
from media_library.uploads import parts
from media_library.uploads.opening import Found, opened, take
from media_library.uploads.zip_names import clean_path
from provinces.models import Province

logger = logging.getLogger(__name__)

AT_ONCE_MAX_BYTES = 64 * 1024 * 1024
"""Up to here a file is taken in before its last piece is answered; what is bigger, and ZIPs, by a worker."""
FORSAKEN_AFTER = timedelta(minutes=15)
"""Without a sign of life for so long, a worker has died: another takes the upload up."""
CLEARED_EVERY = 3600


class TooMuch(Exception):
    """The sender's unfinished uploads would take more than they may; the message says what to do."""


def open_batch(owner: Any, province: Province, way: WayIn = WayIn.BROWSER) -> UploadBatch:
    _clear_now_and_then()
    return UploadBatch.objects.create(owner=owner, province=province, way=way)


def largest(name: str) -> int:
    """Bytes that a file of this name may have. What it really is, is looked at when it is here."""
    return settings.ZIP_MAX_BYTES if name.lower().endswith(".zip") else settings.UPLOAD_MAX_BYTES


@dataclass(frozen=True, slots=True)
class Announced:
    """A file somebody is about to send. `fingerprint`: name, size and time of change as their browser says them."""

    name: str
    size: int
    fingerprint: str = ""
    metadata: str = ""


def begin(batch: UploadBatch, file: Announced) -> Upload:
    """A new resumable upload. Raises TooMuch."""
    return begin_all(batch, [file])[0]


def begin_all(batch: UploadBatch, files: Sequence[Announced]) -> list[Upload]:
    """New resumable uploads, in the order of the files; five queries for any number. Raises TooMuch."""
    unfinished = Upload.objects.filter(owner=batch.owner, state=UploadState.SENDING)
    waiting: int = unfinished.aggregate(bytes=Sum("size"))["bytes"] or 0
    if waiting + sum(file.size for file in files) > settings.UPLOAD_OPEN_MAX_BYTES:
        raise TooMuch(_("Too much is unfinished already. Finish or discard your unfinished uploads first."))
    expires = timezone.now() + timedelta(days=settings.UPLOAD_KEEP_DAYS)
    made = [
        Upload(
            batch=batch,
            owner=batch.owner,
            name=clean_path(file.name)[-500:],
            size=file.size,
            fingerprint=file.fingerprint[:300],
            metadata=file.metadata,
            expires_at=expires,
        )
        for file in files
    ]
    return Upload.objects.bulk_create(made)


def resume_or_begin(batch: UploadBatch, files: Sequence[Announced]) -> list[Upload]:
    """For each file the owner's upload of it: one that isn't finished, or was taken in lately, or a new one.

    Who chooses a folder again after a lost afternoon sends only what isn't here yet. Raises TooMuch.
    """
    known = _uploads_by_fingerprint(batch, [file.fingerprint for file in files if file.fingerprint])
    found = [known.pop((file.fingerprint, file.size), None) for file in files]
    fresh = iter(begin_all(batch, [file for file, upload in zip(files, found, strict=True) if upload is None]))
    _move(batch, [upload.pk for upload in found if upload is not None])
    return [upload or next(fresh) for upload in found]


@transaction.atomic
def _move(batch: UploadBatch, ids: Sequence[int]) -> None:
    """Have what is sent together listed together. What a worker has in its hands stays where it is."""
    movable = Upload.objects.filter(pk__in=ids, state__in=(UploadState.SENDING, UploadState.FINISHED))
    moved = movable.exclude(batch=batch)
    left = set(moved.values_list("batch", flat=True))
    Arrival.objects.filter(upload__in=moved).update(batch=batch)
    moved.update(batch=batch)
    UploadBatch.objects.filter(pk__in=left, uploads__isnull=True, arrivals__isnull=True).delete()


def _uploads_by_fingerprint(batch: UploadBatch, fingerprints: Sequence[str]) -> dict[tuple[str, int], Upload]:
    """The owner's uploads into the same province; an unfinished one counts before one that is finished."""
    now = timezone.now()
    mine = Upload.objects.filter(owner=batch.owner, batch__province=batch.province_id, fingerprint__in=fingerprints)
    in_library = Q(state=UploadState.FINISHED, entries=1, arrivals__asset__isnull=False)
    lately = Q(finished_at__gt=now - timedelta(days=settings.UPLOAD_KEEP_DAYS))
    at_work = Q(state__in=(UploadState.RECEIVED, UploadState.WORKING))
    begun = Q(state=UploadState.SENDING, expires_at__gt=now)
    usable = mine.filter((in_library & lately) | at_work).order_by("pk").distinct()
    return {(each.fingerprint, each.size): each for each in [*usable, *mine.filter(begun).order_by("pk")]}


def finish_sending(upload: Upload) -> None:
    """All bytes are here: take the file in, at once or by a worker. Doing it twice does it once."""
    moved = Upload.objects.filter(pk=upload.pk, state=UploadState.SENDING, offset=F("size")).update(
        state=UploadState.RECEIVED, touched_at=timezone.now()
    )
    if not moved:
        return
    if upload.size <= AT_ONCE_MAX_BYTES and not upload.name.lower().endswith(".zip"):
        take_in(upload.pk)
    else:
        tasks.take_in_upload.enqueue(upload.pk)


def take_in(upload_id: int) -> int:
    """Bring a complete upload into the library; returns how many files got their outcome now.

    May be called again after a crash: what has its outcome is left alone.
    """
    upload = _claim(upload_id)
    if upload is None:
        return 0
    with translation.override(admin_language_of(upload.owner)):
        try:
            with parts.whole(upload) as file:
                count = _take_all(upload, file)
        except OSError:
            logger.exception("upload %s can't be read", upload.uuid)
            words = _("Not all of it arrived. Send it again.")
            note(upload.batch, clean_path(upload.name), Refused(upload.name, words), upload=upload)
            count = 1
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.FINISHED, finished_at=timezone.now())
    parts.discard(upload)
    return count


def _claim(upload_id: int) -> Upload | None:
    now = timezone.now()
    forsaken = Q(state=UploadState.WORKING, touched_at__lt=now - FORSAKEN_AFTER)
    mine = Upload.objects.filter(Q(state=UploadState.RECEIVED) | forsaken, pk=upload_id)
    if not mine.update(state=UploadState.WORKING, touched_at=now):
        return None
    return Upload.objects.select_related("owner", "batch__province").get(pk=upload_id)


def _take_all(upload: Upload, file: BinaryIO) -> int:
    done = frozenset(upload.arrivals.values_list("number", flat=True))
    inside = opened(file, upload.name, done=done)
    Upload.objects.filter(pk=upload.pk).update(entries=inside.total, entries_done=len(done))
    count = 0
    for found in inside.files:
        outcome = take(found, province=upload.batch.province, actor=upload.owner)
        note(upload.batch, found.path, _as_ours(upload, outcome), upload=upload, number=found.number)
        count += 1
        Upload.objects.filter(pk=upload.pk).update(entries_done=F("entries_done") + 1, touched_at=timezone.now())
    return count


def _as_ours(upload: Upload, outcome: Outcome) -> Outcome:
    """A worker that died between taking a file in and noting it left what now looks like a duplicate."""
    if isinstance(outcome, Duplicate):
        record: Any = record_of(outcome.of)
        mine = record and record.uploaded_by_user_id == upload.owner_id and record.created_at >= upload.created_at
        if mine and not Arrival.objects.filter(asset=outcome.of).exists():
            return Accepted(outcome.name, record)
    return outcome


def note(batch: UploadBatch, path: str, outcome: Outcome, *, upload: Upload | None = None, number: int = 0) -> Arrival:
    """Write down what became of one file."""
    asset_id, reason = None, ""
    match outcome:
        case Accepted(record=record):
            kind, asset_id = ArrivalOutcome.ACCEPTED, record.pk
        case Duplicate(of=of):
            kind, asset_id = ArrivalOutcome.DUPLICATE, of.pk
        case Refused(reason=said):
            kind, reason = ArrivalOutcome.REFUSED, said
    values = {"batch": batch, "path": path[:1000], "outcome": kind, "reason": reason, "asset_id": asset_id}
    if upload is None:
        return Arrival.objects.create(number=number, **values)
    return Arrival.objects.get_or_create(upload=upload, number=number, defaults=values)[0]


def take_form_file(batch: UploadBatch, file: BinaryIO, path: str) -> list[tuple[Found, Outcome]]:
    """A file of the form without script: taken in at once, ZIPs too."""
    results = []
    for number, found in enumerate(opened(file, path).files):
        outcome = take(found, province=batch.province, actor=batch.owner)
        note(batch, found.path, outcome, number=number)
        results.append((Found(found.number, found.path, ""), outcome))
    return results


def discard(upload: Upload) -> bool:
    """Give an unfinished upload up: its bytes and its row are gone. False where it is too late for that."""
    deleted, _by_model = Upload.objects.filter(pk=upload.pk, state=UploadState.SENDING).delete()
    if deleted:
        parts.discard_folder(str(upload.uuid))
    return bool(deleted)


def clear(now: datetime | None = None) -> int:
    """End what expired, take up what a dead worker left, drop bytes of nobody; returns how many uploads ended."""
    now = now or timezone.now()
    ended = 0
    for upload in Upload.objects.filter(state=UploadState.SENDING, expires_at__lt=now).select_related("batch", "owner"):
        with translation.override(admin_language_of(upload.owner)):
            words = _("It wasn't sent completely in time. Send it again.")
        if Upload.objects.filter(pk=upload.pk, state=UploadState.SENDING).update(
            state=UploadState.FINISHED, finished_at=now
        ):
            note(upload.batch, clean_path(upload.name), Refused(upload.name, words), upload=upload)
            parts.discard(upload)
            ended += 1
    for pk in forsaken(now).values_list("pk", flat=True):
        tasks.take_in_upload.enqueue(pk)
    _drop_bytes_of_nobody()
    return ended


def forsaken(now: datetime) -> Any:
    """Uploads whose bytes are all here and with which nothing has happened for too long."""
    waiting = Q(state__in=(UploadState.RECEIVED, UploadState.WORKING), touched_at__lt=now - FORSAKEN_AFTER)
    unseen = Q(state=UploadState.SENDING, offset=F("size"), touched_at__lt=now - FORSAKEN_AFTER)
    Upload.objects.filter(unseen).update(state=UploadState.RECEIVED)
    return Upload.objects.filter(waiting)


def _drop_bytes_of_nobody() -> None:
    found = parts.folders()  # before the rows: an upload that begins now has its row first
    kept = {str(uuid) for uuid in Upload.objects.exclude(state=UploadState.FINISHED).values_list("uuid", flat=True)}
    for folder in found:
        if folder not in kept:
            parts.discard_folder(folder)


def _clear_now_and_then() -> None:
    """No timer has to be set up: who begins an upload has the old ones cleared, once an hour at most."""
    if cache.add("uploads-cleared", 1, CLEARED_EVERY):
        tasks.clear_uploads.enqueue()
