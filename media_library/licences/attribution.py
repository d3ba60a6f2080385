"""How an asset is to be credited under a licence: the licence's template filled with the asset's facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from locales.text import pick

PLACES = ("credit", "creator", "province", "title", "licence", "year")
"""What a template may name in braces."""

_PLACE = re.compile(r"\{([^{}]*)\}")
_LONELY = re.compile(r"^[\s/|·,;–—-]+|[\s/|·,;–—-]+$")
_DOUBLE = re.compile(r"\s*([/|·,;–—])(?:\s*[/|·,;–—])+\s*")


def check_template(template: str) -> None:
    """Raises ValidationError for braces that name nothing we know, or that stand alone."""
    unknown = [name for name in _PLACE.findall(template) if name not in PLACES]
    if unknown:
        words = _("%(unknown)s can't be filled in. Use one of: %(places)s.")
        places = ", ".join(f"{{{name}}}" for name in PLACES)
        raise ValidationError(words % {"unknown": ", ".join(f"{{{name}}}" for name in unknown), "places": places})
    if any(brace in _PLACE.sub("", template) for brace in "{}"):
        raise ValidationError(_("A brace is open or closed without its other half."))


def filled(template: str, facts: Mapping[str, str]) -> str:
    """The template with its places filled; separators around what is empty disappear with it."""
    text = _PLACE.sub(lambda match: facts.get(match[1], "").strip(), template)
    return _LONELY.sub("", _DOUBLE.sub(r" \1 ", text)).strip()


def of_body(template: str, body: Mapping[str, Any], lang: str) -> str:
    """The template filled from a published document for a reader of `lang`; empty without a template."""
    if not template:
        return ""
    return filled(
        template,
        {
            "credit": body["credit_line"],
            "creator": body["creator"],
            "province": pick(body["province"]["names"], lang).text,
            "title": pick(body["texts"]["title"], lang).text,
            "licence": pick((body["licence"] or {}).get("names", {}), lang).text,
            "year": (body["taken_at"] or "")[:4],
        },
    )
