"""The content security policy: strict for readers, wider for Wagtail's admin, which has inline code of its own."""

from __future__ import annotations

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

ADMIN = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}
# The API's documentation page (Swagger UI, served from here) sets styles from its script.
API_DOCS = {"style-src": [SELF, UNSAFE_INLINE], "script-src": [SELF]}


class ContentPolicy(CSPMiddleware):
    """One policy per part of the site, chosen by path; nothing may load anything from elsewhere."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parts
        if request.path_info.startswith("/admin/"):
            parts.config = ADMIN
        elif request.path_info == "/api/v1/docs":
            parts.replace = API_DOCS
        elif getattr(request, "is_preview", False):
            # The editor's preview panel adds a script of Wagtail's own to the page.
            parts.replace = {"script-src": [SELF, UNSAFE_INLINE]}
        return parts
