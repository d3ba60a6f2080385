"""From the content files' blocks to what a StreamField keeps."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any
from uuid import uuid4

from cms.demo.source import Entry, in_language

Raw = dict[str, Any]


class Names:
    """Primary keys behind the names that content files use: of pictures, other files, elements, and stories."""

    def __init__(
        self,
        photos: Mapping[str, int],
        elements: Mapping[str, int],
        files: Mapping[str, int],
        story: Callable[[str], int],
    ) -> None:
        self.photos = photos
        self.elements = elements
        self.files = files
        self.story = story

    def photo(self, key: str) -> int:
        """Raises KeyError for a picture that no content file describes."""
        return self.photos[key]


def rich(text: str) -> str:
    """Plain text as rich text: an empty line ends a paragraph, `## ` begins a heading, `- ` a list item."""
    return "".join(_rich_part(part.strip()) for part in text.strip().split("\n\n"))


def _rich_part(part: str) -> str:
    if part.startswith("## "):
        return f"<h2>{escape(part[3:].strip(), quote=False)}</h2>"
    if part.startswith("- "):
        items = [line[2:].strip() for line in part.splitlines() if line.startswith("- ")]
        return "<ul>" + "".join(f"<li>{escape(item, quote=False)}</li>" for item in items) + "</ul>"
    return f"<p>{escape(' '.join(part.split()), quote=False)}</p>"


def stream(name: str, entries: list[Entry], code: str, names: Names) -> str:
    """A StreamField of one kind of block, in one language, as its JSON."""
    return _json([_block(name, _struct(value, names)) for value in in_language(entries, code)])


def body(entries: list[Entry], code: str, names: Names) -> str:
    """Running content: each entry names its `type`; those not written in the language are left out."""
    return _json([_body_block(entry, names) for entry in in_language(entries, code)])


def mixed(entries: list[Entry], code: str, names: Names) -> str:
    """A StreamField of several kinds of plain block: each entry names its `type`."""
    told = in_language(entries, code)
    return _json([_block(one["type"], _struct({k: v for k, v in one.items() if k != "type"}, names)) for one in told])


def photo_stream(keys: list[str], names: Names) -> str:
    return _json([_block("photo", names.photo(key)) for key in keys])


def _body_block(entry: Entry, names: Names) -> Raw:
    kind = entry["type"]
    value = {key: inner for key, inner in entry.items() if key != "type"}
    match kind:
        case "paragraph":
            return _block(kind, rich(value["text"]))
        case "facts":
            return _block(kind, value | {"facts": _items(value["facts"])})
        case "gallery":
            return _block(kind, value | {"photos": _items([names.photo(key) for key in value["photos"]])})
        case "picture" | "quote":
            return _block(kind, _struct(value, names))
    raise ValueError(f"no such block: {kind}")


def _struct(value: Raw, names: Names) -> Raw:
    made = dict(value)
    for field in ("photo", "do_photo", "dont_photo"):
        if field in made:
            made[field] = names.photo(made[field])
    if "files" in made:
        made["files"] = [_file(file, names) for file in made["files"]]
    if "stories" in made:
        made["stories"] = _items([names.story(key) for key in made["stories"]])
    if "story" in made:
        made["story"] = names.story(made["story"])
    if "never_with" in made:
        made["never_with"] = _items([one["text"] for one in made["never_with"]])
    if "element" in made:
        made["element"] = names.elements[made["element"]]
    if "proofs" in made:
        made["proofs"] = _items(made["proofs"])
    return made


def _file(told: Raw, names: Names) -> Raw:
    """`{graphic = "key"}`: one file, by its kind."""
    ((kind, key),) = told.items()
    return _block(kind, names.photo(key) if kind == "photo" else names.files[key])


def _items(values: list[Any]) -> list[Raw]:
    return [_block("item", value) for value in values]


def _block(kind: str, value: Any) -> Raw:
    return {"type": kind, "value": value, "id": str(uuid4())}


def _json(blocks: list[Raw]) -> str:
    return json.dumps(blocks, default=str, ensure_ascii=False)
