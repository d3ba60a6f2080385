"""IPTC-IIM, the legacy datasets. Source: IPTC-NAA Information Interchange Model 4.2."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

from media_library.metadata import charsets
from media_library.metadata.candidates import Candidate, Candidates, Value, monolingual, several, single
from media_library.metadata.dates import as_iim, parse_iim
from media_library.metadata.errors import Journal
from media_library.metadata.mapping import DATE_CREATED, FIELDS, TIME_CREATED, Dataset, Form
from media_library.metadata.model import PhotoMetadata
from media_library.metadata.text import LangText, cut_to_octets

CHARACTER_SET = (1, 90)
UTF8 = b"\x1b%G"
DATASET_LIMIT = 20_000
"""Datasets that are read."""

_VERSION = (2, 0)
_MARK = 0x1C

_TEXTS = {field.iim.number for field in FIELDS if field.iim} | {TIME_CREATED.number}

Datasets = dict[tuple[int, int], list[bytes]]


def parse(block: bytes | memoryview, journal: Journal) -> Datasets:
    """The datasets as {(record, number): values in order}; reading ends where it makes no sense."""
    found: Datasets = {}
    for key, value in islice(_walk(memoryview(block), journal), DATASET_LIMIT):
        found.setdefault(key, []).append(value)
    return found


def _walk(view: memoryview, journal: Journal) -> Iterator[tuple[tuple[int, int], bytes]]:
    at = 0
    while at + 5 <= len(view) and view[at] == _MARK:
        record, number, length = struct.unpack_from(">BBH", view, at + 1)
        start = at + 5
        if length & 0x8000:  # extended: the low bits say how many octets hold the length
            width = length & 0x7FFF
            if width > 4 or start + width > len(view):
                break
            length = int.from_bytes(view[start : start + width], "big")
            start += width
        if start + length > len(view):
            break
        yield (record, number), bytes(view[start : start + length])
        at = start + length
    if bytes(view[at:]).strip(b"\0"):
        journal.skip("IIM", "datasets cut short")


def candidates(datasets: Datasets, journal: Journal) -> Candidates:
    """What the datasets offer for the fields, in whatever character set they stand."""
    texts, charset = _decoded(datasets, journal)
    found: Candidates = {}
    for field in FIELDS:
        dataset = field.iim
        if dataset is None or field.form is Form.DATE or not (values := texts.get(dataset.number)):
            continue
        where = f"IIM {dataset.name}"
        value: Value
        if dataset.repeatable:
            value = several(values, where, journal)
        else:
            first = single(values[0], where, journal)
            value = monolingual(first) if first and field.form is Form.LANGUAGES else first
        if value:
            found[field.name] = Candidate(value, where if charset == "utf-8" else f"{where} ({charset})")
    return found | _moment(texts, journal)


def _decoded(datasets: Datasets, journal: Journal) -> tuple[dict[int, list[str]], str]:
    keys = [(number, raw) for (record, number), raws in datasets.items() if record == 2 for raw in raws]
    keys = [(number, raw) for number, raw in keys if number in _TEXTS]  # others hold pictures and numbers
    raws = [raw for _, raw in keys]
    escape = datasets.get(CHARACTER_SET, [b""])[0]
    named = charsets.declared(escape)
    decoded: list[str] | None = None
    charset = named or ""
    if named:
        try:
            decoded = [raw.decode(named) for raw in raws]
        except UnicodeDecodeError:
            journal.skip("IIM 1:90", f"the text isn't the declared {named}")
    elif escape.strip(b"\0 "):
        journal.skip("IIM 1:90", "unknown character set")
    if decoded is None:
        decoded, charset = charsets.decode_all(raws)
    texts: dict[int, list[str]] = {}
    for (number, _), text in zip(keys, decoded, strict=True):
        texts.setdefault(number, []).append(text)
    return texts, charset


def _moment(texts: dict[int, list[str]], journal: Journal) -> Candidates:
    day = texts.get(DATE_CREATED.number, [""])[0].strip("\0 ")
    if not day or not day.strip("0"):
        return {}
    moment = parse_iim(day, texts.get(TIME_CREATED.number, [""])[0].strip("\0 "))
    if moment is None:
        journal.skip(f"IIM {DATE_CREATED.name}", "not a date")
        return {}
    return {"taken_at": Candidate(moment, f"IIM {DATE_CREATED.name}")}


def build(metadata: PhotoMetadata, language: str | None) -> bytes:
    """The datasets for these fields, in UTF-8, declared as such, sorted by number.

    Of a text in several languages `language` is taken, else the default. Values longer than IIM allows
    are cut between characters. Empty when no field has an IIM dataset.
    """
    rows: list[tuple[int, bytes]] = []
    for field in FIELDS:
        if field.iim is None or field.form is Form.DATE:
            continue
        texts = _texts(getattr(metadata, field.name), language)
        rows += [(field.iim.number, _cut(text, field.iim, field.name)) for text in texts]
    if metadata.taken_at is not None and metadata.taken_precision in ("day", "minute", "second"):
        whole = metadata.taken_at if metadata.taken_precision != "day" else metadata.taken_at.date()
        day, time = as_iim(whole)
        rows += [(DATE_CREATED.number, day.encode()), (TIME_CREATED.number, time.encode())]
    rows = [(number, raw) for number, raw in rows if raw]
    if not rows:
        return b""
    ordered = sorted(rows, key=lambda row: row[0])
    return b"".join(
        [
            _dataset(*CHARACTER_SET, UTF8),
            _dataset(*_VERSION, b"\0\4"),
            *(_dataset(2, number, raw) for number, raw in ordered),
        ]
    )


def _texts(value: str | LangText | tuple[str, ...], language: str | None) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value.best(language) if isinstance(value, LangText) else value,)


def _cut(text: str, dataset: Dataset, name: str) -> bytes:
    if name == "country_code" and len(text) != 3:
        return b""
    return cut_to_octets(text, dataset.octets).encode("utf-8", "ignore")


def _dataset(record: int, number: int, raw: bytes) -> bytes:
    return struct.pack(">BBBH", _MARK, record, number, len(raw)) + raw
