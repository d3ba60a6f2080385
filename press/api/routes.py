"""`/api/v1/kits`: the press room for programs. Whoever sends no token gets what the public gets."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from ninja import Query, Router
from ninja.errors import HttpError

from media_library.api.cursor import BadCursor, Cursor
from media_library.api.problem import problem
from media_library.api.routes import reader_language, respond
from media_library.api.schemas import ProblemOut
from media_library.rights.audiences import audience_of
from press import downloads
from press.api.schemas import KitListOut, KitOut
from press.api.serialise import full, summary
from press.models import KitState
from press.policy import needs_terms
from press.selectors.kits import find_kit, kit_views, kits_for

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
    kits = kits_for(audience, now).filter(state=KitState.PUBLISHED)
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


@router.get("/kits/{uuid}", response={200: KitOut, 404: ProblemOut}, summary="One press kit")
def get_kit(request: HttpRequest, uuid: UUID, lang: str = "") -> HttpResponse:
    audience = audience_of(request)
    code = reader_language(request, lang)
    kit = find_kit(audience, code, uuid=uuid)
    if kit is None or kit.is_draft:
        raise Http404
    return respond(request, full(kit, _base(request)), audience, code)


@router.get(
    "/kits/{uuid}/download",
    response={200: None, 403: ProblemOut, 404: ProblemOut},
    summary="All files of a press kit as ZIP, with ranges",
    openapi_extra={"responses": {200: {"description": "The ZIP file.", "content": {"application/zip": {}}}}},
)
@router.api_operation(["HEAD"], "/kits/{uuid}/download", response={200: None}, include_in_schema=False)
def download_kit(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Partners sign for each file. Until the organisation has accepted the terms in force the answer is 403."""
    audience = audience_of(request)
    kit = find_kit(audience, reader_language(request, ""), uuid=uuid)
    if kit is None or kit.is_draft:
        raise Http404
    if needs_terms(audience):
        return problem(403, "Forbidden", "The terms of use have to be accepted first, in the press room.")
    return downloads.respond(request, audience, kit)
