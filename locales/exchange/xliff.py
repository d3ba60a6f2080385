"""Items as an XLIFF 2.0 document (OASIS standard, read by every XLIFF 2 program)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from locales.exchange.files import name_of
from locales.exchange.markup import Code, Part, parse
from locales.exchange.units import Item, Unit
from locales.registry import tag_of

MEDIA_TYPE = "application/xliff+xml"
CORE = "urn:oasis:names:tc:xliff:document:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
CATEGORY = "exchange"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write(items: Iterable[Item], source: str, target: str) -> bytes:
    """All units of the items, translated or not: a file for each item, a unit for each text."""
    root = etree.Element(
        f"{{{CORE}}}xliff",
        {"version": "2.0", "srcLang": tag_of(source), "trgLang": tag_of(target)},
        nsmap={None: CORE, "mda": METADATA},  # type: ignore[dict-item]  # None is lxml's default namespace
    )
    count = 0
    for number, item in enumerate((item for item in items if item.units), 1):
        file = _child(root, "file", id=f"f{number}", original=name_of(item.kind, item.pk))
        _notes(file, [("", item.title)])
        for unit in item.units:
            count += 1
            _unit(file, name_of(item.kind, item.pk), unit, count)
    if not len(root):
        # The standard wants at least one file with one unit.
        _nothing(root)
    document: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _child(parent: Any, tag: str, /, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{CORE}}}{tag}", attributes)


def _nothing(root: Any) -> None:
    file = _child(root, "file", id="f1")
    unit = _child(file, "unit", id="u1", translate="no")
    _child(_child(unit, "segment"), "source")


def _notes(parent: Any, notes: Sequence[tuple[str, str]]) -> None:
    kept = [(category, text) for category, text in notes if text.strip()]
    if not kept:
        return
    holder = _child(parent, "notes")
    for category, text in kept:
        note = _child(holder, "note", **({"category": category} if category else {}))
        note.text = _NOT_IN_XML.sub(" ", text)


def _unit(file: Any, item: str, unit: Unit, number: int) -> None:
    """Named for its item too: not every program gives the file's `original` back."""
    element = _child(file, "unit", id=f"u{number}", name=f"{item} {unit.key}")
    _meta(element, unit)
    limit = _("At most %(limit)s characters.") % {"limit": unit.limit} if unit.limit else ""
    _notes(element, [("field", unit.label), ("limit", limit), ("help", unit.note), ("obstacle", unit.obstacle)])
    source = parse(unit.source) if unit.markup else [unit.source]
    _original_data(element, source)
    segment = _child(element, "segment", state="translated" if unit.target else "initial")
    _content(_child(segment, "source"), source)
    if unit.target:
        _content(_child(segment, "target"), parse(unit.target) if unit.markup else [unit.target])


def _meta(element: Any, unit: Unit) -> None:
    group = etree.SubElement(
        etree.SubElement(element, f"{{{METADATA}}}metadata"), f"{{{METADATA}}}metaGroup", {"category": CATEGORY}
    )
    facts = {"source-sha256": unit.source_digest, "target-sha256": unit.target_digest or "none"}
    for name, value in facts.items():
        etree.SubElement(group, f"{{{METADATA}}}meta", {"type": name}).text = value


def _original_data(element: Any, parts: Sequence[Part]) -> None:
    codes = [part for part in parts if isinstance(part, Code)]
    if not codes:
        return
    holder = _child(element, "originalData")
    for code in codes:
        _child(holder, "data", id=_data_id(code)).text = _shown(code)


def _shown(code: Code) -> str:
    """What a translation program shows for the tag: its name. Addresses stay at home."""
    return f"</{code.name}>" if code.role == "close" else f"<{code.name}{'/' if code.role == 'lone' else ''}>"


def _data_id(code: Code) -> str:
    return f"d{code.number}{'e' if code.role == 'close' else ''}"


def _content(element: Any, parts: Sequence[Part]) -> None:
    """Text and codes: a pair that is well nested as `pc`, anything else as `ph`."""
    element.set(_SPACE, "preserve")
    open_elements = [element]
    for part in parts:
        here = open_elements[-1]
        if isinstance(part, str):
            _text(here, part)
        elif part.role == "close":
            if len(open_elements) > 1 and open_elements[-1].get("id") == str(part.number):
                open_elements.pop()
        elif part.role == "lone":
            _child(here, "ph", id=str(part.number), dataRef=_data_id(part), disp=part.name)
        else:
            data = {"dataRefStart": f"d{part.number}", "dataRefEnd": f"d{part.number}e"}
            open_elements.append(
                _child(here, "pc", id=str(part.number), dispStart=part.name, dispEnd=f"/{part.name}", **data)
            )


def _text(parent: Any, text: str) -> None:
    """Text with the characters that XML can't hold as `cp` elements."""
    position = 0
    for match in _NOT_IN_XML.finditer(text):
        _append(parent, text[position : match.start()])
        _child(parent, "cp", hex=f"{ord(match.group()):04X}")
        position = match.end()
    _append(parent, text[position:])


def _append(parent: Any, text: str) -> None:
    if not text:
        return
    if len(parent):
        last = parent[-1]
        last.tail = (last.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
