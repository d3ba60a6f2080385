"""From what a person wrote in a cell to a field's value. Every reader raises ValidationError with words for them.

A reader takes the text and the id of the province that the asset is of, where that is known.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from media_library.models import Consent, Licence, Photo
from provinces.models import Province, Sector
from provinces.selectors import province_by_code

Reader = Callable[[str, int | None], Any]

YES = frozenset({"1", "yes", "y", "true", "x", "có", "co", "đúng", "dung"})
NO = frozenset({"0", "no", "n", "false", "không", "khong", "sai"})
FIRST_YEAR, LAST_YEAR = 1826, 9000
"""From the first photograph to what every database can hold in every time zone."""
MOMENTS = ("%Y-%m-%d", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y:%m:%d %H:%M:%S", "%d-%m-%Y")
"""Beside ISO 8601: as Vietnamese Excel writes it, and as cameras do. Without a zone it is Vietnam's time."""


def field_of(name: str) -> Any:
    """The model field that a column is kept in."""
    return Photo._meta.get_field(name)


def text(name: str) -> Reader:
    """A text as its field takes it: not longer than that."""
    limit = field_of(name).max_length

    def read(written: str, province: int | None) -> str:
        if limit and len(written) > limit:
            raise ValidationError(
                _("It is too long: %(length)s characters, at most %(limit)s.")
                % {"length": len(written), "limit": limit}
            )
        return written

    return read


def choice(name: str) -> Reader:
    """A value of the field's list, or the address in a vocabulary that ends with it."""
    values = [value for value, _words in field_of(name).flatchoices if value]

    def read(written: str, province: int | None) -> str:
        value = written.rsplit("/", 1)[-1]
        if value not in values:
            words = _("“%(value)s” isn't one of: %(known)s.")
            raise ValidationError(words % {"value": value[:60], "known": ", ".join(values)})
        return value

    return read


def degrees(name: str) -> Reader:
    def read(written: str, province: int | None) -> float:
        try:
            # Vietnamese Excel writes a decimal comma.
            value = float(written.replace(",", "."))
        except ValueError as error:
            raise ValidationError(_("“%(text)s” isn't a number.") % {"text": written[:40]}) from error
        if value != value:
            raise ValidationError(_("“%(text)s” isn't a number.") % {"text": written[:40]})
        return float(field_of(name).clean(value, None))

    return read


def yes_or_no(written: str, province: int | None) -> bool:
    if written.casefold() in YES:
        return True
    if written.casefold() in NO:
        return False
    raise ValidationError(_("Write yes or no, not “%(text)s”.") % {"text": written[:40]})


def moment(written: str, province: int | None) -> datetime:
    found = None
    with contextlib.suppress(ValueError):
        found = parse_datetime(written)
    for form in MOMENTS:
        if found is not None:
            break
        with contextlib.suppress(ValueError):
            found = datetime.strptime(written, form)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        words = _("“%(text)s” isn't a date: write 2026-05-04 or 04/05/2026 06:15.")
        raise ValidationError(words % {"text": written[:40]})
    try:
        return timezone.make_aware(found) if timezone.is_naive(found) else found
    except (ValueError, OverflowError) as error:
        raise ValidationError(_("“%(text)s” isn't a date.") % {"text": written[:40]}) from error


def licence(written: str, province: int | None) -> Licence:
    found = Licence.objects.filter(code=written).first()
    if found is None:
        known = ", ".join(Licence.objects.values_list("code", flat=True))
        words = _("There is no licence “%(code)s”. There are: %(known)s.")
        raise ValidationError(words % {"code": written, "known": known})
    return found


def province_in_force(written: str, province: int | None) -> Province:
    # Excel makes a number of 01.
    found = province_by_code(written.zfill(2)) if written.isascii() and written.isdigit() else None
    if found is None:
        raise ValidationError(_("No province in force has the code “%(code)s”.") % {"code": written[:20]})
    return found


def sectors(written: str, province: int | None) -> list[Sector]:
    slugs = [part.strip() for part in written.replace(";", ",").split(",") if part.strip()]
    found = {sector.slug: sector for sector in Sector.objects.filter(slug__in=slugs)}
    if missing := [slug for slug in slugs if slug not in found]:
        raise ValidationError(_("There is no sector “%(slug)s”.") % {"slug": "”, “".join(missing)})
    return list(found.values())


def consent(written: str, province: int | None) -> Consent:
    """By its number, among the consents of the asset's province."""
    is_number = written.isascii() and written.isdecimal() and len(written) < 19
    found = Consent.objects.filter(pk=int(written), province=province).first() if is_number else None
    if found is None:
        raise ValidationError(_("The province has no consent with the number “%(text)s”.") % {"text": written[:20]})
    return found
