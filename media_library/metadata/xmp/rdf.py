"""An XMP packet read into plain values.

Only properties of the schemas in the mapping table are kept. The packet comes from strangers: document
types, and with them entities, are refused; nothing is fetched; libxml2's limits on size and depth stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from media_library.metadata.errors import Journal
from media_library.metadata.mapping import NAMESPACES

PACKET_LIMIT = 8 * 1024 * 1024
"""Octets of one packet that are parsed. Editing histories reach a megabyte, captions never."""

DEPTH_LIMIT = 12
"""Structures within structures that are followed; IPTC needs three."""

_RDF = f"{{{NAMESPACES['rdf']}}}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()}
_LISTS = frozenset({f"{_RDF}Alt", f"{_RDF}Bag", f"{_RDF}Seq"})
_SYNTAX = frozenset({"rdf", "x"})
_OPENING = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:xmpmeta|RDF)[\s>]")
_CLOSING = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:xmpmeta|RDF)\s{0,40}>")
_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of an rdf:Alt, Bag or Seq: (xml:lang or an empty string, value)."""

    items: tuple[tuple[str, Node], ...]


Structure = dict[str, "Node"]
Node = str | Listing | Structure
Properties = dict[str, Node]
"""Prefixed name as in the mapping table (`dc:title`) → value."""


def parse(packet: bytes | memoryview, journal: Journal, where: str = "XMP") -> Properties:
    """The packet's properties; empty, with a line in the journal, when it can't be read."""
    if len(packet) > PACKET_LIMIT:
        journal.skip(where, "too long")
        return {}
    root = _tree(bytes(packet), journal, where)
    if root is None:
        return {}
    top = next(root.iter(f"{_RDF}RDF"), None)
    if top is None:
        journal.skip(where, "holds no RDF")
        return {}
    found: Properties = {}
    for description in top.iterchildren(f"{_RDF}Description"):
        for name, value in _members(description, DEPTH_LIMIT):
            found.setdefault(name, value)
    return found


def _tree(packet: bytes, journal: Journal, where: str) -> etree._Element | None:
    for attempt in _attempts(packet):
        if b"<!DOCTYPE" in attempt.replace(b"\0", b""):
            break
        try:
            root = etree.fromstring(attempt, strict_parser())
        except (etree.XMLSyntaxError, ValueError):
            continue
        if root.getroottree().docinfo.internalDTD is not None:
            break
        return root
    else:
        journal.skip(where, "not well-formed XML")
        return None
    journal.skip(where, "document types are refused")
    return None


def _attempts(packet: bytes) -> Iterator[bytes]:
    """The packet as it is; then what lies between its outermost tags, without stray control octets."""
    stripped = packet.strip(b"\0 \t\r\n")
    if stripped:
        yield stripped
    opening = _OPENING.search(packet)
    ends = [closing.end() for closing in _CLOSING.finditer(packet)]
    if opening and ends:
        yield packet[opening.start() : ends[-1]].translate(None, _CONTROLS)


def strict_parser() -> etree.XMLParser:
    """A parser that expands no entity, loads nothing and keeps libxml2's limits."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _members(element: etree._Element, depth: int) -> Iterator[tuple[str, Node]]:
    """The properties of a description or structure: its attributes, then its children."""
    for tag, text in element.attrib.items():
        name = _name(tag)
        if name and text.strip():
            yield name, str(text)
    for child in element.iterchildren(tag=etree.Element):
        name = _name(child.tag)
        value = _value(child, depth - 1) if name else None
        if name and value:
            yield name, value


def _name(tag: object) -> str | None:
    """`{namespace}local` as prefix:local; None for schemas we don't know and for RDF's own syntax."""
    namespace, _, local = str(tag).removeprefix("{").rpartition("}")
    prefix = _PREFIXES.get(namespace)
    return None if prefix is None or prefix in _SYNTAX else f"{prefix}:{local}"


def _value(element: etree._Element, depth: int) -> Node | None:
    """What a property element holds, in any of the ways RDF/XML can spell it."""
    if depth <= 0:
        return None
    if resource := element.get(f"{_RDF}resource"):
        return str(resource)
    children = list(element.iterchildren(tag=etree.Element))
    if element.get(f"{_RDF}parseType") == "Resource":
        return _structure(element, depth)
    if len(children) == 1 and children[0].tag in _LISTS:
        return _listing(children[0], depth)
    if len(children) == 1 and children[0].tag == f"{_RDF}Description":
        return _structure(children[0], depth)
    if children:
        return None
    text = element.text or ""
    return text if text.strip() else dict(_members(element, depth)) or None


def _structure(element: etree._Element, depth: int) -> Node | None:
    """A structure, or the bare value when it is one with qualifiers (rdf:value)."""
    qualified = element.get(f"{_RDF}value")
    if qualified:
        return str(qualified)
    for child in element.iterchildren(f"{_RDF}value"):
        return _value(child, depth - 1)
    return dict(_members(element, depth)) or None


def _listing(element: etree._Element, depth: int) -> Listing | None:
    items: list[tuple[str, Node]] = []
    for item in element.iterchildren(f"{_RDF}li"):
        value = _value(item, depth - 1)
        if value:
            items.append((str(item.get(_LANG) or ""), value))
    return Listing(tuple(items)) if items else None
