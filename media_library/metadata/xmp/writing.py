"""XMP packets built from what we say of a picture. Equal content gives equal octets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date

from lxml import etree

from media_library.metadata.dates import as_xmp
from media_library.metadata.mapping import FIELDS, NAMESPACES, Form
from media_library.metadata.model import Outgoing
from media_library.metadata.text import X_DEFAULT, canonical_tag, legal
from media_library.metadata.vocabulary import uri_of

HEADER = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
TRAILER = b'\n<?xpacket end="w"?>'

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FALLBACK = "en"


def packet(fields: Outgoing) -> bytes:
    """The XMP packet (UTF-8, with its xpacket wrapper) that says `fields`; fit for a `.xmp` sidecar too.

    Language alternatives begin with `x-default` in the working language, then come all tags in order.
    Characters that XML can't hold are left out. Raises ValueError for a key that is no language tag,
    for two keys that mean the same one, and for a position that isn't on earth.
    """
    description = etree.Element(q("rdf:Description"), {q("rdf:about"): ""}, nsmap=description_namespaces())
    for field in FIELDS:
        if field.xmp and hasattr(fields, field.name):
            value = getattr(fields, field.name)
            if field.vocabulary:
                value = uri_of(value, field.vocabulary)
            _put(description, field.xmp[0], field.form, value, fields.working)
    if fields.rights or fields.usage_terms:
        _leaf(description, "xmpRights:Marked", "True")
    return wrapped(description)


def wrapped(description: etree._Element) -> bytes:
    """A whole packet around one rdf:Description."""
    return HEADER + bare(description) + TRAILER


def bare(description: etree._Element) -> bytes:
    """The serialised x:xmpmeta around one rdf:Description, without the packet wrapper."""
    meta = etree.Element(q("x:xmpmeta"), nsmap={"x": NAMESPACES["x"]})
    etree.SubElement(meta, q("rdf:RDF"), nsmap={"rdf": NAMESPACES["rdf"]}).append(description)
    etree.indent(meta, space=" ")
    return etree.tostring(meta, encoding="utf-8", xml_declaration=False)


def q(name: str) -> str:
    """`dc:title` as lxml's `{namespace}title`."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def description_namespaces() -> dict[str, str]:
    steps = (step for field in FIELDS for path in field.xmp[:1] for step in path.split("/"))
    return {prefix: NAMESPACES[prefix] for prefix in sorted({step.partition(":")[0] for step in steps})}


def _put(description: etree._Element, path: str, form: Form, value: object, working: str) -> None:
    match value:
        case Mapping():
            _alternatives(description, path, _with_default(value, working))
        case tuple():
            kind = "rdf:Seq" if form is Form.ORDERED else "rdf:Bag"
            _list(description, path, kind, [text for one in value if (text := legal(str(one)).strip())])
        case date():
            _leaf(description, path, as_xmp(value))
        case float() | int():
            _leaf(description, path, _coordinate(float(value), path))
        case str() if text := legal(value).strip():
            *parents, name = path.split("/")
            _leaf(_member_of(description, parents), name, text)


def _leaf(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, q(name)).text = text


def _list(parent: etree._Element, name: str, kind: str, texts: Iterable[str]) -> None:
    if texts:
        listing = etree.SubElement(etree.SubElement(parent, q(name)), q(kind))
        for text in texts:
            _leaf(listing, "rdf:li", text)


def _alternatives(parent: etree._Element, name: str, texts: Mapping[str, str]) -> None:
    if texts:
        listing = etree.SubElement(etree.SubElement(parent, q(name)), q("rdf:Alt"))
        for tag, text in texts.items():
            etree.SubElement(listing, q("rdf:li"), {_LANG: tag}).text = text


def _member_of(description: etree._Element, parents: list[str]) -> etree._Element:
    """The structure that holds a member: the first item of an ordered list, made when it's missing."""
    for name in parents:
        existing = description.find(f"{q(name)}/{q('rdf:Seq')}/{q('rdf:li')}")
        if existing is None:
            listing = etree.SubElement(etree.SubElement(description, q(name)), q("rdf:Seq"))
            existing = etree.SubElement(listing, q("rdf:li"), {q("rdf:parseType"): "Resource"})
        description = existing
    return description


def _with_default(texts: Mapping[str, str], working: str) -> dict[str, str]:
    """{x-default, then every tag in order}; a mapping that brings its own x-default keeps it."""
    tagged: dict[str, str] = {}
    for key, raw in texts.items():
        tag = canonical_tag(key)
        if tag is None or tag in tagged:
            raise ValueError(f"{key!r} is " + ("no language tag" if tag is None else "there twice"))
        if text := legal(raw).strip():
            tagged[tag] = text
    if not tagged:
        return {}
    default = tagged.pop(X_DEFAULT, "")
    ordered = dict(sorted(tagged.items()))
    wanted = (default, *(ordered.get(tag or "", "") for tag in (canonical_tag(working), _FALLBACK)))
    return {X_DEFAULT: next((text for text in (*wanted, *ordered.values()) if text), ""), **ordered}


def _coordinate(value: float, path: str) -> str:
    """Degrees and decimal minutes with the hemisphere (ISO 16684-2); six decimals are 2 mm."""
    letters, limit = ("NS", 90) if path.endswith("Latitude") else ("EW", 180)
    if not math.isfinite(value) or abs(value) > limit:
        raise ValueError(f"{value} is not a {path.partition(':')[2]}")
    millionths = round(abs(value) * 60_000_000)
    degrees, minutes = divmod(millionths, 60_000_000)
    return f"{degrees},{minutes // 1_000_000}.{minutes % 1_000_000:06}{letters[value < 0]}"
