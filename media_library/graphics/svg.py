"""SVG: read with care, refused where it could act, and written anew from a list of what may be in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from media_library.graphics.vocabulary import ATTRIBUTES, DROPPED, ELEMENTS, SVG, XLINK, XML

ELEMENT_LIMIT = 200_000
DEPTH_LIMIT = 200
STYLE_LIMIT = 1024 * 1024
SIDE_LIMIT = 100_000
"""Units of width or height that are believed."""

_FORBIDDEN_MARKUP = re.compile(
    r"<!ENTITY|<!ATTLIST|<!ELEMENT|<!NOTATION|<!DOCTYPE[^>]*\[|<\?xml-stylesheet", re.IGNORECASE
)
_NAMESPACES: Any = {None: SVG, "xlink": XLINK}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*(px|pt|pc|mm|cm|in)?\s*")
_IN_PIXELS = {None: 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_URL = re.compile(r"url\(\s*['\"]?\s*([^'\")]*)", re.IGNORECASE)
_ACTIVE_STYLE = re.compile(
    r"@import|@namespace|@font-face|expression\s*\(|javascript:|behavior\s*:|-moz-binding|image\s*\(|image-set\s*\("
    r"|src\s*\(|<",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class NotADrawing(Exception):
    """Not an SVG, or one that can't be read."""


class NotSafe(Exception):
    """An SVG that could act or fetch; `what` names the element or attribute, for the message."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class Drawing:
    """Width and height in CSS pixels, None where the drawing has no size of its own."""

    width: int | None
    height: int | None


def read(data: bytes) -> Drawing:
    """What the drawing says. Raises NotADrawing or NotSafe; what passes can also be written anew."""
    root = _parse(data)
    _checked(root)
    return Drawing(*_size(root))


def prepared(data: bytes, xmp: bytes) -> bytes:
    """The drawing made anew of what may leave, with the approved packet in it. Raises as `read` does."""
    clean = _checked(_parse(data))
    metadata = etree.Element(f"{{{SVG}}}metadata")
    said = _packet(xmp)
    if said is not None:
        metadata.append(said)
        clean.insert(0, metadata)
    return etree.tostring(clean, encoding="UTF-8", xml_declaration=True)


def _parse(data: bytes) -> etree._Element:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotADrawing("not UTF-8") from error
    if found := _FORBIDDEN_MARKUP.search(text):
        raise NotSafe(found[0].split("[")[0].strip())
    # What the declaration says of the encoding no longer holds.
    plain = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(plain.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotADrawing(str(error)) from error
    if root is None or root.tag != f"{{{SVG}}}svg":
        raise NotADrawing("no SVG")
    return root


def _checked(root: etree._Element) -> etree._Element:
    """A copy with only what may leave. Elements of drawing programs' own languages are left out."""
    counted = [0]
    clean = _copy(root, 0, counted)
    if clean is None:
        raise NotADrawing("no SVG")
    return clean


def _copy(element: etree._Element, depth: int, counted: list[int]) -> etree._Element | None:
    counted[0] += 1
    if depth > DEPTH_LIMIT or counted[0] > ELEMENT_LIMIT:
        raise NotADrawing("too deep or too long")
    if not isinstance(element.tag, str):
        raise NotSafe("entity")
    name = etree.QName(element)
    if name.namespace != SVG:
        if name.namespace in (None, "http://www.w3.org/1999/xhtml"):
            raise NotSafe(name.localname)
        return None
    if name.localname in DROPPED:
        return None
    if name.localname not in ELEMENTS:
        raise NotSafe(name.localname)
    copy = etree.Element(element.tag, nsmap=_NAMESPACES if depth == 0 else None)
    for key, value in _attributes(element):
        copy.set(key, value)
    copy.text = element.text
    if name.localname == "style":
        _check_style(element.text or "", "style")
    for child in element:
        inner = _copy(child, depth + 1, counted)
        if inner is not None:
            inner.tail = child.tail
            copy.append(inner)
    return copy


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    for key, raw in element.attrib.items():
        name, value = etree.QName(str(key)), str(raw)
        local = name.localname
        if local.lower().startswith("on"):
            raise NotSafe(local)
        if local == "href" and name.namespace in (None, XLINK):
            if not value.strip().startswith("#"):
                raise NotSafe(f"href=“{value.strip()[:40]}”")
            yield str(key), value.strip()
        elif name.namespace == XML and local in ("space", "lang"):
            yield str(key), value
        elif name.namespace is None and local in ATTRIBUTES:
            _check_style(value, local)
            yield local, value


def _check_style(value: str, where: str) -> None:
    """Raises NotSafe for what fetches or acts. Escapes are refused, since they hide what they say."""
    plain = _COMMENT.sub("", value)
    if len(value) > STYLE_LIMIT or "\\" in plain or _ACTIVE_STYLE.search(plain):
        raise NotSafe(where)
    for address in _URL.findall(plain):
        if not address.strip().startswith("#"):
            raise NotSafe(f"url({address.strip()[:40]})")


def _size(root: etree._Element) -> tuple[int | None, int | None]:
    sides = _length(root.get("width")), _length(root.get("height"))
    if None not in sides:
        return sides
    box = (root.get("viewBox") or "").replace(",", " ").split()
    if len(box) != 4:
        return None, None
    width, height = _length(box[2]), _length(box[3])
    return (width, height) if width and height else (None, None)


def _length(text: str | None) -> int | None:
    found = _LENGTH.fullmatch(text or "")
    if not found:
        return None
    value = float(found[1]) * _IN_PIXELS[found[2]]
    return round(value) or None if value <= SIDE_LIMIT else None


def _packet(xmp: bytes) -> etree._Element | None:
    """The packet's RDF, which in SVG stands in `metadata` by itself (SVG 2, 5.10): around it, readers don't find it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=True)
    root = etree.fromstring(xmp.strip(), parser) if xmp else None
    return root if root is None or root.tag == _RDF else root.find(_RDF)
