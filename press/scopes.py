"""What an access token may do, and which address asks for which of it. Pure, but for the names of the scopes.

A refusal depends on the address's pattern alone, never on what lies there: it tells nothing about any asset or kit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Scope(TextChoices):
    """In the order in which people are asked. The values are told to programs and never change."""

    ASSETS = "assets:read", _("read the library's entries: texts, rights, versions")
    MEDIA = "media:read", _("take pictures, films and documents, previews included")
    KITS = "kits:read", _("read press kits")
    KIT_FILES = "kits:download", _("take press kits as ZIP")
    CHANGES = "changes:read", _("follow what was approved, changed and withdrawn")
    FEEDS = "feeds:read", _("read the feeds")


ALL = tuple(scope.value for scope in Scope)

ROUTES: tuple[tuple[str, Scope | None], ...] = (
    ("api/v1/kits/<uuid:uuid>/download", Scope.KIT_FILES),
    ("api/v1/kits", Scope.KITS),
    ("api/v1/assets", Scope.ASSETS),
    ("api/v1/changes", Scope.CHANGES),
    ("api/v1/provinces", None),
    ("api/v1/sectors", None),
    ("api/v1/openapi.json", None),
    ("api/v1/docs", None),
    ("media/", Scope.MEDIA),
    ("iiif/3/", Scope.MEDIA),
    ("press/feeds/", Scope.FEEDS),
    ("press/manifest-keys.json", None),
    ("healthz", None),
    ("readyz", None),
)
"""(beginning of the pattern, what it asks for); the first that fits counts. None: the same for everybody."""


def lacking(route: str, scopes: Collection[str]) -> str:
    """The scopes, separated by spaces as in RFC 6750, that a token with `scopes` lacks at the pattern; "" for none.

    A pattern that isn't listed is a page for people, where everything can be done: it asks for all of them.
    """
    return " ".join(scope for scope in _asked(route) if scope not in scopes)


def _asked(route: str) -> Iterable[str]:
    for beginning, scope in ROUTES:
        if route.startswith(beginning):
            return () if scope is None else (scope.value,)
    return ALL


def cleaned(scopes: Iterable[str]) -> list[str]:
    """Each once, in the order above. Raises ValueError for one that there isn't."""
    asked = set(scopes)
    if not asked <= set(ALL):
        raise ValueError("unknown scope")
    return [scope for scope in ALL if scope in asked]


def words(scopes: Collection[str]) -> list[_StrPromise]:
    """What a token with these scopes may do, for people."""
    return [scope.label for scope in Scope if scope.value in scopes]
