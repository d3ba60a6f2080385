"""Who asks the API, and how its description says so (RFC 6750 bearer tokens)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security.http import HttpAuthBase

from media_library.models import StaffToken
from media_library.rights.audiences import audience_of

FORM_BYTES = 1024 * 1024
"""What the fields of a request may take beside its file."""


class AccessToken(HttpAuthBase):
    """A partner's or staff's token, if one is sent; without it the answers are the public's view."""

    openapi_scheme = "bearer"
    openapi_description = (
        "A token of a partner organisation (`pic_…`, issued in the press room) or of staff (`pit_…`, issued in the "
        "admin). Without one the answers are the public's view; one that isn't valid is answered with 401."
    )

    def __call__(self, request: HttpRequest) -> bool:
        audience_of(request)
        if getattr(request, "invalid_token", False):
            raise HttpError(401, "The access token is unknown, expired or revoked.")
        return True


class StaffAccess(HttpAuthBase):
    """A staff token, and a body that isn't too big: asked before any of it is read."""

    openapi_scheme = "bearer"
    openapi_description = "A token of staff (`pit_…`), issued in the admin for one person and one province."

    def __call__(self, request: HttpRequest) -> StaffToken:
        audience_of(request)
        token: StaffToken | None = getattr(request, "staff_token", None)
        if token is None:
            if request.headers.get("Authorization") and not getattr(request, "invalid_token", False):
                raise HttpError(403, "This needs a token of staff.")
            raise HttpError(401, "This needs a valid token of staff.")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.UPLOAD_MAX_BYTES + FORM_BYTES:
            raise HttpError(413, f"A file may have {settings.UPLOAD_MAX_BYTES} bytes at most.")
        return token
