"""From what a person wrote in a cell to a value. Every reader raises ValidationError in words."""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from locales.registry import WORKING
from locales.search.folding import fold
from locales.text import read, texts_of
from provinces.models import Indicator, Observation

YES = frozenset({"1", "yes", "y", "true", "x", "co", "dung"})
NO = frozenset({"", "0", "no", "n", "false", "khong", "sai"})


def check_unit(indicator: Indicator | None, text: str) -> None:
    """No figure is converted: who sends it knows how it was meant."""
    if indicator is None:
        return
    names = texts_of(indicator, "unit")
    wanted = _unit_key(text)
    if wanted not in {_unit_key(name) for name in names.values()}:
        words = _(
            "“%(indicator)s” is given in %(unit)s, and the row says “%(text)s”. Convert the value and write the unit."
        )
        raise ValidationError(
            words
            % {
                "indicator": str(read(indicator, "name", WORKING)),
                "unit": " / ".join(dict.fromkeys(names[code] for code in ("vi", "en") if code in names)),
                "text": text.strip()[:60],
            }
        )


def _unit_key(text: str) -> str:
    """Without marks, case and spaces; ² is 2, as many keyboards write it."""
    return re.sub(r"\s+", "", fold(text))


def source_text(text: str) -> str:
    limit = Observation._meta.get_field("source").max_length or 300
    words = " ".join(text.split())
    if len(words) > limit:
        raise ValidationError(
            _("It is too long: %(length)s characters, at most %(limit)s.") % {"length": len(words), "limit": limit}
        )
    return words


def web_address(text: str) -> str:
    address = text.strip()
    if not address:
        return ""
    if len(address) > 500:
        raise ValidationError(_("The address is too long."))
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise ValidationError(_("“%(text)s” isn't a web address.") % {"text": address[:60]}) from error
    return address


def optional_day(text: str) -> date | None:
    written = text.strip()
    if not written:
        return None
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4})", written)
    if found:
        parts = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
        try:
            return date(*(int(part) for part in parts))
        except ValueError:
            pass
    raise ValidationError(_("“%(text)s” isn't a date. Write 2026-05-29 or 29/05/2026.") % {"text": written[:60]})


def yes_or_no(text: str) -> bool:
    word = fold(text).strip()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValidationError(_("Write yes or no, and not “%(text)s”.") % {"text": text.strip()[:60]})
