"""The licences every library starts with. Provinces edit them and add their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from locales.registry import WORKING, column

LICENCES = Path(__file__).resolve().parent / "data" / "licences.json"
TRANSLATED = ("name", "usage_terms", "attribution")
LATER = ("uses", "duties", "attribution")
"""Came later than the rest: a licence that says nothing of them gets what the table says."""


def seed_licences(model: Any) -> int:
    """Create the licences that aren't there yet; edited ones are left alone. Returns how many were created.

    `model` is the licence model, or its historic version in a migration, which may lack younger fields.
    """
    created = 0
    for entry in json.loads(LICENCES.read_text(encoding="utf-8")):
        values = _values(entry, {field.name for field in model._meta.get_fields()})
        licence, new = model.objects.get_or_create(code=entry["code"], defaults=values)
        created += new
        if not new and "uses" in values and not licence.uses and not licence.duties:
            later = {name: value for name, value in values.items() if name.startswith(LATER)}
            model.objects.filter(pk=licence.pk).update(**later)
    return created


def _values(entry: dict[str, Any], known: set[str]) -> dict[str, Any]:
    values = {key: value for key, value in entry.items() if key not in (*TRANSLATED, "code")}
    for field in TRANSLATED:
        if field in entry:
            values[field] = entry[field][WORKING]
            values |= {column(field, code): text for code, text in entry[field].items()}
    return {name: value for name, value in values.items() if name in known}
