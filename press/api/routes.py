"""`/api/v1/kits`: the press room for programs. Whoever sends no token gets what the public gets."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import orjson
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from ninja import Query, Router
from ninja.errors import HttpError

from media_library.api.cursor import BadCursor, Cursor
from media_library.api.problem import problem
from media_library.api.routes import reader_language, respond
from media_library.api.schemas import ProblemOut
from media_library.rights import Audience
from media_library.rights.audiences import audience_of
from press import downloads
from press.api.schemas import DOWNLOAD_PARAMETERS, KitEndedOut, KitListOut, KitOut, PreparingOut
from press.api.serialise import full, summary
from press.archive.places import takes_a_place
from press.download_choice import BadChoice, parse
from press.models import KitState
from press.policy import needs_terms
from press.selectors.kits import find_ended, find_kit, kit_views, kits_for, unended
from press.selectors.versions import versions_of

router = Router(tags=["press kits"])


def _base(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


@router.get("/kits", response={200: KitListOut, 422: ProblemOut}, summary="List press kits, newest first")
def list_kits(
    request: HttpRequest,
    lang: str = "",
    limit: int = Query(50, ge=1, le=100),  # type: ignore[type-arg]
    cursor: str = Query("", max_length=200),  # type: ignore[type-arg]
) -> HttpResponse:
    audience, now = audience_of(request), timezone.now()
    code = reader_language(request, lang)
    kits = kits_for(audience, now).filter(unended(now), state=KitState.PUBLISHED)
    if cursor:
        try:
            after = Cursor.decode(cursor)
        except BadCursor:
            raise HttpError(422, "cursor: not one that this API gave out.") from None
        kits = kits.filter(Q(published_at__lt=after.approved_at) | Q(published_at=after.approved_at, pk__lt=after.pk))
    page = kit_views(kits[: limit + 1], audience, code, now)
    following = None
    if len(page) > limit:
        page = page[:limit]
        following = _following(request, page[-1].kit.published_at, page[-1].kit.pk)
    base = _base(request)
    return respond(request, {"items": [summary(view, base) for view in page], "next": following}, audience, code)


def _following(request: HttpRequest, published_at: object, pk: int) -> str:
    parameters = request.GET.copy()
    parameters["cursor"] = Cursor(published_at, pk).encode()  # type: ignore[arg-type]
    return f"{_base(request)}{request.path}?{parameters.urlencode()}"


@router.get("/kits/{uuid}", response={200: KitOut, 404: ProblemOut, 410: KitEndedOut}, summary="One press kit")
def get_kit(request: HttpRequest, uuid: UUID, lang: str = "") -> HttpResponse:
    audience, now = audience_of(request), timezone.now()
    code = reader_language(request, lang)
    kit = find_kit(audience, code, at=now, uuid=uuid)
    if kit is None or kit.is_internal:
        return _absent(audience, uuid, now)
    versions = versions_of(kit.kit, audience, code, now)
    return respond(request, full(kit, versions, _base(request)), audience, code)


def _absent(audience: Audience, uuid: UUID, at: datetime) -> HttpResponse:
    """410 for those who could see the kit until it ended. Raises Http404 for everybody else."""
    over = find_ended(audience, at, uuid=uuid)
    if over is None:
        raise Http404
    return problem(410, "Gone", "This kit has ended.", ended_at=over.expires_at)


def _too_many(request: HttpRequest) -> HttpResponse:
    return problem(503, "Service Unavailable", "Many are downloading at this moment. Ask again after Retry-After.")


@router.get(
    "/kits/{uuid}/download",
    response={
        200: None,
        202: PreparingOut,
        400: ProblemOut,
        403: ProblemOut,
        404: ProblemOut,
        410: KitEndedOut,
        503: ProblemOut,
    },
    summary="Files of a press kit as ZIP, with ranges",
    openapi_extra={
        "parameters": DOWNLOAD_PARAMETERS,
        "responses": {
            200: {"description": "The ZIP file.", "content": {"application/zip": {}}},
            202: {
                "description": "Sized copies are being made: ask again.",
                "headers": {"Retry-After": {"schema": {"type": "integer"}}},
            },
            503: {
                "description": "Many are downloading, or a file was withdrawn at this very moment: ask again.",
                "headers": {"Retry-After": {"schema": {"type": "integer"}}},
            },
        },
    },
)
@router.api_operation(["HEAD"], "/kits/{uuid}/download", response={200: None}, include_in_schema=False)
def download_kit(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Partners sign for each file. Until the organisation has accepted the terms in force the answer is 403.

    Without parameters: all files as originals, captions and release as plain text in all languages.
    """
    return _archive(request, uuid)


@takes_a_place(_too_many)
def _archive(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    audience, now = audience_of(request), timezone.now()
    kit = find_kit(audience, reader_language(request, ""), at=now, uuid=uuid)
    if kit is None or kit.is_internal:
        return _absent(audience, uuid, now)
    if needs_terms(audience):
        return problem(403, "Forbidden", "The terms of use have to be accepted first, in the press room.")
    try:
        choice = parse(request.GET)
    except BadChoice as error:
        return problem(400, "Bad Request", f"{error.field}: {error}", field=error.field)
    if not downloads.has_all(kit, choice):
        raise Http404
    if progress := downloads.preparing(kit, choice):
        return _prepared_later(progress)
    return downloads.respond(request, audience, kit, choice=choice)


def _prepared_later(progress: downloads.Preparing) -> HttpResponse:
    body = {"status": "preparing", "ready": progress.ready, "total": progress.total}
    response = HttpResponse(orjson.dumps(body), status=202, content_type="application/json")
    response["Cache-Control"] = "private, no-store"
    response["Retry-After"] = str(downloads.ASK_AGAIN)
    return response
