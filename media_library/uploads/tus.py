"""Resumable uploads by tus 1.0.0 (https://tus.io/protocols/resumable-upload), for those signed in to the admin.

Extensions: creation, creation-with-upload, termination, expiration, checksum (SHA-1, SHA-256). An upload is
known to its owner only, as long as they may upload into its province: to all others it doesn't exist.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import tempfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _

from media_library.models import Upload, UploadBatch, UploadState
from media_library.permissions import upload_province_ids
from media_library.uploads import parts, services
from provinces.selectors import current_provinces

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,expiration,checksum"
CONTENT_TYPE = "application/offset+octet-stream"
METADATA_MAX = 4_000
READ = 256 * 1024
WORTH_KEEPING = 64 * 1024
"""Of a piece whose sender vanished, less than this isn't kept: it is sent again sooner than it is stored."""
ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
CHECKSUM_MISMATCH = 460


class Problem(Exception):
    """What the protocol answers instead: status, and words for whoever looks."""

    def __init__(self, status: int, words: str = "") -> None:
        super().__init__(words)
        self.status = status


View = Callable[..., HttpResponseBase]


def _speaks(allowed: dict[str, View], request: HttpRequest, *args: Any) -> HttpResponseBase:
    """What is common to all requests of the protocol: version, method, headers, errors."""
    method = (request.headers.get("X-HTTP-Method-Override") or request.method or "").upper()
    try:
        if method == "OPTIONS":
            response: HttpResponseBase = _options()
        elif method not in allowed:
            response = HttpResponse(status=405, headers={"Allow": ", ".join([*allowed, "OPTIONS"])})
        elif method != "GET" and request.headers.get("Tus-Resumable") != VERSION:
            response = HttpResponse(status=412, headers={"Tus-Version": VERSION})
        else:
            response = allowed[method](request, *args)
    except Problem as problem:
        response = HttpResponse(str(problem), status=problem.status, content_type="text/plain; charset=utf-8")
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    return response


