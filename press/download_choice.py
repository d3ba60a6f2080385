"""What somebody takes of a kit: which files, in which size, with which captions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from locales.registry import code_of, enabled_codes
from press.archive.formats import formats

ORIGINAL = "original"
SIZES = (ORIGINAL, "large", "medium")
COPY_FORMAT = "jpg"
"""What sized copies are taken as: every newsroom's program opens it."""

MOST = 2_000
"""Files that may be named one by one."""


class BadChoice(ValueError):
    """A parameter that can't be answered; `field` names it, the text says why."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field


@dataclass(frozen=True, slots=True)
class Choice:
    """`assets`: None for all. `captions` are extensions of `archive.formats`. `languages` are codes; None for all."""

    assets: frozenset[UUID] | None = None
    size: str = ORIGINAL
    captions: tuple[str, ...] = ("txt",)
    languages: tuple[str, ...] | None = None

    @property
    def is_original(self) -> bool:
        return self.size == ORIGINAL


EVERYTHING = Choice()


def parse(query: QueryDict) -> Choice:
    """`?asset= size= captions= lang=`, all but `size` repeatable; `captions=none` leaves them out. Raises BadChoice."""
    return Choice(_assets(query), _size(query), _captions(query), _languages(query))


def _assets(query: QueryDict) -> frozenset[UUID] | None:
    asked = query.getlist("asset")
    if len(asked) > MOST:
        raise BadChoice("asset", _("At most %(number)d files can be named one by one.") % {"number": MOST})
    try:
        return frozenset(UUID(text) for text in asked) if asked else None
    except ValueError:
        raise BadChoice("asset", _("Not the identifier of a file.")) from None


def _size(query: QueryDict) -> str:
    asked = query.getlist("size")
    if len(asked) > 1:
        raise BadChoice("size", _("Give it once only."))
    size = asked[0] if asked else ORIGINAL
    if size not in SIZES:
        raise BadChoice("size", _("There are these sizes: %(names)s.") % {"names": ", ".join(SIZES)})
    return size


def _captions(query: QueryDict) -> tuple[str, ...]:
    asked = query.getlist("captions")
    if not asked:
        return EVERYTHING.captions
    if asked == ["none"]:
        return ()
    if not set(asked) <= set(formats()):
        names = ", ".join([*formats(), "none"])
        raise BadChoice("captions", _("There are these forms of captions: %(names)s.") % {"names": names})
    return _in_order(formats(), lambda extension: extension in asked)


def _languages(query: QueryDict) -> tuple[str, ...] | None:
    asked = query.getlist("lang")
    if not asked:
        return None
    enabled = enabled_codes()
    codes = {code_of(tag) if len(tag) <= 20 and tag.isascii() else None for tag in asked}
    if None in codes or not codes <= set(enabled):
        raise BadChoice("lang", _("This site isn't offered in this language."))
    return _in_order(enabled, lambda code: code in codes)


def _in_order(names: Iterable[str], wanted: Callable[[str], bool]) -> tuple[str, ...]:
    """However they were asked for, the same choice gives the same archive."""
    return tuple(name for name in names if wanted(name))
