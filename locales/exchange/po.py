"""Items as a gettext PO file, and back. `msgctxt` says which text it is, and what it was at export."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

import polib
from django.utils import timezone
from django.utils.translation import gettext as _

from locales.exchange.files import (
    LONGEST_TEXT,
    UNITS_AT_MOST,
    BadFile,
    ExchangeFile,
    Offer,
    name_of,
    parse_name,
)
from locales.exchange.units import Item, Unit, digest
from locales.registry import LANGUAGES, code_of, tag_of

MEDIA_TYPE = "text/x-gettext-translation; charset=utf-8"
_CONTEXT = re.compile(r"(?P<name>\S+) (?P<key>\S+) source:(?P<source>[0-9a-f]{64}) target:(?P<target>[0-9a-f]{64}|-)")
_ESCAPED = re.compile(r"~(~|u[0-9a-f]{4};)")
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufeff"
_UNSAFE = re.compile(f"[{_CONTROLS}]|~(?=[~u{_CONTROLS}])")


def _safe(text: str) -> str:
    """Controls and line separators that PO programs lose or take for line ends, as `~u2028;`."""
    return _UNSAFE.sub(lambda match: "~~" if match.group() == "~" else f"~u{ord(match.group()):04x};", text)


def _as_it_was(text: str) -> str:
    return _ESCAPED.sub(lambda match: "~" if match[1] == "~" else chr(int(match[1][1:5], 16)), text)


def write(items: Iterable[Item], source: str, target: str) -> bytes:
    """All units of the items, translated or not, UTF-8."""
    file = polib.POFile(wrapwidth=0)
    now = timezone.localtime().strftime("%Y-%m-%d %H:%M%z")
    file.metadata = {
        "Project-Id-Version": "translator's desk",
        "POT-Creation-Date": now,
        "PO-Revision-Date": now,
        "Language": tag_of(target).replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": tag_of(source),
        "X-Target-Language": tag_of(target),
        "X-Exchange": "1",
    }
    for item in items:
        for unit in item.units:
            file.append(_entry(item, unit))
    return str(file).encode()


def _entry(item: Item, unit: Unit) -> polib.POEntry:
    name = name_of(item.kind, item.pk)
    context = f"{name} {unit.key} source:{unit.source_digest} target:{unit.target_digest or '-'}"
    return polib.POEntry(
        msgctxt=context,
        msgid=_safe(unit.source),
        msgstr=_safe(unit.target),
        comment="\n".join(_comment(item, unit)),
        flags=["no-wrap"],
    )


def _comment(item: Item, unit: Unit) -> list[str]:
    lines = [f"{_one_line(item.title)}: {_one_line(unit.label)}"]
    if unit.limit:
        lines.append(_("At most %(limit)s characters.") % {"limit": unit.limit})
    if unit.markup:
        lines.append(_("Keep each code such as <b1>…</b1> once; write &lt; for <, &gt; for > and &amp; for &."))
    if unit.note:
        lines.append(_one_line(unit.note))
    if unit.obstacle:
        lines.append(_one_line(unit.obstacle))
    return lines


def _one_line(text: str) -> str:
    return " ".join(_safe(text).split())


def read(data: bytes) -> ExchangeFile:
    """Raises BadFile with words for the translator."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(_("The file isn't UTF-8. Save it from your program as UTF-8.")) from error
    entries = _entries(text)
    source, target = (code_of(entries.metadata.get(f"X-{side}-Language", "")) for side in ("Source", "Target"))
    target = target or code_of(entries.metadata.get("Language", ""))
    if source not in LANGUAGES or target not in LANGUAGES:
        raise BadFile(_("The file doesn't say from which language into which: its first lines were changed."))
    if len(entries) > UNITS_AT_MOST:
        raise BadFile(_("The file has more than %(limit)s texts. Send it in parts.") % {"limit": UNITS_AT_MOST})
    found = ExchangeFile(source, target)
    for entry in entries:
        if entry.obsolete:
            continue
        offer = _offer(entry)
        if offer is None:
            found.strangers += 1
        else:
            found.offers.append(offer)
    return found


def _entries(text: str) -> polib.POFile:
    """By way of a file of ours: given a string, polib would open whatever file it names, and cut at U+2028."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.po"
        path.write_bytes(text.encode())
        try:
            return polib.pofile(str(path), encoding="utf-8", wrapwidth=0)
        except (OSError, ValueError, IndexError, KeyError, AttributeError, TypeError, RecursionError) as error:
            line = re.search(r"line (\d+)", str(error))
            raise BadFile(
                _("This is no sound PO file: look at line %(line)s.") % {"line": line[1]}
                if line
                else _("This is no sound PO file.")
            ) from error


def _offer(entry: polib.POEntry) -> Offer | None:
    match = _CONTEXT.fullmatch(entry.msgctxt or "")
    name = parse_name(match["name"]) if match else None
    if match is None or name is None:
        return None
    source, target = _as_it_was(entry.msgid), _as_it_was(entry.msgstr)
    problem = _("The source text was changed in the file.") if digest(source) != match["source"] else ""
    if len(target) > LONGEST_TEXT:
        target, problem = "", _("The translation is longer than any text here may be.")
    return Offer(
        *name,
        key=match["key"],
        source_digest=match["source"],
        target_digest="" if match["target"] == "-" else match["target"],
        target=target,
        form="own",
        unfinished=entry.fuzzy,
        problem=problem,
    )
