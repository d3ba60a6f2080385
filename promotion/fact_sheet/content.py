"""What a fact sheet says, as plain data: read for the public, in one language, from the profile and the records."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from locales.registry import tag_of
from locales.text import read
from locales.units import measured, written
from promotion.fact_sheet.figures import Figures, figures_in
from promotion.languages.alternates import reader_url
from promotion.locator.checking import check_of
from promotion.locator.drawing import Locator, in_words, locator_of
from promotion.locator.paper import as_svg, labels_of
from promotion.selectors.frame import frame_for
from promotion.selectors.listings import former_names, profile_of, sector_pages
from promotion.typeset import engine
from promotion.typeset.pictures import PublicPicture, public_picture
from promotion.typeset.pieces import Data, Piece, optional, paragraphs, piece
from provinces.models import GatewayKind, Kind, Province
from provinces.selectors import in_force, kind_on

TEMPLATE = "fact-sheet.typ"
LOCATOR = "locator.svg"
PICTURE = "banner.jpg"


@dataclass(frozen=True, slots=True)
class FirstCut:
    """How much the first page tells. `size` in points, `picture` its height in millimetres, the others in letters."""

    size: float
    introduction: int
    known_for: int
    picture: int


@dataclass(frozen=True, slots=True)
class SecondCut:
    """How much the second page tells: definitions of so many letters, so many rows of former units."""

    size: float
    definition: int
    former: int


FIRST = (
    FirstCut(9.6, 1200, 260, 56),
    FirstCut(9.2, 900, 200, 52),
    FirstCut(8.8, 640, 140, 44),
    FirstCut(8.4, 420, 0, 36),
    FirstCut(7.8, 240, 0, 0),
)
SECOND = (
    SecondCut(9.6, 300, 14),
    SecondCut(9.2, 220, 12),
    SecondCut(8.8, 160, 10),
    SecondCut(8.4, 110, 8),
    SecondCut(8.0, 80, 6),
    SecondCut(7.6, 0, 4),
)


@dataclass(frozen=True)
class FactSheet:
    """Everything that one sheet says, in full; `data` cuts it for a page."""

    lang: str
    province: Province
    page: Any
    figures: Figures
    banner: PublicPicture | None
    locator: Locator | None

    def data(self, first: FirstCut, second: SecondCut) -> Data:
        """For the template, all but the day on which it is made and the pages that are wanted."""
        tag, page_tag = tag_of(self.lang), tag_of(self.page.locale.language_code)
        told: Data = {
            "tag": tag,
            "sizes": {"first": first.size, "second": second.size},
            "title": piece(_("%(province)s: fact sheet") % {"province": self.page.title}),
            "publisher": piece(frame_for(self.lang).name),
            "keywords": [clip["text"] for clip in (piece(self.page.title), piece(_("Fact sheet")))],
            "words": _words(),
            "name": piece(self.page.title, 90, page_tag),
            "tagline": optional(self.page.tagline, 160, page_tag),
            "facts": self._facts(),
            "introduction": paragraphs(self.page.introduction, first.introduction, page_tag),
            "known_for": [
                {
                    "title": piece(block.value["title"], 80, page_tag),
                    "text": optional(block.value["text"], first.known_for, page_tag) if first.known_for else None,
                }
                for block in self.page.known_for
            ],
            "sectors": [piece(read(one.sector, "name", self.lang), 80) for one in self._sectors()],
            "contacts": [_contact(block.value, page_tag) for block in self.page.contacts],
            "url": _address(self.page, self.lang),
            "locator": self._locator(),
            "picture": self._picture(first.picture),
            **self.figures.data(definition=second.definition, former=second.former),
        }
        tags = sorted({tag, *_tags_in(told)})
        return told | {"writings": {one: engine.writing(one) for one in tags}}

    def _picture(self, height: int) -> Data | None:
        """Across the top, so many millimetres high."""
        if self.banner is None or not height:
            return None
        view = self.banner.view
        return {
            "file": PICTURE,
            "height": height,
            "alt": piece(view.alt_text, 400),
            "credit": piece(view.attribution, 200, view.alt_text.lang),
        }

    def _locator(self) -> Data | None:
        if self.locator is None:
            return None
        note = _("Schematic: the dots are centres of provinces. No borders are drawn.")
        return {
            "file": LOCATOR,
            "ratio": self.locator.height / self.locator.width,
            "alt": piece(in_words(self.locator), 600),
            "note": piece(note),
            "labels": [
                asdict(one) | {"text": piece(one.text, 60), "of": optional(one.of, 60)}
                for one in labels_of(self.locator)
            ],
        }

    @property
    def drawing(self) -> bytes | None:
        """The locator as SVG."""
        return as_svg(self.locator).encode() if self.locator else None

    def _facts(self) -> list[Data]:
        unit = self.province
        facts = [(_("Kind of unit"), str(Kind(kind_on(unit)).label), "")]
        if former := former_names(unit, self.lang):
            facts.append((_("Formed from"), ", ".join(map(str, former)), ""))
        if unit.area_km2:
            facts.append((_("Area"), measured(unit.area_km2, "area-square-kilometer", 0), ""))
        if unit.population:
            day = _("on %(day)s") % {"day": date_format(unit.valid_from, "DATE_FORMAT")}
            facts.append((_("Population"), written(unit.population), day))
        facts += [(label, names, "") for label, names in self._ways_in()]
        return [
            {"label": piece(label), "value": piece(value, 120), "note": optional(note)} for label, value, note in facts
        ]

    def _sectors(self) -> list[Any]:
        return sector_pages(self.lang, province_id=self.province.pk)[:8]

    def _ways_in(self) -> list[tuple[str, str]]:
        by_kind: dict[str, list[str]] = {}
        for gateway in self.province.gateways.all():
            by_kind.setdefault(gateway.kind, []).append(str(read(gateway, "name", self.lang)))
        labels = {
            GatewayKind.BORDER_GATE: _("Border gates"),
            GatewayKind.AIRPORT: _("Airports"),
            GatewayKind.PORT: _("Ports"),
        }
        return [(label, ", ".join(by_kind[kind])) for kind, label in labels.items() if kind in by_kind]

    @property
    def digest(self) -> str:
        """Changes with anything that the sheet could show, with its design, and with nothing else."""
        everything = {
            "design": engine.design_of(TEMPLATE),
            "cuts": [str(cut) for cut in (*FIRST, *SECOND)],
            "data": self.data(FIRST[0], SECOND[0]),
            "former": self.figures.data(definition=10_000, former=10_000),
            "locator": self._locator(),
            "picture": self.banner.version if self.banner else "",
            "drawing": (self.drawing or b"").decode(),
        }
        return hashlib.sha256(json.dumps(everything, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def fact_sheet_of(province: Province, lang: str) -> FactSheet | None:
    """The sheet for the public, whoever asks; None where readers of the language have no public profile.

    `lang` must be the active language: numbers, dates and words are written in it.
    """
    page = profile_of(lang, province.pk)
    if page is None:
        return None
    unit = page.province
    units = list(Province.objects.filter(in_force()).order_by("code")) if check_of(unit) else []
    locator = locator_of(unit, units, lang)
    return FactSheet(lang, unit, page, figures_in(unit, lang), public_picture(page.hero_id, lang, "banner"), locator)


def _words() -> dict[str, Piece]:
    return {
        "fact_sheet": piece(_("Fact sheet")),
        "known_for": piece(_("Known for")),
        "sectors": piece(_("Key sectors")),
        "figures": piece(_("Facts and figures")),
        "no_figures": piece(_("No figure for today's territory yet.")),
        "indicator": piece(_("Indicator")),
        "value": piece(_("Value")),
        "period": piece(_("Period")),
        "source": piece(_("Source")),
        "unit": piece(_("Whose")),
        "former": piece(_("Figures of the former units")),
        "contacts": piece(_("People to call")),
        "newest": piece(_("Newest state:")),
    }


def _contact(value: Any, tag: str) -> Data:
    parts = [one for name in ("name", "role", "organisation") if (one := optional(value[name], 160, tag))]
    ways = []
    if value["phone"]:
        ways.append((_("Telephone"), value["phone"], "tel:" + "".join(c for c in value["phone"] if c in "+0123456789")))
    if value["email"]:
        ways.append((_("E-mail"), value["email"], f"mailto:{value['email']}"))
    if (value["url"] or "").startswith(("http://", "https://")):
        ways.append((_("Web"), value["url"], value["url"]))
    remarks = [one for name in ("languages", "hours") if (one := optional(value[name], 120, tag))]
    return {
        "parts": parts,
        "ways": [
            {"label": piece(label), "shown": piece(shown, 90)["text"], "address": address[:500]}
            for label, shown, address in ways
        ],
        "remarks": remarks,
    }


def _address(page: Any, lang: str) -> dict[str, str]:
    address = settings.SITE_URL.rstrip("/") + reader_url(page, lang)
    return {"text": address, "shown": piece(address.partition("://")[2], 120)["text"]}


def _tags_in(data: Any) -> set[str]:
    """The languages of all pieces."""
    if isinstance(data, dict):
        own = {data["tag"]} if data.keys() == {"text", "tag"} else set()
        return own.union(*(_tags_in(value) for value in data.values()))
    if isinstance(data, list):
        return set().union(*map(_tags_in, data))
    return set()
