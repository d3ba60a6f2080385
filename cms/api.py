"""The API's mount: one description, one way of saying what went wrong."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from media_library.api import incoming
from media_library.api.auth import AccessToken
from media_library.api.problem import problem
from press.api import router as kits_router
from press.webhooks.description import add_webhooks
from provinces.api import router as provinces_router

TITLES = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not found",
    409: "Conflict",
    413: "Content too large",
    422: "Unprocessable content",
}


class API(NinjaAPI):
    def get_openapi_schema(self, **options: Any) -> Any:
        """The description, which also says that reading needs no token, and what webhooks are sent."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                if operation.get("security") == [{AccessToken.__name__: []}]:
                    operation["security"] = [{}, {AccessToken.__name__: []}]
        add_webhooks(schema)
        return schema


api = API(
    title="Provinces' image library",
    version="1.0.0",
    description="Approved pictures, press kits and reference data of Vietnam's provinces. Without a token the "
    "answers are the public's view; with `Authorization: Bearer …` they are the partner's or, for staff, the "
    "province's. With a staff token files are brought in as drafts. A partner's token may be given some scopes only "
    "(`assets:read`, `media:read`, `kits:read`, `kits:download`, `changes:read`, `feeds:read`): elsewhere it is "
    "answered with 403 and `insufficient_scope`. One that is bound to networks is unknown (401) from everywhere else.",
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_url="/docs",
    auth=AccessToken(),
)
api.add_router("", incoming.router)
api.add_router("", kits_router)
api.add_router("", provinces_router)


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    response = problem(error.status_code, TITLES.get(error.status_code, "Error"), str(error))
    if error.status_code == 401:
        sent = request.headers.get("Authorization")
        response["WWW-Authenticate"] = 'Bearer error="invalid_token"' if sent else "Bearer"
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
