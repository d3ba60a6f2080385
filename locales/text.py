"""Text in the reader's language, or the nearest there is, with the language it is really in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import CharField, F, Func, Model, Value
from django.db.models.functions import Coalesce, NullIf

from locales.registry import LANGUAGES, chain, column, tag_of


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text and the BCP 47 tag of the language it is really in (empty with an empty text).

    `by_machine`: it stands as a machine translated it, which readers are told.
    """

    text: str = ""
    lang: str = ""
    by_machine: bool = False

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def direction(self) -> str:
        return next((language.direction for language in LANGUAGES.values() if language.tag == self.lang), "ltr")


EMPTY = LocalText()


def pick(texts: Mapping[str, str], lang: str, machine: Collection[str] = ()) -> LocalText:
    """The text for a reader of `lang` out of {code: text}: own language, its fallbacks, then any there is.

    `machine`: codes of the languages in which the text is a machine's.
    """
    for code in chain(lang):
        if text := texts.get(code):
            return LocalText(text, tag_of(code), code in machine)
    for code, text in texts.items():
        if text and code in LANGUAGES:
            return LocalText(text, tag_of(code), code in machine)
    return EMPTY


def texts_of(record: Model, field: str) -> dict[str, str]:
    """All languages of a translated field of a record as {code: text}, without the empty ones."""
    return {code: text for code in LANGUAGES if (text := getattr(record, column(field, code), "") or "")}


def read(record: Model, field: str, lang: str) -> LocalText:
    """The field's text for a reader of `lang`, read from the record's own columns."""
    return pick(texts_of(record, field), lang)


def localized(field: str, lang: str) -> Func:
    """The same choice as an SQL expression, for ordering and filtering; `field` may span relations."""
    columns = [NullIf(F(column(field, code)), Value(""), output_field=CharField()) for code in chain(lang)]
    return Coalesce(*columns, Value(""), output_field=CharField())
