"""Stored StreamField values as paths to their texts, and the same values with translations in them.

A block is known by its id, which a translation keeps when it is made as a copy. Where a translation has other
ids (it was written on its own), blocks are paired by position if their types agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.encoding import force_str
from wagtail.blocks import Block, CharBlock, ListBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.blocks.stream_block import BaseStreamBlock

from locales.exchange import richtext


@dataclass(frozen=True, slots=True)
class Leaf:
    """One text in a stream: its path, its value in source and translation, and whether these can be paired."""

    path: str
    label: str
    source: str
    target: str
    is_rich: bool
    limit: int | None = None
    in_target: bool = False
    unpaired: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    labels: tuple[str, ...]
    unpaired: bool = False

    def below(self, step: str, label: Any = "") -> _Place:
        words = force_str(label)
        return replace(self, path=f"{self.path}/{step}", labels=(*self.labels, words) if words else self.labels)


_ABSENT: Any = object()


def leaves(block: Block, source: Any, target: Any, path: str, label: str) -> Iterator[Leaf]:
    """All texts of a stored value, in order. `target` is the translation's stored value."""
    yield from _leaves(block, source, target, _Place(path, (label,)))


def _leaves(block: Block, source: Any, target: Any, place: _Place) -> Iterator[Leaf]:
    if not source:
        return
    if isinstance(block, BaseStreamBlock):
        for original, translation, at in _pairs(source, target, place):
            child = block.child_blocks.get(original["type"])
            if child is not None:
                value = translation["value"] if translation is not None else _ABSENT
                yield from _leaves(child, original["value"], value, at.below(original["id"], child.label))
    elif isinstance(block, ListBlock):
        for original, translation, at in _pairs(source, target, place):
            value = translation["value"] if translation is not None else _ABSENT
            yield from _leaves(block.child_block, original["value"], value, at.below(original["id"]))
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            value = target.get(name) if isinstance(target, Mapping) else _ABSENT
            yield from _leaves(child, source.get(name), value, place.below(name, child.label))
    elif is_text(block):
        has = target is not _ABSENT
        limit = getattr(getattr(block, "field", None), "max_length", None)
        rich = isinstance(block, RichTextBlock)
        words = " › ".join(place.labels)
        text = str(target or "") if has else ""
        yield Leaf(place.path, words, str(source), text, rich, limit, has, place.unpaired)


def is_text(block: Block) -> bool:
    """Whether a block holds words: not an address, a choice, a number or raw HTML."""
    return isinstance(block, CharBlock | TextBlock | RichTextBlock)


def _pairs(source: Any, target: Any, place: _Place) -> Iterator[tuple[Any, Any, _Place]]:
    partners = _partners(_children(source), _children(target))
    for original in _children(source):
        if partners is None:
            yield original, None, replace(place, unpaired=True)
        else:
            yield original, partners.get(original["id"]), place


def _children(stored: Any) -> list[Any]:
    """Children that have an id; very old list values have none and are left alone."""
    if not isinstance(stored, list):
        return []
    return [child for child in stored if isinstance(child, Mapping) and child.get("id") and "value" in child]


def _partners(source: Sequence[Any], target: Sequence[Any]) -> dict[str, Any] | None:
    """{id in the source: child of the translation}; None where the two can't be paired."""
    if not target:
        return {}
    known = {child["id"]: child for child in target}
    shared = {child["id"]: known[child["id"]] for child in source if child["id"] in known}
    if shared:
        return shared
    if [child.get("type") for child in source] == [child.get("type") for child in target]:
        return {original["id"]: child for original, child in zip(source, target, strict=True)}
    return None


# --- writing ----------------------------------------------------------------------------------------------
def written(block: Block, source: Any, target: Any, path: str, texts: Mapping[str, str]) -> Any:
    """The translation's stored value with new texts by path; what it has of its own stays where it is.

    A rich text's new paragraphs come as `path#key`. A block that the translation lacks is brought in as soon
    as one of its texts is translated; its other texts then stand in the source's language.
    """
    return _written(block, source, target, path, texts)


def _written(block: Block, source: Any, target: Any, path: str, texts: Mapping[str, str]) -> Any:
    if not any(key.startswith((f"{path}/", f"{path}#")) or key == path for key in texts):
        return source if target is _ABSENT else target
    if isinstance(block, BaseStreamBlock):
        return _children_written(source, target, path, texts, lambda child: block.child_blocks[child["type"]])
    if isinstance(block, ListBlock):
        return _children_written(source, target, path, texts, lambda child: block.child_block)
    if isinstance(block, StructBlock):
        made = dict(source) if target is _ABSENT else dict(target)
        for name, child in block.child_blocks.items():
            if source.get(name) is not None:
                kept = target[name] if target is not _ABSENT and name in target else _ABSENT
                made[name] = _written(child, source[name], kept, f"{path}/{name}", texts)
        return made
    if isinstance(block, RichTextBlock):
        news = {key[len(path) + 1 :]: text for key, text in texts.items() if key.startswith(f"{path}#")}
        return rich_written(str(source), "" if target is _ABSENT else str(target or ""), news)
    return texts[path]


def rich_written(source: str, target: str, texts: Mapping[str, str]) -> str:
    """A rich text with new paragraphs. A translation that is still the untouched copy counts as empty."""
    return richtext.render(richtext.read(source), richtext.read("" if target == source else target), texts)


def _children_written(source: Any, target: Any, path: str, texts: Mapping[str, str], block_of: Any) -> list[Any]:
    made = list(target) if isinstance(target, list) else []
    partners = _partners(_children(source), _children(target))
    if partners is None:
        raise ValueError("the translation has other blocks")
    after = 0
    for original in _children(source):
        partner = partners.get(original["id"])
        below = f"{path}/{original['id']}"
        if partner is not None:
            place = next(place for place, child in enumerate(made) if child is partner)
            value = _written(block_of(original), original["value"], partner["value"], below, texts)
            made[place] = {**partner, "id": original["id"], "value": value}
            after = place + 1
        elif target is _ABSENT or any(key.startswith(below) for key in texts):
            value = _written(block_of(original), original["value"], _ABSENT, below, texts)
            made.insert(after, {**original, "value": value})
            after += 1
    return made
