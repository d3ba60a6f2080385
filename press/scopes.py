"""What an access token may do, and which address asks for which of it. Pure, but for the names of the scopes.

A refusal depends on the kind of address alone, never on what lies there: it tells nothing about any asset or kit.
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

VIEWS: dict[str, Scope | None] = {
    "api:list_assets": Scope.ASSETS,
    "api:create_asset": Scope.ASSETS,
    "api:get_asset": Scope.ASSETS,
    "api:list_changes": Scope.CHANGES,
    "api:list_kits": Scope.KITS,
    "api:get_kit": Scope.KITS,
    "api:download_kit": Scope.KIT_FILES,
    "api:list_provinces": None,
    "api:get_province": None,
    "api:list_indicators": None,
    "api:province_figures_csv": None,
    "api:list_sectors": None,
    "api:openapi-json": None,
    "api:openapi-view": None,
    "single-sign-on": None,
    "press-keys": None,
    "healthz": None,
    "readyz": None,
}
"""{full name of an address: what it asks for}. None: the same for everybody."""
NAMESPACES: dict[str, Scope] = {"media": Scope.MEDIA, "iiif": Scope.MEDIA, "feeds": Scope.FEEDS}


def lacking(view: str, scopes: Collection[str]) -> str:
    """The scopes, separated by spaces as in RFC 6750, that a token with `scopes` lacks there; "" for none.

    `view` is the address's full name. One that isn't listed is a page for people, where everything can be done: it
    asks for all of them.
    """
    return " ".join(scope for scope in asked(view) if scope not in scopes)


def asked(view: str) -> Iterable[str]:
    scope = VIEWS[view] if view in VIEWS else NAMESPACES.get(view.partition(":")[0], ALL)
    return (scope,) if isinstance(scope, Scope) else scope or ()


def cleaned(scopes: Iterable[str]) -> list[str]:
    """Each once, in the order above. Raises ValueError for one that there isn't."""
    asked = set(scopes)
    if not asked <= set(ALL):
        raise ValueError("unknown scope")
    return [scope for scope in ALL if scope in asked]


def words(scopes: Collection[str]) -> list[_StrPromise]:
    """What a token with these scopes may do, for people."""
    return [scope.label for scope in Scope if scope.value in scopes]
