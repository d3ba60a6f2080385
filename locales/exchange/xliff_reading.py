"""Reading XLIFF 2 as programs send it back: segments split or joined, codes as `pc`, `sc`/`ec` or `ph`.

Parsed with defusedxml: a document with a type declaration or entities is refused before anything is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from locales.exchange.files import LONGEST_TEXT, UNITS_AT_MOST, BadFile, ExchangeFile, Offer, parse_name
from locales.exchange.markup import Code, Part, plain, write
from locales.exchange.units import digest
from locales.registry import LANGUAGES, code_of

_NAMESPACE = re.compile(r"\{urn:oasis:names:tc:xliff:document:2\.[0-9]\}")
_META = re.compile(r"\{urn:oasis:names:tc:xliff:metadata:2\.[0-9]\}meta")
_DEEPEST = 100


class _NotOurs(Exception):
    """A unit that no export of ours wrote."""


def read(data: bytes) -> ExchangeFile:
    """Raises BadFile with words for the translator."""
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadFile(_("The file has a document type or entities of its own. Those aren't read.")) from error
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (0, 0))[0]
        raise BadFile(_("This is no sound XML: look at line %(line)s.") % {"line": line}) from error
    namespace = _NAMESPACE.match(root.tag)
    if namespace is None or root.tag != f"{namespace.group()}xliff":
        words = _("This is XLIFF 1, which doesn't hold all that is needed. Export as XLIFF 2 from your program.")
        raise BadFile(words if "xliff:document:1" in root.tag else _("This is no XLIFF 2 file."))
    source, target = code_of(root.get("srcLang", "")), code_of(root.get("trgLang", ""))
    if source not in LANGUAGES or target not in LANGUAGES:
        raise BadFile(_("The file doesn't say from which language into which, or names one that isn't known here."))
    found = ExchangeFile(source, target)
    core = namespace.group()
    for count, (name, unit) in enumerate(_units(root, core)):
        if count >= UNITS_AT_MOST:
            raise BadFile(_("The file has more than %(limit)s texts. Send it in parts.") % {"limit": UNITS_AT_MOST})
        try:
            found.offers.append(_offer(name, unit, core))
        except _NotOurs:
            found.strangers += 1
    return found


def _units(root: Any, core: str) -> Iterator[tuple[str, Any]]:
    """Units with the `original` of their file, groups entered."""
    for file in root.iter(f"{core}file"):
        for unit in file.iter(f"{core}unit"):
            yield file.get("original", ""), unit


def _offer(name: str, unit: Any, core: str) -> Offer:
    own, _space, key = unit.get("name", "").rpartition(" ")
    item = parse_name(own or name)
    if item is None or not key:
        raise _NotOurs
    facts = {meta.get("type"): (meta.text or "").strip() for meta in unit.iter() if _META.fullmatch(meta.tag)}
    source, target, complete = _both(unit, core)
    codes = [part for part in (*source, *target) if isinstance(part, Code)]
    source_text = write(source) if codes else plain(source)
    noted = facts.get("source-sha256", "")
    digests = {digest(source_text), digest(plain(source)), digest(write(source))}
    problem = _("The source text was changed in the file.") if noted and not _same(noted, digests, codes) else ""
    text = write(target) if codes else plain(target)
    if len(text) > LONGEST_TEXT:
        text, problem = "", _("The translation is longer than any text here may be.")
    before = facts.get("target-sha256")
    return Offer(
        *item,
        key=key,
        source_digest=noted or digest(source_text),
        target_digest="" if before == "none" else before,
        target=text,
        form="tagged" if codes else "plain",
        unfinished=bool(text) and not complete,
        problem=problem,
    )


def _same(noted: str, digests: set[str], codes: list[Code]) -> bool:
    """Codes come back without their names, so a text with codes can't be compared letter by letter here."""
    return noted in digests or bool(codes)


def _both(unit: Any, core: str) -> tuple[list[Part], list[Part], bool]:
    """(source, target, whether every segment has its target)."""
    source: list[Part] = []
    target: list[Part] = []
    complete = True
    for part in unit:
        if part.tag not in (f"{core}segment", f"{core}ignorable"):
            continue
        original, translation = part.find(f"{core}source"), part.find(f"{core}target")
        source += _parts(original, core) if original is not None else []
        if translation is not None:
            target += _parts(translation, core)
        elif part.tag == f"{core}ignorable":
            target += _parts(original, core) if original is not None else []
        else:
            complete = False
    return source, target, complete


def _parts(element: Any, core: str, depth: int = 0) -> list[Part]:
    if depth > _DEEPEST:
        raise BadFile(_("Codes are nested too deeply in this file."))
    parts: list[Part] = [element.text] if element.text else []
    for child in element:
        parts += _code(child, core, depth)
        if child.tail:
            parts.append(child.tail)
    return _joined(parts)


def _code(child: Any, core: str, depth: int) -> list[Part]:
    if not isinstance(child.tag, str) or not child.tag.startswith(core):
        return []
    match child.tag.removeprefix(core):
        case "cp":
            return [_character(child.get("hex", ""))]
        case "mrk":
            return _parts(child, core, depth + 1)
        case "pc":
            number = _number(child.get("id", ""))
            return [Code(number, "open"), *_parts(child, core, depth + 1), Code(number, "close")]
        case "sc":
            return [Code(_number(child.get("id", "")), "open")]
        case "ec":
            return [Code(_number(child.get("startRef") or child.get("id", "")), "close")]
        case "ph":
            return [Code(_number(child.get("id", "")), "lone")]
    return []


def _number(text: str) -> int:
    """Of a code; one that a translator's program made itself has no number of ours, which is found out later."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 5 else 99_999


def _character(text: str) -> str:
    try:
        return chr(int(text, 16))
    except (ValueError, OverflowError) as error:
        raise BadFile(_("A character code in this file isn't one.")) from error


def _joined(parts: list[Part]) -> list[Part]:
    joined: list[Part] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return joined
