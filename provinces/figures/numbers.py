"""Numbers as people write them. A separator that could mean two things is refused, with what to write instead."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from locales.tables.cells import NumberText

DECIMALS_AT_MOST = 4
WHOLE_DIGITS_AT_MOST = 16
SIGNIFICANT = 14
"""Digits that a workbook's own number is good for: beyond, 0.1 + 0.2 is 0.30000000000000004."""

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_SHAPE = re.compile(r"[+-]?[0-9.,]*[0-9][0-9.,]*")


def parse_number(text: str) -> Decimal:
    """The number that a cell holds: `1.234,5`, `1,234.5`, `1 234,5`, `-12`. Raises ValidationError in words."""
    if isinstance(text, NumberText):
        return _checked(text, _of_workbook(text))
    written = text.strip().replace("\u2212", "-")
    bare = _SPACES.sub("", written) if _spaced_in_threes(written) else written
    if not _SHAPE.fullmatch(bare):
        raise ValidationError(
            _("“%(text)s” isn't a number. Write digits only, without the unit, such as 1234.5.") % {"text": text[:60]}
        )
    sign, digits = ("-", bare[1:]) if bare[0] == "-" else ("", bare.lstrip("+"))
    return _checked(text, Decimal(sign + _plain(digits, text, grouped=bare != written)))


def _of_workbook(text: str) -> Decimal:
    try:
        number = Decimal(str(text))
    except InvalidOperation as error:
        raise ValidationError(_("“%(text)s” isn't a number.") % {"text": text[:60]}) from error
    if not number.is_finite():
        raise ValidationError(_("“%(text)s” isn't a number.") % {"text": text[:60]})
    return number if number == number.to_integral_value() else Decimal(f"{number:.{SIGNIFICANT}g}")


def _spaced_in_threes(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d{1,3}([\s\u00a0\u202f\u2009]\d{3})+([.,]\d+)?", text) is not None


def _plain(digits: str, text: str, *, grouped: bool) -> str:
    """The digits with a point for decimals and nothing between thousands. `grouped`: spaces stood between them."""
    separators = [mark for mark in digits if mark in ".,"]
    kinds = set(separators)
    if not separators:
        return digits
    if len(kinds) == 2:
        return _both(digits, text)
    mark = separators[0]
    if len(separators) > 1:
        if grouped or not _in_threes(digits, mark):
            raise _wrongly_grouped(text)
        return digits.replace(mark, "")
    whole, after = digits.split(mark)
    if not whole or not after:
        raise _wrongly_grouped(text)
    if len(after) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0") and not grouped:
        raise ValidationError(
            _("“%(text)s” can be read as %(thousands)s or with decimals. Write %(thousands)s or %(longer)s.")
            % {"text": text[:60], "thousands": whole + after, "longer": f"{whole}{mark}{after}0"}
        )
    return f"{whole}.{after}"


def _both(digits: str, text: str) -> str:
    """Point and comma: the last one is the decimal mark, and stands once."""
    decimal = max(".,", key=digits.rfind)
    thousands = "," if decimal == "." else "."
    whole, _mark, after = digits.rpartition(decimal)
    if decimal in whole or thousands in after or not after or not _in_threes(whole, thousands):
        raise _wrongly_grouped(text)
    return f"{whole.replace(thousands, '')}.{after}"


def _in_threes(digits: str, mark: str) -> bool:
    first, *others = digits.split(mark)
    return 1 <= len(first) <= 3 and not first.startswith("0") and all(len(group) == 3 for group in others)


def _wrongly_grouped(text: str) -> ValidationError:
    return ValidationError(
        _("The points and commas of “%(text)s” make no number. Write it without separators for thousands.")
        % {"text": text[:60]}
    )


def _checked(text: str, number: Decimal) -> Decimal:
    exponent = int(number.normalize().as_tuple().exponent)
    if -exponent > DECIMALS_AT_MOST:
        raise ValidationError(
            _("“%(text)s” has more than %(count)s decimals. Round it.") % {"text": text[:60], "count": DECIMALS_AT_MOST}
        )
    if number.adjusted() >= WHOLE_DIGITS_AT_MOST:
        raise ValidationError(_("“%(text)s” is too big.") % {"text": text[:60]})
    return number


def unmistakable(number: Decimal) -> str:
    """The number as `parse_number` and every reader take it for the same: `1.2340`, never `1.234`."""
    text = f"{number.normalize():f}"
    whole, _point, after = text.partition(".")
    return f"{text}0" if len(after) == 3 and len(whole.lstrip("-")) <= 3 else text
