"""The asset API: what the public or a partner's token may see, and nothing more."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from ninja.errors import HttpError

from locales.middleware import preferred_language
from locales.registry import code_of, tag_of
from media_library.api.cursor import BadCursor, Cursor
from media_library.api.problem import problem
from media_library.api.schemas import AssetFilters, AssetListOut, AssetOut, ChangeListOut, GoneOut, ProblemOut
from media_library.api.serialise import asset as asset_json
from media_library.api.subjects import changes_for
from media_library.change_log import number_lines
from media_library.expiry import clock
from media_library.models import Asset
from media_library.reasons import reason_in
from media_library.rights import PUBLIC_AUDIENCE, Audience, sql
from media_library.rights.audiences import audience_of
from media_library.selectors import AssetQuery, known_uuids, matching, rows, visible

router = Router(tags=["assets"])
CHANGES_PER_PAGE = 200


def reader_language(request: HttpRequest, lang: str) -> str:
    """The language asked for, or the caller's best. Raises HttpError 422 for one we don't know."""
    if not lang:
        return preferred_language(request)
    code = code_of(lang)
    if code is None:
        raise HttpError(422, f"lang: {lang!r} is not a language of this site.")
    return code


def respond(request: HttpRequest, data: Any, audience: Audience, lang: str = "") -> HttpResponse:
    """JSON with a strong ETag; shared caches may keep the public's view only, and must ask again."""
    content = orjson.dumps(data, option=orjson.OPT_UTC_Z)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(content, content_type="application/json")
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache" if audience == PUBLIC_AUDIENCE else "private, no-cache"
    response["Vary"] = "Authorization, Cookie, Accept-Language"
    if lang:
        response["Content-Language"] = tag_of(lang)
    return response


def _base(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


@router.get("/assets", response={200: AssetListOut, 422: ProblemOut}, summary="List assets, newest first")
def list_assets(request: HttpRequest, filters: Query[AssetFilters]) -> HttpResponse:
    audience = audience_of(request)
    lang = reader_language(request, filters.lang)
    fields = filters.dict(exclude={"lang", "limit", "cursor"})
    found = matching(AssetQuery(**fields), visible(audience)).order_by("-approved_at", "-pk")
    if filters.cursor:
        try:
            found = found.filter(Cursor.decode(filters.cursor).after())
        except BadCursor:
            raise HttpError(422, "cursor: not one that this API gave out.") from None
    page = list(rows(found)[: filters.limit + 1])
    base = _base(request)
    following = None
    if len(page) > filters.limit:
        page = page[: filters.limit]
        cursor = Cursor(page[-1][4], page[-1][0]).encode()
        kept = {key: values for key, values in request.GET.lists() if key != "cursor"}
        following = f"{base}{request.path}?{urlencode({**kept, 'cursor': cursor}, doseq=True)}"
    items = [asset_json(row, lang, base) for row in page]
    return respond(request, {"items": items, "next": following}, audience, lang)


@router.get(
    "/assets/{uuid}",
    response={200: AssetOut, 404: ProblemOut, 410: GoneOut},
    summary="One asset, or why it is gone",
)
def get_asset(request: HttpRequest, uuid: UUID, lang: str = "") -> HttpResponse:
    audience = audience_of(request)
    code = reader_language(request, lang)
    row = rows(visible(audience).filter(uuid=uuid)).first()
    if row is not None:
        return respond(request, asset_json(row, code, _base(request)), audience, code)
    gone = Asset.objects.filter(sql.known(audience), uuid=uuid).first()
    if gone is None:
        raise Http404
    reason = reason_in(gone.withdrawal_reason, gone.withdrawal_reason_texts, code)
    return problem(
        410,
        "Withdrawn",
        reason.text,
        withdrawn_at=gone.withdrawn_at,
        reason=reason.text,
        reason_lang=reason.lang,
        successor=known_uuids(audience, [gone.successor_id]).get(gone.successor_id or 0),
    )


@router.get("/changes", response={200: ChangeListOut, 422: ProblemOut}, summary="What happened, in order")
def list_changes(request: HttpRequest, since: int = 0, lang: str = "") -> HttpResponse:
    """The change log after position `since`, of what the caller may know of; reasons in `lang` or its nearest.

    A change of an asset that the caller may neither see now nor was told is gone isn't listed. What opened or
    ended by the passing of time alone stands in the log as well, by the moment of asking at the latest.
    """
    if since < 0:
        raise HttpError(422, "since: a position from an earlier answer, or 0.")
    code = reader_language(request, lang)
    audience = audience_of(request)
    clock.look()
    number_lines()
    mine = changes_for(audience, timezone.now()).filter(position__gt=since)
    columns = ("position", "subject", "subject_uuid", "event", "at", "reason", "reason_texts")
    page = list(mine.values(*columns)[: CHANGES_PER_PAGE + 1])
    more = len(page) > CHANGES_PER_PAGE
    items = [
        {
            "id": row["position"],
            "subject": row["subject"],
            "subject_id": row["subject_uuid"],
            "event": row["event"],
            "at": row["at"],
            "reason": (reason := reason_in(row["reason"], row["reason_texts"], code)).text,
            "reason_lang": reason.lang,
        }
        for row in page[:CHANGES_PER_PAGE]
    ]
    asked = {"since": items[-1]["id"], **({"lang": lang} if lang else {})} if more else {}
    following = f"{_base(request)}{request.path}?{urlencode(asked)}" if more else None
    return respond(request, {"items": items, "next": following}, audience)
