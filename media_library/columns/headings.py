"""What a person wrote beside a file (in a list, in a request), checked before it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from locales.registry import code_of, column
from media_library.columns.table import columns, written_beside_files
from media_library.columns.text import as_text
from media_library.models.asset import TEXT_FIELDS
from provinces.models import Province

OTHER_NAMES = {"license": "licence", "license_code": "licence", "licence_code": "licence", "credit": "credit_line"}


@dataclass
class Typed:
    """Checked values by field name, the province where one is named, and what was wrong, one line each."""

    values: dict[str, Any] = field(default_factory=dict)
    province: Province | None = None
    errors: list[str] = field(default_factory=list)


def column_named(heading: str) -> str | None:
    """The column that a heading means: in any case, with `-` or `_`, with a language tag (`Caption_zh-CN`); or None."""
    wanted = heading.strip().lower().replace("-", "_").replace(" ", "_")
    if wanted in columns():
        return wanted
    for name in TEXT_FIELDS:
        if wanted.startswith(f"{name}_") and (code := code_of(wanted[len(name) + 1 :])):
            return column(name, code)
    return OTHER_NAMES.get(wanted)


def read_typed(raw: Mapping[str, str]) -> Typed:
    """Check values by heading; an empty one says nothing, and what the file itself says stays.

    Unknown headings are errors where they have a value: nothing typed gets lost.
    """
    typed = Typed()
    for heading, written in raw.items():
        text = as_text(written)
        if not text:
            continue
        name = column_named(heading)
        if name is None or name not in written_beside_files():
            typed.errors.append(_("“%(column)s” isn't a column that is known.") % {"column": heading[:60]})
            continue
        try:
            value = columns()[name].read(text, None)
        except ValidationError as error:
            typed.errors.append(f"{name}: {' '.join(error.messages)}")
            continue
        if name == "province":
            typed.province = value
        else:
            typed.values[name] = value
    return typed
