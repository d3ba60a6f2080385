"""Every text and rights field of an asset as one line of text and back.

A column is written the same way however often: two assets with the same value have the same text, and what was
written can be read again without loss.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from locales.registry import LANGUAGES, column
from media_library.columns import reading
from media_library.columns.text import as_text
from media_library.models.asset import TEXT_FIELDS

Writer = Callable[[Any], str]


class Sort(Enum):
    """What a column holds; forms choose their field by it."""

    TEXT = "text"
    LIST = "list"  # several values, separated by commas
    CHOICE = "choice"
    TRUTH = "truth"
    MOMENT = "moment"
    NUMBER = "number"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Column:
    """`write` gives the text of a draft; `read` checks a text and gives the value (ValidationError says what's wrong).

    `empty` is the value of an empty text. `beside_files`: it may come with a file that is new to the library.
    `together`: it may be changed for many photos, by batch editing or a spreadsheet.
    """

    name: str
    sort: Sort
    write: Writer
    read: reading.Reader
    empty: Any = ""
    may_be_empty: bool = True
    field: str = ""
    language: str = ""
    beside_files: bool = True
    together: bool = True

    @property
    def label(self) -> str:
        """In the active language: "caption (English)"."""
        words = str(reading.field_of(self.field or self.name).verbose_name)
        return f"{words} ({LANGUAGES[self.language].name_native})" if self.language else words


@cache
def columns() -> Mapping[str, Column]:
    """{name: column} in the order of the edit form: `title_vi`, `caption_en`, `licence`…"""
    return {each.name: each for each in [*_texts(), *_subject(), *_rights(), *_facts()]}


@cache
def written_beside_files() -> Mapping[str, Column]:
    """The columns of a list that comes with files, and the fields of the API."""
    return {name: each for name, each in columns().items() if each.beside_files}


@cache
def changed_together() -> Mapping[str, Column]:
    """The columns of batch editing and of spreadsheets."""
    return {name: each for name, each in columns().items() if each.together}


def _texts() -> Iterable[Column]:
    for name in TEXT_FIELDS:
        for code in LANGUAGES:
            own = column(name, code)
            yield Column(own, Sort.TEXT, _attribute(own), reading.text(own), field=name, language=code)


def _plain(name: str, sort: Sort = Sort.TEXT) -> Column:
    return Column(name, sort, _attribute(name), reading.text(name))


def _subject() -> Iterable[Column]:
    yield _plain("keywords", Sort.LIST)
    yield _plain("creator")
    yield _plain("credit_line")
    yield Column("sectors", Sort.LIST, _sectors, reading.sectors, empty=())
    # Whose team works on an asset isn't changed in passing: each one's own form does that.
    yield Column("province", Sort.RECORD, _province, reading.province_in_force, may_be_empty=False, together=False)


def _rights() -> Iterable[Column]:
    yield Column("licence", Sort.RECORD, _licence, reading.licence, empty=None)
    # A consent is the paper of certain pictures: it is chosen once these are seen.
    yield Column("consent", Sort.RECORD, _consent, reading.consent, empty=None, beside_files=False)
    for name in ("shows_people", "shows_map", "publish_location"):
        yield Column(name, Sort.TRUTH, _truth(name), reading.yes_or_no, may_be_empty=False)
    for name in ("digital_source_type", "model_release", "property_release", "minor_age"):
        may_be_empty = bool(reading.field_of(name).blank)
        yield Column(name, Sort.CHOICE, _attribute(name), reading.choice(name), may_be_empty=may_be_empty)
    yield _plain("model_release_ids")
    yield _plain("property_release_ids")


def _facts() -> Iterable[Column]:
    for name in ("taken_at", "expires_at"):
        yield Column(name, Sort.MOMENT, _moment(name), reading.moment, empty=None)
    for name in ("latitude", "longitude"):
        yield Column(name, Sort.NUMBER, _number(name), reading.degrees(name), empty=None)


# --- reading and writing a whole draft --------------------------------------------------------------
def texts_of(record: Any) -> dict[str, str]:
    """{column: text} of a draft, of what can be changed together."""
    return {name: each.write(record) for name, each in changed_together().items()}


def value_of(name: str, text: str, province: int | None) -> Any:
    """What a text means for a column of an asset of this province. Raises ValidationError with words for the editor."""
    each = columns()[name]
    if text:
        return each.read(text, province)
    if not each.may_be_empty:
        raise ValidationError(
            _("It can't be empty: write yes or no.") if each.sort is Sort.TRUTH else _("It can't be empty.")
        )
    return each.empty


def assign(record: Any, name: str, value: Any) -> None:
    if name == "sectors":
        record.sectors.set(value)
    else:
        setattr(record, name, value)


# --- writers ----------------------------------------------------------------------------------------
def _attribute(name: str) -> Writer:
    return lambda record: as_text(getattr(record, name) or "")


def _truth(name: str) -> Writer:
    return lambda record: "yes" if getattr(record, name) else "no"


def _moment(name: str) -> Writer:
    def write(record: Any) -> str:
        moment: datetime | None = getattr(record, name)
        return localtime(moment).isoformat() if moment else ""

    return write


def _number(name: str) -> Writer:
    def write(record: Any) -> str:
        value: float | None = getattr(record, name)
        return "" if value is None else repr(value)

    return write


def _sectors(record: Any) -> str:
    return ", ".join(sorted(sector.slug for sector in record.sectors.all()))


def _province(record: Any) -> str:
    return record.province.code or ""


def _licence(record: Any) -> str:
    return record.licence.code if record.licence else ""


def _consent(record: Any) -> str:
    """By number: names of the people shown don't belong into a file that is passed around."""
    return str(record.consent_id or "")
