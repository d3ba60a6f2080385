"""Setting documents with Typst. What people wrote goes in as data, never as markup, so nothing in it can act.

A document is a template of ours and one JSON file beside it; the compiler reads nothing else: no file of the machine,
no package, no network.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst
from pypdf import PdfReader

from locales.registry import LANGUAGES, tag_of

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
TEMPLATES = HERE / "templates"
SHARED = "shared.typ"
MAIN = "main.typ"

FAMILIES = {
    "Latn": "Typeset",
    "Cyrl": "Typeset",
    "Hans": "Typeset Hans",
    "Jpan": "Typeset Japanese",
    "Kore": "Typeset Korean",
    "Laoo": "Typeset Lao",
    "Khmr": "Typeset Khmer",
    "Thai": "Typeset Thai",
    "Arab": "Typeset Arabic",
}
"""Which of our fonts writes a script (ISO 15924). A script without one is written with what the machine has."""


class TypesetError(Exception):
    """The document can't be set: a mistake in a template, or data that doesn't suit it."""


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Ours first; those of the machine only for signs that ours lack. Read once per process."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(FONTS)])


@lru_cache(maxsize=16)
def design_of(template: str) -> str:
    """Changes with the template, what it shares with others, the fonts and the compiler: part of every digest."""
    told = hashlib.sha256(version("typst").encode())
    for path in (TEMPLATES / template, TEMPLATES / SHARED):
        told.update(path.read_bytes())
    for path in sorted(FONTS.glob("*.?tf")):
        told.update(f"{path.name}:{path.stat().st_size}".encode())
    return told.hexdigest()


def families_for(code: str) -> list[str]:
    """Our fonts in the order in which a text of this language asks for them: a letter is taken from the first.

    Its own script's first, so that quotation marks and dashes are those of Chinese in a Chinese text.
    """
    own = FAMILIES.get(LANGUAGES[code].script if code in LANGUAGES else "Latn", "Typeset")
    return list(dict.fromkeys((own, *FAMILIES.values())))


def writing(tag: str) -> dict[str, Any]:
    """How a text with this BCP 47 tag is set: language, region, direction, fonts."""
    code = next((one for one in LANGUAGES if tag_of(one) == tag), "en")
    language = LANGUAGES[code]
    primary, _dash, rest = language.tag.partition("-")
    region = {"Hans": "CN", "Hant": "TW"}.get(rest, rest if len(rest) == 2 else "")
    return {"lang": primary, "region": region, "dir": language.direction, "fonts": families_for(code)}


def _compiled(
    form: Literal["pdf", "png"], template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes], **options: Any
) -> Any:
    """In a folder of its own, which is all that the compiler may read."""
    files = {
        MAIN: (TEMPLATES / template).read_bytes(),
        SHARED: (TEMPLATES / SHARED).read_bytes(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
        **pictures,
    }
    with TemporaryDirectory(prefix="typeset-") as name:
        folder = Path(name)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        try:
            return typst.compile(folder / MAIN, root=folder, format=form, font_paths=_fonts(), **options)
        except (typst.TypstError, RuntimeError, ValueError) as error:
            raise TypesetError(str(error)[:500]) from error


def pdf(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes], *, made_at: datetime) -> bytes:
    """A tagged PDF for everybody. `pictures`: {name that the data speak of: its bytes}. Raises TypesetError.

    PDF/UA-1 (ISO 14289), which the compiler checks as it writes. It asks that every sign has a glyph: a text with one
    that no font here has is set all the same, without the claim.
    """
    stamp = int(made_at.timestamp())
    try:
        made: bytes = _compiled("pdf", template, data, pictures, timestamp=stamp, pdf_standards=["ua-1"])
    except TypesetError:
        made = _compiled("pdf", template, data, pictures, timestamp=stamp)
    return made


def png(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes], *, ppi: float = 72) -> bytes:
    """The first page as a picture. Raises TypesetError."""
    made = _compiled("png", template, data, pictures, ppi=ppi)
    return made[0] if isinstance(made, list) else bytes(made)


def pages_needed(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> int:
    """How many pages it would have. Raises TypesetError."""
    made = _compiled("pdf", template, data, pictures, pdf_tags=False)
    return len(PdfReader(io.BytesIO(made)).pages)
