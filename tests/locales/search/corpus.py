"""The demo's texts as search documents, without its pictures: quick to index, the same words as on the site.

Documents are the demo's pictures and kits, and one for each province in force with all its names and those of the
units that became part of it. `text_of` gives a document's raw text to the oracle of the quality table.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cms.demo import source
from locales.registry import LANGUAGES
from locales.search.dialect import Field
from locales.search.folding import fold
from locales.search.index import FoldedIndex
from locales.text import texts_of
from media_library.search import fields_of
from press.search import _WEIGHTS
from provinces.models import Province, Sector
from provinces.selectors import in_force, names_for_search_by_id

TABLE = Path(__file__).with_name("quality.toml")
_UNSHOWN = ("-draft", "-review", "-returned", "-wrong-", "-misplaced-")


@dataclass
class Corpus:
    """{key: fields}; a key is a picture's, a kit's slug, or `province-` and a slug."""

    documents: dict[str, list[Field]] = field(default_factory=dict)

    @property
    def keys(self) -> list[str]:
        return list(self.documents)

    def put_into(self, index: FoldedIndex) -> None:
        index.clear()
        index.put_many((number, fields) for number, fields in enumerate(self.documents.values(), start=1))

    def key_of(self, number: int) -> str:
        return self.keys[number - 1]


def build() -> Corpus:
    """Needs the reference data in the database."""
    corpus = Corpus()
    names = names_for_search_by_id()
    sectors = {sector.slug: texts_of(sector, "name") for sector in Sector.objects.all()}
    units = {unit.code: unit for unit in Province.objects.filter(in_force())}
    codes = {path.stem.removesuffix("_pictures"): told["code"] for path, told in _told() if "code" in told}
    for path, told in _told():
        for picture in told.get("pictures", []):
            unit = units[codes[path.stem.removesuffix("_pictures")]]
            if not any(part in picture["key"] for part in _UNSHOWN):
                corpus.documents[picture["key"]] = fields_of(_body(picture, sectors), names[unit.pk])
        for kit in told.get("kits", []):
            texts = [Field(text, weight, code) for name, weight in _WEIGHTS for code, text in kit.get(name, {}).items()]
            corpus.documents[kit["slug"]] = [
                *texts,
                *(Field(name, "C") for name in names[units[codes[kit["province"]]].pk]),
            ]
    for code in sorted(units):
        own = [Field(text, "A", lang) for lang, text in texts_of(units[code], "name").items()]
        former = [Field(name, "C") for name in names[units[code].pk]]
        corpus.documents[f"province-{units[code].slug}"] = [*own, *former]
    return corpus


@cache
def _told() -> tuple[tuple[Path, dict[str, Any]], ...]:
    folder = Path(source.__file__).with_name("content")
    return tuple((path, tomllib.loads(path.read_text())) for path in sorted(folder.glob("*.toml")))


def _body(picture: dict[str, Any], sectors: dict[str, dict[str, str]]) -> dict[str, Any]:
    texts = {name: picture.get(told, {}) for name, told in (("title", "title"), ("caption", "caption"))}
    texts |= {"alt_text": picture.get("alt", {}), "place": picture.get("place", {})}
    return {
        "texts": {name: {code: by[code] for code in LANGUAGES if code in by} for name, by in texts.items()},
        "keywords": picture.get("keywords", []),
        "historic_province": None,
        "sectors": [{"slug": slug, "names": sectors[slug]} for slug in picture.get("sectors", [])],
        "creator": picture["creator"],
    }


# --- the oracle: plain text search, without tokens, pairs or databases -------------------------------------------
def means(fields: Iterable[Field], phrases: Iterable[str]) -> bool:
    """Whether every phrase stands in the texts, as a whole word where its script has words."""
    return stands_in_all([one.text for one in fields], phrases)


def stands_in_all(texts: Iterable[str], phrases: Iterable[str]) -> bool:
    plain = [_plain(text) for text in texts]
    return all(any(_stands(_plain(phrase), text) for text in plain) for phrase in phrases)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", fold(text)).replace("-", " ")


def _stands(phrase: str, text: str) -> bool:
    dense = any("\u0e00" <= character <= "\u0eff" or character >= "\u1780" for character in phrase)
    return phrase in text if dense else re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) is not None
