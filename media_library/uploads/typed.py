"""Values that a person wrote beside a file (in a list, in a request), checked before they count.

One table of columns for `import_assets --csv` and `POST /api/v1/assets`. An empty value says nothing: what
the file itself says stays.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from locales.registry import LANGUAGES, code_of, column
from media_library.models import DigitalSourceType, Licence, Photo
from media_library.models.asset import TEXT_FIELDS
from provinces.models import Province, Sector
from provinces.selectors import province_by_code

YES = frozenset({"1", "yes", "y", "true", "x", "có", "co", "đúng", "dung"})
NO = frozenset({"0", "no", "n", "false", "không", "khong", "sai"})
FIRST_YEAR, LAST_YEAR = 1826, 9000
"""From the first photograph to what every database can hold in every time zone."""
OTHER_NAMES = {"license": "licence", "license_code": "licence", "licence_code": "licence", "credit": "credit_line"}
MOMENTS = ("%Y-%m-%d", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y:%m:%d %H:%M:%S", "%d-%m-%Y")
"""Beside ISO 8601: as Vietnamese Excel writes it, and as cameras do. Without a zone it is Vietnam's time."""


@dataclass
class Typed:
    """Checked values by field name, the province where one is named, and what was wrong, one line each."""

    values: dict[str, Any] = field(default_factory=dict)
    province: Province | None = None
    errors: list[str] = field(default_factory=list)


Reader = Callable[[str], Any]


def columns() -> tuple[str, ...]:
    """Every column that is understood, translated ones once per language (`caption_zh_hans`)."""
    return tuple(_readers())


def column_named(heading: str) -> str | None:
    """The column that a heading means: in any case, with `-` or `_`, with a language tag (`Caption_zh-CN`); or None."""
    wanted = heading.strip().lower().replace("-", "_").replace(" ", "_")
    if wanted in _readers():
        return wanted
    for name in TEXT_FIELDS:
        if wanted.startswith(f"{name}_") and (code := code_of(wanted[len(name) + 1 :])):
            return column(name, code)
    return OTHER_NAMES.get(wanted)


def read_typed(raw: Mapping[str, str]) -> Typed:
    """Check values by heading. Unknown headings are errors where they have a value: nothing typed gets lost."""
    typed = Typed()
    for heading, text in raw.items():
        text = text.replace("\0", "").strip()
        if not text:
            continue
        name = column_named(heading)
        if name is None:
            typed.errors.append(_("“%(column)s” isn't a column that is known.") % {"column": heading[:60]})
            continue
        try:
            value = _readers()[name](text)
        except ValidationError as error:
            typed.errors.append(f"{name}: {' '.join(error.messages)}")
            continue
        if name == "province":
            typed.province = value
        else:
            typed.values[name] = value
    return typed


@cache
def _readers() -> dict[str, Reader]:
    texts = {column(name, code): _text(column(name, code)) for name in TEXT_FIELDS for code in LANGUAGES}
    plain = {name: _text(name) for name in ("keywords", "creator", "credit_line")}
    return {
        **texts,
        **plain,
        "licence": _licence,
        "province": _province,
        "sectors": _sectors,
        "taken_at": _moment,
        "expires_at": _moment,
        "shows_people": _yes_or_no,
        "publish_location": _yes_or_no,
        "latitude": _degrees("latitude"),
        "longitude": _degrees("longitude"),
        "digital_source_type": _source_type,
    }


def _text(name: str) -> Reader:
    """A text as its field takes it: not longer than that."""

    def read(text: str) -> Any:
        model_field: Any = Photo._meta.get_field(name)
        limit = model_field.max_length
        if limit and len(text) > limit:
            raise ValidationError(
                _("It is too long: %(length)s characters, at most %(limit)s.") % {"length": len(text), "limit": limit}
            )
        return text

    return read


def _licence(text: str) -> Licence:
    found = Licence.objects.filter(code=text).first()
    if found is None:
        known = ", ".join(Licence.objects.values_list("code", flat=True))
        raise ValidationError(
            _("There is no licence “%(code)s”. There are: %(known)s.") % {"code": text, "known": known}
        )
    return found


def _province(text: str) -> Province:
    # Excel makes a number of 01.
    found = province_by_code(text.zfill(2)) if text.isascii() and text.isdigit() else None
    if found is None:
        raise ValidationError(_("No province in force has the code “%(code)s”.") % {"code": text[:20]})
    return found


def _sectors(text: str) -> list[Sector]:
    slugs = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    found = {sector.slug: sector for sector in Sector.objects.filter(slug__in=slugs)}
    if missing := [slug for slug in slugs if slug not in found]:
        raise ValidationError(_("There is no sector “%(slug)s”.") % {"slug": "”, “".join(missing)})
    return list(found.values())


def _moment(text: str) -> datetime:
    moment = None
    with contextlib.suppress(ValueError):
        moment = parse_datetime(text)
    for form in MOMENTS:
        if moment is not None:
            break
        try:
            moment = datetime.strptime(text, form)
        except ValueError:
            continue
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValidationError(_("“%(text)s” isn't a date: write 2026-05-04 or 04/05/2026 06:15.") % {"text": text[:40]})
    try:
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    except (ValueError, OverflowError) as error:
        raise ValidationError(_("“%(text)s” isn't a date.") % {"text": text[:40]}) from error


def _yes_or_no(text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise ValidationError(_("Write yes or no, not “%(text)s”.") % {"text": text[:40]})


def _degrees(name: str) -> Reader:
    def read(text: str) -> float:
        try:
            # Vietnamese Excel writes a decimal comma.
            value = float(text.replace(",", "."))
        except ValueError as error:
            raise ValidationError(_("“%(text)s” isn't a number.") % {"text": text[:40]}) from error
        model_field: Any = Photo._meta.get_field(name)
        if value != value:
            raise ValidationError(_("“%(text)s” isn't a number.") % {"text": text[:40]})
        return float(model_field.clean(value, None))

    return read


def _source_type(text: str) -> str:
    value = text.rsplit("/", 1)[-1]
    if value not in DigitalSourceType.values:
        known = ", ".join(DigitalSourceType.values)
        raise ValidationError(_("“%(value)s” isn't one of: %(known)s.") % {"value": value[:60], "known": known})
    return value
