"""Every string of our own that is looked up in the catalogue while something runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import polib
from django.utils.translation import trans_real

from locales.collect import path_of


def strings_of(code: str) -> frozenset[str]:
    """The strings in the catalogue of a language."""
    return frozenset(entry.msgid for entry in polib.pofile(str(path_of(code))))


@contextmanager
def heard() -> Iterator[set[str]]:
    """Collects what is looked up meanwhile; only what is our own, since Django speaks for itself."""
    asked: set[str] = set()

    def listening(name: str, position: int) -> Any:
        real = getattr(trans_real, name)

        def look_up(*arguments: Any) -> Any:
            asked.add(arguments[position])
            return real(*arguments)

        return patch(f"django.utils.translation._trans.{name}", look_up)

    ours: set[str] = set()
    with listening("gettext", 0), listening("pgettext", 1), listening("ngettext", 0), listening("npgettext", 1):
        yield ours
    ours |= asked & strings_of("vi")
