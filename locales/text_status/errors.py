"""Why an act on a text is refused, in words for the person who asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise


class StaleText(ValidationError):
    """Somebody changed the text, or its source, since it was shown. `current` is what it says now."""

    def __init__(self, message: StrOrPromise, current: Mapping[str, str]) -> None:
        super().__init__(message)  # type: ignore[arg-type]
        self.current = dict(current)
