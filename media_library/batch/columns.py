"""Every text and rights field of a photo as one line of text and back: batch editing and spreadsheets share it.

A column is written the same way however often: two photos with the same value have the same text, and what was
written can be read again without loss.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from locales.registry import LANGUAGES, column
from media_library.models import Consent, Photo
from media_library.models.asset import TEXT_FIELDS
from media_library.uploads.typed import read_typed

LISTS = frozenset({"keywords", "sectors"})
"""Columns that hold several values, separated by commas."""
CHOICES = ("digital_source_type", "model_release", "property_release", "minor_age")
TRUTHS = ("shows_people", "publish_location")
MOMENTS = ("taken_at", "expires_at")
NUMBERS = ("latitude", "longitude")


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """`write` gives the text of a draft; `read` checks a text and gives the value (ValidationError says what's wrong).

    `empty` is the value of an empty text; None where the field can't be empty.
    """

    name: str
    write: Callable[[Photo], str]
    read: Callable[[str, Photo], Any]
    may_be_empty: bool = True
    empty: Any = ""
    field: str = ""
    language: str = ""

    @property
    def label(self) -> str:
        """In the active language: "caption (English)"."""
        words = str(Photo._meta.get_field(self.field or self.name).verbose_name)  # type: ignore[union-attr]
        return f"{words} ({LANGUAGES[self.language].name_native})" if self.language else words


def as_text(text: str) -> str:
    """Line ends and composition as the database keeps them, so that no program's habits count as a change.

    Control characters, which no spreadsheet can hold, are left out.
    """
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", lines).strip()


@cache
def columns() -> Mapping[str, Column]:
    """{name: column} in the order of the edit form: `title_vi`, `caption_en`, `licence`…"""
    made = [_text(column(field, code), field, code) for field in TEXT_FIELDS for code in LANGUAGES]
    made += [_plain(name) for name in ("keywords", "creator", "credit_line")]
    made += [
        Column("sectors", _sectors_text, _typed("sectors"), empty=()),
        Column("licence", _licence_text, _typed("licence"), empty=None),
        Column("consent", _consent_text, _consent, empty=None),
    ]
    made += [Column(name, _truth(name), _typed(name), may_be_empty=False) for name in TRUTHS]
    made += [_choice(name) for name in CHOICES]
    made += [_plain(name) for name in ("model_release_ids", "property_release_ids")]
    made += [Column(name, _moment(name), _typed(name), empty=None) for name in MOMENTS]
    made += [Column(name, _number(name), _typed(name), empty=None) for name in NUMBERS]
    return {each.name: each for each in made}


def texts_of(photo: Photo) -> dict[str, str]:
    """{column: text} of a draft."""
    return {name: each.write(photo) for name, each in columns().items()}


def value_of(name: str, text: str, photo: Photo) -> Any:
    """What a text means for a photo's column. Raises ValidationError with words for the editor."""
    each = columns()[name]
    if not text:
        if not each.may_be_empty:
            raise ValidationError(_("It can't be empty: write yes or no."))
        return each.empty
    return each.read(text, photo)


def assign(photo: Photo, name: str, value: Any) -> None:
    if name == "sectors":
        photo.sectors.set(value)
    else:
        setattr(photo, name, value)


# --- kinds of columns -------------------------------------------------------------------------------
def _text(name: str, field: str, code: str) -> Column:
    limit = Photo._meta.get_field(name).max_length  # type: ignore[union-attr]
    return Column(name, _attribute(name), _limited(limit), field=field, language=code)


def _plain(name: str) -> Column:
    limit = Photo._meta.get_field(name).max_length  # type: ignore[union-attr]
    return Column(name, _attribute(name), _limited(limit))


def _attribute(name: str) -> Callable[[Photo], str]:
    return lambda photo: as_text(getattr(photo, name) or "")


def _limited(limit: int | None) -> Callable[[str, Photo], str]:
    def read(text: str, photo: Photo) -> str:
        if limit and len(text) > limit:
            raise ValidationError(
                _("It is too long: %(length)s characters, at most %(limit)s.") % {"length": len(text), "limit": limit}
            )
        return text

    return read


def _typed(name: str) -> Callable[[str, Photo], Any]:
    def read(text: str, photo: Photo) -> Any:
        typed = read_typed({name: text})
        if typed.errors:
            raise ValidationError(typed.errors[0].removeprefix(f"{name}: "))
        return typed.values[name]

    return read


def _choice(name: str) -> Column:
    field: Any = Photo._meta.get_field(name)

    def read(text: str, photo: Photo) -> str:
        if text not in {value for value, _words in field.choices}:
            known = ", ".join(value for value, _words in field.choices if value)
            raise ValidationError(_("“%(value)s” isn't one of: %(known)s.") % {"value": text[:60], "known": known})
        return text

    return Column(name, _attribute(name), read, may_be_empty=bool(field.blank))


def _truth(name: str) -> Callable[[Photo], str]:
    return lambda photo: "yes" if getattr(photo, name) else "no"


def _moment(name: str) -> Callable[[Photo], str]:
    def write(photo: Photo) -> str:
        moment: datetime | None = getattr(photo, name)
        return localtime(moment).isoformat() if moment else ""

    return write


def _number(name: str) -> Callable[[Photo], str]:
    def write(photo: Photo) -> str:
        value: float | None = getattr(photo, name)
        return "" if value is None else repr(value)

    return write


def _sectors_text(photo: Photo) -> str:
    return ", ".join(sorted(sector.slug for sector in photo.sectors.all()))


def _licence_text(photo: Photo) -> str:
    return photo.licence.code if photo.licence else ""


def _consent_text(photo: Photo) -> str:
    """By number: names of the people shown don't belong into a file that is passed around."""
    return str(photo.consent_id or "")


def _consent(text: str, photo: Photo) -> Consent:
    found = Consent.objects.filter(pk=int(text), province=photo.province_id).first() if text.isdecimal() else None
    if found is None:
        raise ValidationError(_("The province has no consent with the number “%(text)s”.") % {"text": text[:20]})
    return found
