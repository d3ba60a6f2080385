"""What a feed is asked for. Nothing is guessed: a value that means nothing is refused by name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from locales.middleware import preferred_language
from locales.registry import code_of, enabled_codes
from provinces.models import Province, Sector
from provinces.selectors import province_by_code, province_by_slug

_NAME = re.compile(r"[a-z0-9-]{1,80}")


class BadQuery(ValueError):
    """A parameter that can't be answered; `field` names it, the text says why."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field


@dataclass(frozen=True, slots=True)
class FeedQuery:
    """Language code, and the province and sector the feed is about, if it is about one."""

    lang: str
    province: Province | None = None
    sector: Sector | None = None


def parse(request: HttpRequest) -> FeedQuery:
    """`?lang= province= sector=`: BCP 47 tag, code in force or slug, slug. Raises BadQuery."""
    return FeedQuery(_language(request), _province(request), _sector(request))


def _single(request: HttpRequest, field: str) -> str:
    values = request.GET.getlist(field)
    if len(values) > 1:
        raise BadQuery(field, _("Give it once only."))
    return values[0] if values else ""


def _language(request: HttpRequest) -> str:
    tag = _single(request, "lang")
    if not tag:
        return preferred_language(request)
    code = code_of(tag) if len(tag) <= 20 and tag.isascii() else None
    if code is None or code not in enabled_codes():
        raise BadQuery("lang", _("This site isn't offered in this language."))
    return code


def _province(request: HttpRequest) -> Province | None:
    text = _single(request, "province")
    if not text:
        return None
    province = (province_by_slug(text) or province_by_code(text)) if _NAME.fullmatch(text) else None
    if province is None or province.valid_to is not None:
        raise BadQuery("province", _("No province in force has this code or name."))
    return province


def _sector(request: HttpRequest) -> Sector | None:
    text = _single(request, "sector")
    if not text:
        return None
    sector = Sector.objects.filter(slug=text).first() if _NAME.fullmatch(text) else None
    if sector is None:
        raise BadQuery("sector", _("There is no such sector."))
    return sector
