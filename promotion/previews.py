"""What editors see while they write: the page in each of its languages, at the width of each kind of device."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from locales.registry import LANGUAGES

OWN = ""
"""The mode that shows the page itself, with what isn't saved yet."""

SIZES: list[dict[str, Any]] = [
    {"name": "phone", "icon": "mobile-alt", "device_width": 360, "label": _("Preview on a phone, 360 pixels wide")},
    {"name": "tablet", "icon": "tablet-alt", "device_width": 768, "label": _("Preview on a tablet, 768 pixels wide")},
    {"name": "desktop", "icon": "desktop", "device_width": 1360, "label": _("Preview on a desk, 1360 pixels wide")},
]


def modes_of(page: Any) -> list[tuple[str, Any]]:
    """[(mode, name of the language)], the page's own first, then the registry's order."""
    own = page.locale.language_code if page.locale_id else ""
    first = (OWN, LANGUAGES[own].name_native if own in LANGUAGES else _("Default"))
    if not page.pk and not page.translation_key:
        return [first]
    others = Page.objects.filter(translation_key=page.translation_key).exclude(locale=page.locale_id)
    codes = set(others.values_list("locale__language_code", flat=True))
    return [first, *((code, language.name_native) for code, language in LANGUAGES.items() if code in codes)]


def shown_instead(page: Any, mode: str | None, request: Any) -> Any:
    """The version that a mode asks for, as its latest draft says; None for the page's own, and for nonsense.

    Whoever may not edit that version sees what is published of it. Raises PermissionDenied where nothing is.
    """
    if not mode or mode == OWN:
        return None
    other = Page.objects.filter(translation_key=page.translation_key, locale__language_code=mode).first()
    if other is None or other.pk == page.pk:
        return None
    user = getattr(request, "user", None)
    if user is not None and other.permissions_for_user(user).can_edit():
        return other.get_latest_revision_as_object()
    if not other.live or other.get_view_restrictions().exists():
        raise PermissionDenied
    return other.specific
