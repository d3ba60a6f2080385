"""How a contact's languages and number are written on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import template

from locales.registry import LANGUAGES, tag_of

register = template.Library()


@register.filter
def native_names(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(BCP 47 tag, own name) of each language; unknown codes are left out."""
    return [(tag_of(code), LANGUAGES[code].name_native) for code in codes if code in LANGUAGES]


@register.filter
def dialled(number: str) -> str:
    """A telephone number as `tel:` wants it (RFC 3966)."""
    return re.sub(r"[^+0-9]", "", number)
