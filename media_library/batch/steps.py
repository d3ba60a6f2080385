"""What an editor does to one column of many photos, as pure functions from text to text."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from media_library.columns import Sort, as_text, columns


class Operation(TextChoices):
    KEEP = "keep", _("leave as it is")
    REPLACE = "replace", _("replace by")
    APPEND = "append", _("add at the end")
    REMOVE = "remove", _("take out")
    CLEAR = "clear", _("empty it")


@dataclass(frozen=True, slots=True)
class Step:
    column: str
    operation: Operation
    text: str = ""

    def after(self, before: str) -> str:
        """The column's text after this step. Taking out what isn't there changes nothing."""
        text, is_list = as_text(self.text), columns()[self.column].sort is Sort.LIST
        match self.operation:
            case Operation.REPLACE:
                return text
            case Operation.CLEAR:
                return ""
            case Operation.APPEND if is_list:
                return ", ".join(dict.fromkeys([*_values(before), *_values(text)]))
            case Operation.REMOVE if is_list:
                gone = {value.casefold() for value in _values(text)}
                return ", ".join(value for value in _values(before) if value.casefold() not in gone)
            case Operation.APPEND:
                return f"{before} {text}".strip()
            case Operation.REMOVE:
                return " ".join(part for part in before.replace(text, " ").split(" ") if part) if text else before
        return before


def _values(text: str) -> list[str]:
    return [value for part in text.replace(";", ",").split(",") if (value := part.strip())]
