"""The texts of a page as {path: text}, out of its fields and the blocks of its streams, and back into them.

A path is the field's name, for a block followed by the ids and names that lead to it:
`body.6f3c….text`. Copying a page for translation keeps the ids, so the same path is the same passage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from locales.text_status.texts import Texts

_OF_PAGE = ("title", "seo_title", "search_description")
_TEXT_BLOCKS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)
_NOT_TEXT = (models.SlugField, models.URLField, models.EmailField, models.UUIDField)


def text_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields of a page type that hold text for readers, in the order of the model."""
    own = [field for field in model._meta.concrete_fields if field.model is not Page and _is_text(field)]
    return (
        [model._meta.get_field(name) for name in _OF_PAGE[:1]]
        + own
        + [  # type: ignore[return-value]
            model._meta.get_field(name) for name in _OF_PAGE[1:]
        ]
    )


def _is_text(field: models.Field[Any, Any]) -> bool:
    if isinstance(field, StreamField | RichTextField):
        return True
    is_words = isinstance(field, models.CharField | models.TextField) and not isinstance(field, _NOT_TEXT)
    return is_words and not field.choices and field.editable and not field.remote_field


def extract(page: Page) -> Texts:
    """All texts of a page that aren't empty."""
    found: Texts = {}
    for path, text, _label in _passages(page):
        if text:
            found[path] = text
    return found


def labels(page: Page) -> dict[str, str]:
    """{path: field and block in words}, in the order of the page."""
    return {path: label for path, _text, label in _passages(page)}


def _passages(page: Page) -> Iterator[tuple[str, str, str]]:
    for field in text_fields(type(page)):
        name = str(field.verbose_name)
        value = getattr(page, field.name)
        if isinstance(field, StreamField):
            for path, text, label in _in_block(field.stream_block, value):
                yield f"{field.name}.{path}", text, f"{name} – {label}"
        else:
            yield field.name, value or "", name


def _in_block(block: Any, value: Any) -> Iterator[tuple[str, str, str]]:
    """(path, text, label) of every text in a block's value."""
    match block:
        case blocks.StreamBlock():
            children = [(child.id or str(number), child.block, child.value) for number, child in enumerate(value)]
        case blocks.ListBlock():
            bound = value.bound_blocks
            children = [(child.id or str(number), child.block, child.value) for number, child in enumerate(bound)]
        case blocks.StructBlock():
            children = [(name, child, value.get(name)) for name, child in block.child_blocks.items()]
        case _ if isinstance(block, _TEXT_BLOCKS):
            text = value.source if isinstance(block, blocks.RichTextBlock) and value else value
            yield "", str(text or ""), str(block.label or "")
            return
        case _:
            return
    for step, child, inner in children:
        if inner is None:
            continue
        for path, text, label in _in_block(child, inner):
            yield f"{step}.{path}".rstrip("."), text, label or str(child.label or "")


def apply(page: Page, texts: Mapping[str, str]) -> list[str]:
    """Put texts into the page, unsaved; returns the paths that the page doesn't have (their texts weren't used)."""
    left = dict(texts)
    for field in text_fields(type(page)):
        if isinstance(field, StreamField):
            mine = {path: left[path] for path in left if path.startswith(f"{field.name}.")}
            if not mine:
                continue
            prefix = len(field.name) + 1
            raw, taken = _with_texts(field.stream_block, getattr(page, field.name), mine, prefix)
            setattr(page, field.name, raw)
            for path in taken:
                left.pop(path)
        elif field.name in left:
            setattr(page, field.name, left.pop(field.name))
    return sorted(left)


def _with_texts(block: Any, stream: Any, texts: Mapping[str, str], prefix: int) -> tuple[Any, set[str]]:
    """The stream's stored form with the given passages replaced, and which of them were found."""
    by_path = {path[prefix:]: (path, text) for path, text in texts.items()}
    taken: set[str] = set()

    def put(at: str, set_text: Callable[[str], None]) -> None:
        if at in by_path:
            path, text = by_path[at]
            set_text(text)
            taken.add(path)

    prepared = stream.get_prep_value()
    for number, child in enumerate(stream):
        if child.id is None:
            prepared[number]["id"] = str(number)
    _walk(block, prepared, "", put)
    return block.to_python(prepared), taken


Put = Callable[[str, Callable[[str], None]], None]


def _walk(block: Any, raw: Any, at: str, put: Put) -> None:
    match block:
        case blocks.StreamBlock():
            for entry in raw:
                child = block.child_blocks.get(entry["type"])
                if child is not None:
                    _walk_into(child, entry, "value", f"{at}{entry['id']}", put)
        case blocks.ListBlock():
            for entry in raw:
                _walk_into(block.child_block, entry, "value", f"{at}{entry['id']}", put)
        case blocks.StructBlock():
            for name, child in block.child_blocks.items():
                if name in raw:
                    _walk_into(child, raw, name, f"{at}{name}", put)


def _walk_into(block: Any, holder: Any, key: Any, at: str, put: Put) -> None:
    if isinstance(block, _TEXT_BLOCKS):
        put(at, lambda text: holder.__setitem__(key, text))
    elif holder[key] is not None:
        _walk(block, holder[key], f"{at}.", put)
