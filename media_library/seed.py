"""The licences every library starts with. Provinces edit them and add their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from locales.registry import WORKING, column

LICENCES = Path(__file__).resolve().parent / "data" / "licences.json"


def seed_licences(model: Any) -> int:
    """Create the licences that aren't there yet; edited ones are left alone. Returns how many were created.

    `model` is the licence model, or its historic version in a migration.
    """
    created = 0
    for entry in json.loads(LICENCES.read_text(encoding="utf-8")):
        values = {key: value for key, value in entry.items() if key not in ("name", "usage_terms", "code")}
        for field in ("name", "usage_terms"):
            values[field] = entry[field][WORKING]
            values |= {column(field, code): text for code, text in entry[field].items()}
        _licence, new = model.objects.get_or_create(code=entry["code"], defaults=values)
        created += new
    return created
