"""The API's mount: one description, one way of saying what went wrong."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from media_library.api.problem import problem
from media_library.api.routes import router as assets_router
from media_library.rights.audiences import audience_of
from press.api import router as kits_router
from provinces.api import router as provinces_router

TITLES = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not found",
    422: "Unprocessable content",
}


def check_token(request: HttpRequest) -> bool:
    """A token that isn't valid is refused (401); no token at all means the public's view."""
    audience_of(request)
    if getattr(request, "invalid_token", False):
        raise HttpError(401, "The access token is unknown, expired or revoked.")
    return True


api = NinjaAPI(
    title="Provinces' image library",
    version="1.0.0",
    description="Approved pictures, press kits and reference data of Vietnam's provinces. Without a token the "
    "answers are the public's view; with `Authorization: Bearer …` they are the partner's.",
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_url="/docs",
    auth=check_token,
)
api.add_router("", assets_router)
api.add_router("", kits_router)
api.add_router("", provinces_router)


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    response = problem(error.status_code, TITLES.get(error.status_code, "Error"), str(error))
    if error.status_code == 401:
        response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return response


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors: list[dict[str, Any]] = [
        {"field": ".".join(str(part) for part in item["loc"] if part not in ("query", "path", "filters")),
         "message": item["msg"]}
        for item in error.errors
    ]  # fmt: skip
    detail = "; ".join(f"{item['field']}: {item['message']}" for item in errors)
    return problem(422, TITLES[422], detail, errors=errors)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, TITLES[404])
