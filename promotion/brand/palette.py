"""A palette as the files that design programs read. Values are those of the page, and nothing else."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from locales.slugs import slug_of
from promotion.colours import Colour


@dataclass(frozen=True, slots=True)
class Swatch:
    name: str
    colour: Colour
    use: str


def swatches(values: Iterable[Mapping[str, Any]]) -> list[Swatch]:
    """Of a stored palette; a value that isn't a colour, from before the check, is left out."""
    found = []
    for value in values:
        try:
            colour = Colour.from_hex(str(value.get("hex", "")))
        except ValueError:
            continue
        found.append(Swatch(_line(value.get("name")), colour, _line(value.get("use"))))
    return found


def _line(text: Any) -> str:
    """On one line, without what could end it in any of the formats."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text or "")).split())


def as_gpl(title: str, colours: Sequence[Swatch]) -> bytes:
    """GIMP palette, also read by Inkscape, Krita and Scribus."""
    head = ["GIMP Palette", f"Name: {_line(title)}", "Columns: 4", "#"]
    rows = [f"{c.colour.red:3d} {c.colour.green:3d} {c.colour.blue:3d}\t{c.name}" for c in colours]
    return "\n".join([*head, *rows, ""]).encode()


def as_css(title: str, colours: Sequence[Swatch]) -> bytes:
    """Custom properties; names in Latin letters, numbered where they have none or twice the same."""
    rows = [f"  --{name}: {c.colour.hex};{_remark(c)}" for name, c in zip(_names(colours), colours, strict=True)]
    return "\n".join([f"/* {_comment(title)} */", ":root {", *rows, "}", ""]).encode()


def _comment(text: str) -> str:
    return re.sub(r"\*+/|/\*+", " ", _line(text))


def _remark(swatch: Swatch) -> str:
    said = _comment(" – ".join(part for part in (swatch.name, swatch.use) if part))
    return f" /* {said} */" if said else ""


def _names(colours: Sequence[Swatch]) -> list[str]:
    names: list[str] = []
    for number, swatch in enumerate(colours, 1):
        name = f"colour-{slug_of(swatch.name) or number}"
        names.append(f"{name}-{number}" if name in names else name)
    return names


def as_json(title: str, colours: Sequence[Swatch]) -> bytes:
    told = [
        {
            "name": c.name,
            "hex": c.colour.hex,
            "rgb": [c.colour.red, c.colour.green, c.colour.blue],
            "cmyk_approximate": list(c.colour.cmyk),
            "use": c.use,
        }
        for c in colours
    ]
    return json.dumps({"name": _line(title), "colours": told}, ensure_ascii=False, indent=2).encode()


def as_ase(title: str, colours: Sequence[Swatch]) -> bytes:
    """Adobe Swatch Exchange 1.0: big-endian blocks of a UTF-16 name and three floats of RGB, each 0 to 1."""
    blocks = b"".join(_ase_block(c) for c in colours)
    return b"ASEF" + struct.pack(">HHI", 1, 0, len(colours)) + blocks


def _ase_block(swatch: Swatch) -> bytes:
    name = (swatch.name or swatch.colour.hex) + "\0"
    channels = (channel / 255 for channel in (swatch.colour.red, swatch.colour.green, swatch.colour.blue))
    encoded = name.encode("utf-16-be", "replace")
    body = struct.pack(">H", len(encoded) // 2) + encoded + b"RGB " + struct.pack(">fffH", *channels, 0)
    return struct.pack(">HI", 1, len(body)) + body


@dataclass(frozen=True, slots=True)
class Format:
    label: str
    content_type: str
    write: Callable[[str, Sequence[Swatch]], bytes]


FORMATS: dict[str, Format] = {
    "ase": Format("Adobe (ASE)", "application/octet-stream", as_ase),
    "gpl": Format("GIMP, Inkscape (GPL)", "text/plain; charset=utf-8", as_gpl),
    "css": Format("CSS", "text/css; charset=utf-8", as_css),
    "json": Format("JSON", "application/json", as_json),
}
"""By file name ending. Labels are names of programs and formats, the same in every language."""
