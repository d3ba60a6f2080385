"""What an address of the image bank asks for. Nonsense is named to the reader and left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from locales.text import read
from media_library.models import AssetKind
from media_library.selectors import ORIENTATION, AssetQuery
from promotion.pager import page_number
from provinces.models import Province, Sector
from provinces.selectors import owner_of, province_by_code, province_by_slug

WORDS_AT_MOST = 200
"""Characters of `q` that are looked at."""


@dataclass(slots=True)
class ImageQuery:
    """A checked question. `remarks` are sentences for the reader about what was changed or left out."""

    q: str = ""
    province: Province | None = None
    sector: Sector | None = None
    kind: str = ""
    orientation: str = ""
    licence: str = ""
    page: int = 1
    remarks: list[str] = field(default_factory=list)

    @property
    def is_filtered(self) -> bool:
        return bool(self.q or self.province or self.sector or self.kind or self.orientation or self.licence)

    @property
    def is_only_words(self) -> bool:
        """Words and no filter, which may be why little is found."""
        return bool(self.q) and not (self.province or self.sector or self.orientation or self.licence)

    @property
    def parameters(self) -> dict[str, str]:
        """What filters, as parameters of an address in a fixed order, without the page."""
        said = {
            "q": self.q,
            "province": self.province.slug if self.province else "",
            "sector": self.sector.slug if self.sector else "",
            "kind": self.kind,
            "orientation": self.orientation,
            "licence": self.licence,
        }
        return {name: value for name, value in said.items() if value}

    def as_asset_query(self) -> AssetQuery:
        return AssetQuery(
            q=self.q,
            province=self.province.slug if self.province else "",
            sector=self.sector.slug if self.sector else "",
            kind=self.kind,
            orientation=self.orientation,
            licence=self.licence,
        )


def parse(parameters: Mapping[str, str], lang: str, *, sectors: list[Sector], licences: set[str]) -> ImageQuery:
    """Read the parameters `q province sector kind orientation licence page` of an address."""
    query = ImageQuery(page=page_number(parameters.get("page")))
    query.q = _words(parameters.get("q", ""), query)
    _take_province(_plain(parameters.get("province", "")), lang, query)
    wanted = _plain(parameters.get("sector", ""))
    query.sector = next((sector for sector in sectors if sector.slug == wanted), None)
    if wanted and query.sector is None:
        query.remarks.append(_("There is no sector “%(value)s”; all are shown.") % {"value": wanted})
    query.kind = _one_of("kind", parameters, set(AssetKind.values), query)
    query.orientation = _one_of("orientation", parameters, set(ORIENTATION), query)
    query.licence = _one_of("licence", parameters, licences, query)
    return query


def _plain(text: str) -> str:
    """Without control characters (databases refuse NUL) and of a length that can be shown."""
    return "".join(character for character in text if character.isprintable()).strip()[:80]


def _words(text: str, query: ImageQuery) -> str:
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(words) > WORDS_AT_MOST:
        query.remarks.append(_("Only the first %(number)d characters were searched for.") % {"number": WORDS_AT_MOST})
    return words[:WORDS_AT_MOST]


def _take_province(wanted: str, lang: str, query: ImageQuery) -> None:
    """A slug or code in force; a former unit leads to the one it became part of."""
    if not wanted:
        return
    found = province_by_slug(wanted) or province_by_code(wanted)
    if found is None:
        query.remarks.append(_("There is no province “%(value)s”; all are shown.") % {"value": wanted})
        return
    try:
        query.province = owner_of(found)
    except Province.DoesNotExist:
        query.province = found
    if query.province.pk != found.pk:
        query.remarks.append(
            _("%(former)s is now part of %(now)s, whose pictures are shown.")
            % {"former": read(found, "name", lang).text, "now": read(query.province, "name", lang).text}
        )


def _one_of(name: str, parameters: Mapping[str, str], known: set[str], query: ImageQuery) -> str:
    wanted = _plain(parameters.get(name, ""))
    if not wanted or wanted in known:
        return wanted
    query.remarks.append(_("“%(value)s” isn't known here and was left out.") % {"value": wanted})
    return ""
