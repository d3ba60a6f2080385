"""`POST /api/v1/assets`: agencies and own systems bring files in with a staff token."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from ninja import Field, File, Form, Schema
from ninja.errors import HttpError
from ninja.files import UploadedFile
from pydantic import create_model

from locales.middleware import preferred_language
from media_library.api.auth import StaffAccess
from media_library.api.problem import problem
from media_library.api.repeats import KEY_LENGTH, Answer, AtWork, OtherRequest, once, request_digest
from media_library.api.routes import router
from media_library.api.schemas import ProblemOut
from media_library.columns import written_beside_files
from media_library.columns.headings import Typed, column_named, read_typed
from media_library.ingest import Accepted, Duplicate
from media_library.models import Asset, LibraryRecord, StaffToken
from media_library.rights import Purpose
from media_library.rights.ask import decision_on
from media_library.rights.audiences import audience_of
from media_library.uploads.opening import Found, take
from media_library.uploads.zip_names import clean_path

__all__ = ["router"]

TITLES = {409: "Conflict", 413: "Content too large", 422: "Unprocessable content"}
DESCRIBED: dict[str, str] = {
    "licence": "Code of a licence.",
    "province": "Code of the province; the token's own.",
    "sectors": "Slugs, separated by commas.",
    "taken_at": "ISO 8601; without a zone it is Vietnam's time.",
    "shows_people": "yes or no: whether people can be recognised.",
    "shows_map": "yes or no: whether it is a map or shows one; the approver then compares it with the official map.",
    "keywords": "Separated by commas.",
    "credit_line": "Exactly as it is to be printed.",
}


class CreatedLinks(Schema):
    self: str = Field(description="Answers 404 to the public until the asset is approved.")
    admin: str


class CreatedOut(Schema):
    id: UUID
    state: str = Field(description="Always `draft`: people approve.")
    kind: str
    sha256: str
    links: CreatedLinks


class DuplicateOut(ProblemOut):
    of: UUID | None = Field(None, description="The asset that has these bytes, where the caller may see it.")


class RefusedOut(ProblemOut):
    errors: list[str] = []


_field_definitions: dict[str, Any] = {
    "fields": (
        str,
        Field("", description="The same fields as a JSON object, for those who prefer it to single parts."),
    ),
    **{name: (str, Field("", description=DESCRIBED.get(name, ""))) for name in written_beside_files()},
}
TypedIn: Any = create_model("AssetFields", __base__=Schema, **_field_definitions)


@router.post(
    "/assets",
    auth=StaffAccess(),
    response={
        201: CreatedOut, 401: ProblemOut, 403: ProblemOut, 409: DuplicateOut, 413: ProblemOut, 422: RefusedOut,
    },
    summary="Bring a file in as a draft",
    openapi_extra={
        "parameters": [
            {
                "in": "header",
                "name": "Idempotency-Key",
                "required": False,
                "schema": {"type": "string", "maxLength": KEY_LENGTH},
                "description": "Sent again with the same key, a request gets its first answer again; kept for 7 days.",
            }
        ]
    },
)  # fmt: skip
def create_asset(request: HttpRequest, file: File[UploadedFile], fields: Form[TypedIn]) -> HttpResponse:
    """The file becomes a draft of the token's province; what is typed in the fields wins over what the file says.

    Texts have a field per language, such as `caption_vi` and `caption_zh_hans`.
    """
    token: StaffToken = request.staff_token  # type: ignore[attr-defined]
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > KEY_LENGTH:
        raise HttpError(422, f"Idempotency-Key: at most {KEY_LENGTH} characters.")
    raw = _raw_fields(request)

    def work() -> Answer:
        with translation.override(preferred_language(request)):
            return _take(request, token, file, raw)

    if not key:
        return _respond(*work())
    try:
        answer, again = once(token, key, request_digest(file, raw), work)
    except OtherRequest:
        raise HttpError(422, "Idempotency-Key: it was used for another request.") from None
    except AtWork:
        raise HttpError(409, "The first request with this Idempotency-Key is still at work.") from None
    response = _respond(*answer)
    if again:
        response["Idempotency-Replayed"] = "true"
    return response


def _raw_fields(request: HttpRequest) -> dict[str, str]:
    """The fields as they were sent, single parts before the JSON object. Raises HttpError 422."""
    raw = {name: str(text) for name, text in request.POST.items() if name != "fields"}
    if said := request.POST.get("fields"):
        try:
            listed = orjson.loads(str(said))
        except orjson.JSONDecodeError as error:
            raise HttpError(422, "fields: not JSON.") from error
        if not isinstance(listed, dict):
            raise HttpError(422, "fields: not a JSON object.")
        raw = {**{name: _as_text(name, value) for name, value in listed.items()}, **raw}
    unknown = sorted(name for name in raw if column_named(name) not in written_beside_files())
    if unknown:
        raise HttpError(422, f"unknown fields: {', '.join(name[:60] for name in unknown[:20])}")
    return raw


def _as_text(name: str, value: Any) -> str:
    """A JSON value as the text it would be in a part of its own. Raises HttpError 422."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value)
    raise HttpError(422, f"{name[:60]}: a text, a number, true, false or a list of texts.")


def _take(request: HttpRequest, token: StaffToken, file: UploadedFile, raw: dict[str, str]) -> Answer:
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        return _problem(413, f"A file may have {settings.UPLOAD_MAX_BYTES} bytes at most.")
    typed = read_typed(raw)
    if typed.province is not None and typed.province.pk != token.province_id:
        typed.errors.append("province: the token is for another province.")
    if typed.errors:
        return _problem(422, " ".join(typed.errors), errors=typed.errors)
    return _outcome(request, token, file, typed)


def _outcome(request: HttpRequest, token: StaffToken, file: UploadedFile, typed: Typed) -> Answer:
    # `fileno` and friends make an uploaded file as good as any; its type says less.
    found = Found(0, clean_path(file.name or "?"), cast(Any, file))
    outcome = take(found, province=token.province, actor=token.user, typed=typed.values)
    match outcome:
        case Accepted(record=record):
            return 201, _created(request, record)
        case Duplicate(of=of):
            may_know = _may_know(request, of)
            return _problem(409, "The library has this very file already.", of=str(of.uuid) if may_know else None)
        case _:
            return _problem(422, outcome.reason, errors=[outcome.reason])


def _may_know(request: HttpRequest, asset: Asset) -> bool:
    audience = audience_of(request)
    return audience.works_in(asset.province_id) or decision_on(asset, audience, Purpose.PREVIEW).allowed


def _created(request: HttpRequest, record: LibraryRecord) -> dict[str, Any]:
    base = f"{request.scheme}://{request.get_host()}"
    return {
        "id": str(record.uuid),
        "state": "draft",
        "kind": str(record.kind),
        "sha256": record.sha256,
        "links": {
            "self": f"{base}/api/v1/assets/{record.uuid}",
            "admin": base + reverse(f"{record.admin_namespace}:edit", args=[record.pk]),
        },
    }


def _problem(status: int, detail: str, **members: Any) -> Answer:
    kept = {name: value for name, value in members.items() if value is not None}
    return status, {"detail": str(detail), **kept}


def _respond(status: int, body: dict[str, Any]) -> HttpResponse:
    if status != 201:
        members = dict(body)
        return problem(status, TITLES[status], members.pop("detail", ""), **members)
    response = HttpResponse(orjson.dumps(body), status=201, content_type="application/json")
    response["Location"] = body["links"]["self"]
    response["Cache-Control"] = "no-store"
    return response
