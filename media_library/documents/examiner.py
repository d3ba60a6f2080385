"""Looks through a PDF in a process of its own, started by `apart.examine`; nothing of the product is imported here.

    python -I examiner.py <path>

Prints one JSON object: {"pages": 12} or {"refused": "…", "what": "…"}. Reasons: damaged, encrypted, active, too_long.
Sources: ISO 32000-2, 7.5 (structure), 7.6 (encryption), 12.6 (actions), 7.11.4 (embedded files).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

OBJECT_LIMIT = 500_000
PAGE_LIMIT = 20_000
DEPTH_LIMIT = 60

ACTIVE_ACTIONS = frozenset(
    ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/RichMediaExecute")
)
ACTIVE_KEYS = frozenset(("/JS", "/JavaScript", "/EmbeddedFiles", "/XFA", "/RichMediaContent", "/RichMediaSettings"))
ACTIVE_TYPES = frozenset(("/EmbeddedFile",))
ACTIVE_SUBTYPES = frozenset(("/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D", "/Sound"))


class Refused(Exception):
    def __init__(self, reason: str, what: str = "") -> None:
        super().__init__(reason)
        self.reason, self.what = reason, what


def examine(path: str) -> dict[str, Any]:
    from pypdf import PdfReader

    with open(path, "rb") as file:  # noqa: PTH123  (a plain path is all this process knows)
        try:
            reader = PdfReader(file, strict=False)
            if reader.is_encrypted:
                raise Refused("encrypted")
            for number, found in enumerate(_objects(reader)):
                if number > OBJECT_LIMIT:
                    raise Refused("too_long")
                _check(found)
            pages = len(reader.pages)
            for page in reader.pages[: min(pages, 3)]:
                _ = page.mediabox.width
        except Refused:
            raise
        except RecursionError as error:
            raise Refused("damaged") from error
        except Exception as error:  # whatever a hostile file makes the parser raise
            raise Refused("damaged") from error
    if pages < 1:
        raise Refused("damaged")
    if pages > PAGE_LIMIT:
        raise Refused("too_long")
    return {"pages": pages}


def _objects(reader: Any) -> Iterator[Any]:
    """The trailer and every object that the file has a place for, those in object streams too."""
    from pypdf.generic import IndirectObject

    yield reader.trailer
    numbers = {(number, generation) for generation, places in reader.xref.items() for number in places}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > OBJECT_LIMIT:
        raise Refused("too_long")
    for number, generation in sorted(numbers):
        if number == 0:
            continue
        found = reader.get_object(IndirectObject(number, generation, reader))
        if found is not None:
            yield found


def _check(found: Any, depth: int = 0) -> None:
    """What this object itself holds; what it points to is an object of its own."""
    if depth > DEPTH_LIMIT:
        raise Refused("too_long")
    if isinstance(found, dict):
        if found.get("/S") in ACTIVE_ACTIONS:
            raise Refused("active", str(found["/S"]).lstrip("/"))
        if found.get("/Type") in ACTIVE_TYPES or found.get("/Subtype") in ACTIVE_SUBTYPES:
            raise Refused("active", str(found.get("/Subtype") or found.get("/Type")).lstrip("/"))
        for key in found:
            if key in ACTIVE_KEYS:
                raise Refused("active", str(key).lstrip("/"))
        for value in dict.values(found):
            _check(value, depth + 1)
    elif isinstance(found, list):
        for value in list.__iter__(found):
            _check(value, depth + 1)


def main(path: str) -> None:
    try:
        told = examine(path)
    except Refused as refusal:
        told = {"refused": refusal.reason, "what": refusal.what[:60]}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
