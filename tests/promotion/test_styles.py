"""The style sheets keep their promises: contrast, direction, motion, nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from locales.registry import LANGUAGES
from promotion.colours import Colour
from promotion.pictures import ratio_class

FOLDER = Path(__file__).resolve().parents[2] / "promotion" / "static" / "promotion"
SHEETS = {
    path.name: re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S) for path in FOLDER.glob("*.css")
}

TEXT_PAIRS = [
    ("ink", "paper"), ("ink", "mist"), ("ink-soft", "paper"), ("ink-soft", "mist"), ("accent", "paper"),
    ("accent", "mist"), ("accent", "accent-soft"), ("accent-strong", "accent-soft"), ("accent-strong", "paper"),
    ("on-accent", "accent"), ("on-accent", "accent-strong"), ("on-notice", "notice"), ("on-deep", "deep"),
    ("on-deep-soft", "deep"), ("alarm", "paper"),
]  # fmt: skip
EDGE_PAIRS = [("rule-strong", "paper"), ("accent", "mist")]


def tokens(dark: bool) -> dict[str, Colour]:
    light, _mark, rest = SHEETS["base.css"].partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", light))
    if dark:
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", rest.split("@layer")[0]))
    full = {name: text if len(text) == 7 else "#" + "".join(2 * c for c in text[1:]) for name, text in found.items()}
    return {name: Colour.from_hex(text) for name, text in full.items()}


@pytest.mark.parametrize("dark", [False, True])
def test_text_has_contrast(dark: bool) -> None:
    """WCAG 2.2, 1.4.3 (4.5:1 for text) and 1.4.11 (3:1 for the edges of fields)."""
    colours = tokens(dark)
    low = [(a, b) for a, b in TEXT_PAIRS if colours[a].contrast(colours[b]) < 4.5]
    low += [(a, b) for a, b in EDGE_PAIRS if colours[a].contrast(colours[b]) < 3]
    assert low == []


def test_every_proportion_has_its_rule() -> None:
    classes = {ratio_class(width, 100) for width in range(10, 500)}
    assert classes == set(re.findall(r"\.(r-\d\d)", SHEETS["components.css"]))


ROOT = Path(__file__).resolve().parents[2]
EVERY_SHEET = {
    str(path.relative_to(ROOT)): re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    for path in ROOT.glob("*/static/**/*.css")
}
"""Of readers, partners and editors."""


@pytest.mark.parametrize("name", sorted(EVERY_SHEET))
def test_directions_are_logical(name: str) -> None:
    """What is to the left in one script is to the right in another."""
    sides = r"(?<!safe-area-)(?:margin|padding|border|inset)-(?:left|right|top|bottom)"
    corners = r"border-(?:top|bottom)-(?:left|right)-radius"
    sizes = r"(?<![-\w])(?:left|right|top|bottom|width|height)\s*:"
    values = r"(?:text-align|float|clear):\s*(?:left|right)"
    assert re.findall(rf"{sides}|{corners}|{sizes}|{values}", EVERY_SHEET[name]) == []


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_scripts_get_the_room_they_need(code: str) -> None:
    """Marks stack in Vietnamese, Lao and Khmer; scripts without italics are never slanted; all break as they should."""
    sheet = SHEETS["base.css"]
    language = LANGUAGES[code]
    rules = "\n".join(re.findall(rf"^.*:lang\({language.tag.partition('-')[0]}\).*$", sheet, flags=re.M))
    if language.script in ("Laoo", "Khmr"):
        assert float(re.findall(r"--leading-tight: ([\d.]+)", rules)[-1]) >= 1.5
    if code == "vi":
        assert float(re.findall(r"--leading-tight: ([\d.]+)", rules)[-1]) >= 1.25
    if language.script not in ("Latn", "Cyrl"):
        assert "font-style: normal" in rules and "--font:" in rules and "word-break" in rules


def test_everything_comes_from_here() -> None:
    addresses = [address for sheet in SHEETS.values() for address in re.findall(r"url\(\"?([^\")]+)", sheet)]
    assert addresses
    assert all((FOLDER / address).is_file() for address in addresses)
    assert (FOLDER / "fonts" / "OFL.txt").is_file()


def test_motion_only_for_those_who_want_it() -> None:
    for sheet in SHEETS.values():
        outside = re.sub(r"@media \(prefers-reduced-motion: no-preference\) \{.*?\n  \}", "", sheet, flags=re.S)
        assert not re.search(r"transition|animation|scroll-behavior", outside)
