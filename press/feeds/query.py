"""What a feed is asked for. Nothing is guessed: a value that means nothing is refused by name."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from locales.middleware import preferred_language
from locales.registry import code_of, enabled_codes, tag_of
from media_library.models import AssetKind, Licence
from media_library.rights import Audience
from media_library.selectors import ORIENTATION, AssetQuery
from press.models import Kit, KitAddress
from press.selectors.kits import kits_for
from promotion.image_bank.query import WORDS_AT_MOST
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
    """Language code, and what the feed is about: a kit, or what the image bank finds. Empty strings don't filter."""

    lang: str
    province: Province | None = None
    sector: Sector | None = None
    kit: Kit | None = None
    q: str = ""
    kind: str = ""
    orientation: str = ""
    licence: str = ""

    @property
    def search(self) -> dict[str, str]:
        """What was asked for besides the language, as parameters in a fixed order: the image bank knows them too."""
        said = {
            "q": self.q,
            "province": self.province.slug if self.province else "",
            "sector": self.sector.slug if self.sector else "",
            "kind": self.kind,
            "orientation": self.orientation,
            "licence": self.licence,
        }
        return {name: value for name, value in said.items() if value}

    @property
    def about(self) -> dict[str, str]:
        """All but the language."""
        kit = {"kit": str(self.kit.uuid)} if self.kit else {}
        return kit | self.search

    @property
    def canonical(self) -> dict[str, str]:
        """All of it, so that the same feed has the same address and identifier."""
        return {"lang": tag_of(self.lang), **self.about}

    def as_asset_query(self) -> AssetQuery:
        asked = self.search
        return AssetQuery(
            q=self.q,
            province=asked.get("province", ""),
            sector=asked.get("sector", ""),
            kind=self.kind,
            licence=self.licence,
            orientation=self.orientation,
        )


def parse(request: HttpRequest, audience: Audience) -> FeedQuery:
    """`?lang= kit= q= province= sector= kind= orientation= licence=`. Raises BadQuery for what can't be answered.

    A BCP 47 tag; UUID or slug of a kit that the audience may know of; words; code in force or slug; slug; and the
    image bank's own values.
    """
    return FeedQuery(
        _language(request),
        _province(request),
        _sector(request),
        _kit(request, audience),
        _words(request),
        _one_of(request, "kind", AssetKind.values),
        _one_of(request, "orientation", ORIENTATION),
        _licence(request),
    )


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


def _kit(request: HttpRequest, audience: Audience) -> Kit | None:
    """A former address leads to its kit as well. What isn't for this reader doesn't exist."""
    text = _single(request, "kit")
    if not text:
        return None
    found = None
    if _NAME.fullmatch(text.lower()):
        try:
            named = Q(uuid=UUID(text))
        except ValueError:
            named = Q(pk__in=KitAddress.objects.filter(slug=text).values("kit"))
        found = kits_for(audience).filter(named).first()
    if found is None:
        raise BadQuery("kit", _("There is no such press kit."))
    return found


def _words(request: HttpRequest) -> str:
    words = " ".join(_single(request, "q").split())
    if len(words) > WORDS_AT_MOST:
        raise BadQuery("q", _("At most %(number)d characters.") % {"number": WORDS_AT_MOST})
    if not words.isprintable():
        raise BadQuery("q", _("It holds characters that nobody can see."))
    return words


def _one_of(request: HttpRequest, field: str, known: Container[str]) -> str:
    text = _single(request, field)
    if text and text not in known:
        raise BadQuery(field, _("This value isn't known."))
    return text


def _licence(request: HttpRequest) -> str:
    """Those for the province's own offices aren't told of."""
    text = _single(request, "licence")
    if not text:
        return ""
    known = _NAME.fullmatch(text) and Licence.objects.exclude(audience="internal").filter(code=text).exists()
    if not known:
        raise BadQuery("licence", _("There is no such licence."))
    return text