def _options() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Tus-Version"] = VERSION
    response["Tus-Extension"] = EXTENSIONS
    response["Tus-Max-Size"] = str(services.largest(".zip"))
    response["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    return response


def creation(request: HttpRequest) -> HttpResponseBase:
    return _speaks({"POST": _create}, request)


def resource(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    return _speaks({"HEAD": _head, "PATCH": _patch, "DELETE": _delete, "GET": _state}, request, uuid)


# --- creation -------------------------------------------------------------------------------------
def _create(request: HttpRequest) -> HttpResponse:
    size = _number(request.headers.get("Upload-Length"), "Upload-Length")
    raw = request.headers.get("Upload-Metadata", "")
    metadata = parse_metadata(raw)
    name = metadata.get("relativePath") or metadata.get("filename") or metadata.get("name") or "?"
    if size > services.largest(name):
        raise Problem(413, _("The file is too big."))
    try:
        announced = services.Announced(name, size, metadata.get("fingerprint", ""), raw)
        upload = services.begin(_batch(request, metadata), announced)
    except services.TooMuch as error:
        raise Problem(413, str(error)) from error
    response = HttpResponse(status=201)
    response["Location"] = reverse("media_library_tus_file", args=[upload.uuid])
    _say_expiry(response, upload)
    if request.headers.get("Content-Type") == CONTENT_TYPE and _length(request):
        _receive(request, upload, 0)
    if size == 0:
        services.finish_sending(upload)
    response["Upload-Offset"] = str(upload.offset)
    return response


def parse_metadata(header: str) -> dict[str, str]:
    """`Upload-Metadata`: pairs of a key and a base64 text, separated by commas. Raises Problem 400."""
    if len(header) > METADATA_MAX:
        raise Problem(400, "Upload-Metadata is too long.")
    found: dict[str, str] = {}
    for pair in filter(None, (piece.strip() for piece in header.split(","))):
        key, _space, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode("utf-8").replace("\0", "")
        except (binascii.Error, UnicodeDecodeError, ValueError) as error:
            raise Problem(400, "Upload-Metadata isn't base64 of UTF-8.") from error
    return found


def _batch(request: HttpRequest, metadata: dict[str, str]) -> UploadBatch:
    """The sender's batch that the metadata name, else a new one for this file alone."""
    user: Any = request.user
    if named := metadata.get("batch"):
        try:
            batch = UploadBatch.objects.filter(uuid=UUID(named), owner=user).first()
        except ValueError:
            batch = None
        if batch is None or not may_bring(user, batch.province_id):
            raise Problem(400, "No such batch.")
        return batch
    mine = [province for province in current_provinces() if may_bring(user, province.pk)]
    chosen = [province for province in mine if province.code == metadata.get("province")] or mine[:2]
    if len(chosen) != 1:
        raise Problem(400, "Name the batch or the province in Upload-Metadata.")
    return services.open_batch(user, chosen[0])


def may_bring(user: Any, province_id: int) -> bool:
    """Whether the user may bring files into the province's library, now."""
    return bool(user.is_superuser or province_id in upload_province_ids(user))


# --- the upload itself ------------------------------------------------------------------------------
def _own(request: HttpRequest, uuid: UUID) -> Upload:
    user: Any = request.user
    upload = Upload.objects.filter(uuid=uuid, owner=user).select_related("batch").first()
    if upload is None or not may_bring(user, upload.batch.province_id):
        raise Http404
    ended = upload.state == UploadState.FINISHED and upload.offset < upload.size
    if ended or (upload.state == UploadState.SENDING and upload.expires_at < timezone.now()):
        raise Problem(410, _("It wasn't sent completely in time. Send it again."))
    return upload


def _head(request: HttpRequest, uuid: UUID) -> HttpResponse:
    upload = _own(request, uuid)
    response = HttpResponse()
    response["Upload-Offset"] = str(upload.offset)
    response["Upload-Length"] = str(upload.size)
    if upload.metadata:
        response["Upload-Metadata"] = upload.metadata
    _say_expiry(response, upload)
    return response


def _patch(request: HttpRequest, uuid: UUID) -> HttpResponse:
    if request.headers.get("Content-Type") != CONTENT_TYPE:
        raise Problem(415, f"Content-Type has to be {CONTENT_TYPE}.")
    start = _number(request.headers.get("Upload-Offset"), "Upload-Offset")
    upload = _own(request, uuid)
    if upload.state != UploadState.SENDING or start != upload.offset:
        raise Problem(409, "Upload-Offset doesn't fit.")
    _receive(request, upload, start)
    response = HttpResponse(status=204)
    response["Upload-Offset"] = str(upload.offset)
    _say_expiry(response, upload)
    return response


def _delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    if not services.discard(_own(request, uuid)):
        raise Problem(409, _("It is here already and being taken in."))
    return HttpResponse(status=204)


def _state(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far it is and what became of it, as JSON for the upload page. Not part of the protocol."""
    from media_library.admin.arrivals import described

    upload = _own(request, uuid)
    if upload.state == UploadState.SENDING and upload.offset == upload.size:
        services.finish_sending(upload)  # whoever received the last piece didn't get so far
        upload.refresh_from_db()
    return JsonResponse(
        {
            "state": upload.state,
            "offset": upload.offset,
            "size": upload.size,
            "entries": upload.entries,
            "entries_done": upload.entries_done,
            "outcomes": described(request, upload.arrivals.all()[:500]),
        }
    )


# --- receiving --------------------------------------------------------------------------------------
def _receive(request: HttpRequest, upload: Upload, start: int) -> None:
    """Read the body and keep it piece by piece, so that a lost connection costs one piece at most."""
    length = _length(request)
    if start + length > upload.size:
        raise Problem(413, "More bytes than Upload-Length said.")
    check = _checksum(request)
    piece = length if check else parts.PIECE
    received = 0
    try:
        while received < length:
            taken = _keep(request, upload, min(piece, length - received), check)
            received += taken
            if not taken:
                break
    except parts.WrongOffset as error:
        raise Problem(409, "Upload-Offset doesn't fit any more.") from error
    except parts.TooManyPieces as error:
        raise Problem(400, "Sent in too many small pieces.") from error
    if upload.offset == upload.size:
        services.finish_sending(upload)
    elif received < length:
        raise Problem(400, "The connection was lost.")


def _keep(request: HttpRequest, upload: Upload, wanted: int, check: tuple[Any, bytes] | None) -> int:
    """Read up to `wanted` bytes and keep them; how many were kept. 0: nothing more comes."""
    got = 0
    with tempfile.SpooledTemporaryFile(max_size=parts.IN_MEMORY) as buffer:
        while got < wanted:
            try:
                chunk = request.read(min(READ, wanted - got))
            except (UnreadablePostError, OSError):
                break
            if not chunk:
                break
            buffer.write(chunk)
            got += len(chunk)
            if check:
                check[0].update(chunk)
        whole = got == wanted
        if check and (not whole or check[0].digest() != check[1]):
            raise Problem(CHECKSUM_MISMATCH, "Checksum Mismatch")
        if got == 0 or (not whole and got < WORTH_KEEPING):
            return 0
        parts.append(upload, upload.offset, buffer, got)  # type: ignore[arg-type]
    return got


def _checksum(request: HttpRequest) -> tuple[Any, bytes] | None:
    header = request.headers.get("Upload-Checksum")
    if not header:
        return None
    name, _space, value = header.partition(" ")
    if name not in ALGORITHMS:
        raise Problem(400, "Upload-Checksum: unknown algorithm.")
    try:
        expected = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Problem(400, "Upload-Checksum isn't base64.") from error
    return ALGORITHMS[name](usedforsecurity=False), expected


def _length(request: HttpRequest) -> int:
    if not request.META.get("CONTENT_LENGTH"):
        raise Problem(411, "Content-Length is needed.")
    return _number(request.META["CONTENT_LENGTH"], "Content-Length")


def _number(text: str | None, name: str) -> int:
    """A count of bytes. Raises Problem 400."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Problem(400, f"{name} has to be a number of bytes.")
    return int(text)


def _say_expiry(response: HttpResponse, upload: Upload) -> None:
    if upload.state == UploadState.SENDING and upload.offset < upload.size:
        response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
