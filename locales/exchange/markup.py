"""Tagged text: running text with the formatting of its source as numbered codes.

`Chào <b1>Huế</b1>,<br2/>…`: a code's name is for people, its number says which tag of the source it stands
for. What the tag really is (an address, a page) stays here and is never taken from a translator's file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

Role = Literal["open", "close", "lone"]


class BadMarkup(ValueError):
    """A tagged text that doesn't fit; the message is for people."""


@dataclass(frozen=True, slots=True)
class Code:
    number: int
    role: Role
    name: str = ""
    raw: str = ""
    """The tag itself; only where the text was read from our own content."""

    @property
    def written(self) -> str:
        start = "</" if self.role == "close" else "<"
        return f"{start}{self.name}{self.number}{'/>' if self.role == 'lone' else '>'}"


Part = str | Code

_CODE = re.compile(r"<(?P<close>/?)(?P<name>[a-z]*?)(?P<number>[0-9]{1,5})(?P<lone>/?)>")
_LOOSE_TAG = re.compile(r"</?[A-Za-z0-9]")
_ESCAPES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ESCAPED = re.compile("|".join(_ESCAPES))


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return _ESCAPED.sub(lambda match: _ESCAPES[match.group()], text)


def write(parts: Iterable[Part]) -> str:
    return "".join(escape(part) if isinstance(part, str) else part.written for part in parts)


def parse(text: str) -> list[Part]:
    """The parts of a tagged text. Raises BadMarkup for a tag that is none of our codes."""
    parts: list[Part] = []
    position = 0
    for match in _CODE.finditer(text):
        _add_text(parts, text[position : match.start()])
        position = match.end()
        if match["close"] and match["lone"]:
            raise BadMarkup(_("“%(code)s” is no code.") % {"code": match.group()})
        role: Role = "close" if match["close"] else "lone" if match["lone"] else "open"
        parts.append(Code(int(match["number"]), role, match["name"]))
    _add_text(parts, text[position:])
    return parts


def _add_text(parts: list[Part], text: str) -> None:
    if loose := _LOOSE_TAG.search(text):
        start = text[loose.start() : loose.start() + 20]
        raise BadMarkup(_("“%(code)s” is no code of this text. Write &lt; for a plain <.") % {"code": start})
    if text:
        parts.append(unescape(text))


def plain(parts: Iterable[Part]) -> str:
    """The words alone."""
    return "".join(part for part in parts if isinstance(part, str))


def words_of(tagged: str) -> str:
    """The words of a tagged text, for matching; a text that is no tagged text counts as it stands."""
    try:
        return plain(parse(tagged))
    except BadMarkup:
        return tagged


def fitted(source: Sequence[Part], target: Sequence[Part]) -> list[Part]:
    """The target's parts with the source's codes. Raises BadMarkup unless each code is there once, well nested."""
    known = {(part.number, part.role): part for part in source if isinstance(part, Code)}
    left = dict(known)
    parts: list[Part] = []
    opened: list[int] = []
    for part in target:
        if isinstance(part, str):
            parts.append(part)
            continue
        code = left.pop((part.number, part.role), None)
        if code is None:
            words = _("The code %(code)s is there twice.") if (part.number, part.role) in known else ""
            raise BadMarkup((words or _("The source has no code %(code)s.")) % {"code": part.written})
        _nest(code, opened)
        parts.append(code)
    if left:
        raise BadMarkup(_("The code %(code)s is missing.") % {"code": next(iter(left.values())).written})
    return parts


def _nest(code: Code, opened: list[int]) -> None:
    if code.role == "open":
        opened.append(code.number)
    elif code.role == "close" and (not opened or opened.pop() != code.number):
        raise BadMarkup(_("The code %(code)s closes in the wrong place.") % {"code": code.written})
