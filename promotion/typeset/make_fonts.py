"""Makes the fonts in `fonts/` out of the Noto fonts of the SIL OFL: `python -m promotion.typeset.make_fonts FOLDER`.

Needs fontTools (requirements-dev.txt), and under FOLDER the files that Debian's `fonts-noto-core` and
`fonts-noto-cjk` install (`/usr/share/fonts`). What comes out is kept in the repository; nobody runs this at work.
The names are changed, so that no font of the machine is taken for one of ours.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).resolve().parent / "fonts"
WEIGHTS = ("Regular", "Bold")


def _block(*ranges: tuple[int, int]) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}


def _rows(encoding: str, rows: Iterable[int]) -> set[int]:
    """The characters in these rows of a national set of 94 × 94."""
    found = set()
    for row in rows:
        for cell in range(1, 95):
            try:
                found.add(ord(bytes((0xA0 + row, 0xA0 + cell)).decode(encoding)))
            except UnicodeDecodeError:
                continue  # an empty place
    return found


# Latin with Vietnamese and the marks that combine, Greek, Cyrillic, punctuation, currencies, arrows, minus and dots.
EUROPEAN = _block(
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x36F), (0x370, 0x3FF), (0x400, 0x45F), (0x490, 0x4F9), (0x1E00, 0x1EFF),
    (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x215F), (0x2190, 0x2193), (0x2212, 0x2212),
    (0x25CC, 0x25CC), (0xFB00, 0xFB06), (0xFFFD, 0xFFFD),
)  # fmt: skip
WIDE = _block((0x3000, 0x303F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6)) | {0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026}
JOINERS = {0x200B, 0x200C, 0x200D, 0x25CC, 0x20, 0xA0}


@dataclass(frozen=True, slots=True)
class Cut:
    """One family of ours: the file it is cut from, the face within it, the characters it keeps."""

    family: str
    source: str
    characters: frozenset[int]
    face: str = ""
    weights: tuple[str, ...] = WEIGHTS

    def file(self, weight: str) -> Path:
        ending = "otf" if self.face else "ttf"
        return HERE / f"{self.family.replace(' ', '')}-{weight}.{ending}"


CUTS = (
    Cut("Typeset", "NotoSans-{weight}.ttf", frozenset(EUROPEAN)),
    Cut("Typeset Lao", "NotoSansLao-{weight}.ttf", frozenset(_block((0xE80, 0xEFF)) | JOINERS)),
    Cut(
        "Typeset Khmer",
        "NotoSansKhmer-{weight}.ttf",
        frozenset(_block((0x1780, 0x17FF), (0x19E0, 0x19FF)) | JOINERS),
    ),
    Cut("Typeset Thai", "NotoSansThai-{weight}.ttf", frozenset(_block((0xE00, 0xE7F)) | JOINERS)),
    Cut(
        "Typeset Arabic",
        "NotoSansArabic-{weight}.ttf",
        frozenset(_block((0x600, 0x6FF), (0x750, 0x77F)) | JOINERS),
    ),
    # Bold has the commoner half of Chinese; what it lacks is taken from Regular.
    Cut(  # all 6,763 of GB 2312
        "Typeset Hans",
        "NotoSansCJK-{weight}.ttc",
        frozenset(WIDE | _rows("gb2312", range(16, 88))),
        "Noto Sans CJK SC",
        ("Regular",),
    ),
    Cut(  # its first level, 3,755
        "Typeset Hans",
        "NotoSansCJK-{weight}.ttc",
        frozenset(WIDE | _rows("gb2312", range(16, 56))),
        "Noto Sans CJK SC",
        ("Bold",),
    ),
    Cut(  # kana and the 2,965 kanji of the first level of JIS X 0208
        "Typeset Japanese",
        "NotoSansCJK-{weight}.ttc",
        frozenset(WIDE | _block((0x3041, 0x30FF)) | _rows("euc_jp", range(16, 48))),
        "Noto Sans CJK JP",
    ),
    Cut(  # the 2,350 syllables of KS X 1001
        "Typeset Korean",
        "NotoSansCJK-{weight}.ttc",
        frozenset(WIDE | _rows("euc_kr", range(16, 41))),
        "Noto Sans CJK KR",
    ),
)


def _opened(path: Path, face: str) -> Any:
    if not face:
        return TTFont(path, lazy=True)
    fonts = TTCollection(path, lazy=True).fonts
    return next(font for font in fonts if face in (font["name"].getDebugName(1), font["name"].getDebugName(16)))


def _renamed(font: Any, family: str, weight: str) -> None:
    names = font["name"]
    names.names = [name for name in names.names if name.nameID in (0, 7, 8, 9, 11, 13, 14)]
    told = {1: family, 2: weight, 3: f"{family} {weight}", 4: f"{family} {weight}"}
    told[6] = f"{family}-{weight}".replace(" ", "")
    for number, text in told.items():
        names.setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        outlines = font["CFF "].cff
        outlines.fontNames = [told[6]]
        outlines[0].FamilyName, outlines[0].FullName = family, told[4]


def cut(one: Cut, weight: str, folder: Path) -> Path:
    """Makes one file. Raises StopIteration where the source isn't under the folder."""
    source = next(folder.rglob(one.source.format(weight=weight)))
    font = _opened(source, one.face)
    options = subset.Options(hinting=False, notdef_outline=True, name_IDs=["*"], layout_features=["*"])
    if one.face:
        # Vertical setting, and the forms of other countries, aren't used and weigh a lot.
        options.layout_features = ["ccmp", "kern", "palt", "ljmo", "vjmo", "tjmo", "mark", "mkmk"]
        options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=one.characters)
    subsetter.subset(font)
    _renamed(font, one.family, weight)
    target = one.file(weight)
    font.save(target)
    return target


def main(folder: Path) -> None:
    HERE.mkdir(exist_ok=True)
    total = 0
    for one in CUTS:
        for weight in one.weights:
            made = cut(one, weight, folder)
            total += made.stat().st_size
            sys.stdout.write(f"{made.name:32} {made.stat().st_size:>9,}\n")
    sys.stdout.write(f"{'':32} {total:>9,}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts"))
