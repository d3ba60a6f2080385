"""Which photos a page uses, found generically: a new block or field is counted without being named here.

Stored values are walked along the block definitions, so nothing is loaded from the database but inline rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import ForeignKey, Model
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, ChooserBlock, ListBlock, StreamValue, StructBlock
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.fields import StreamField

Wanted = Callable[[Any], bool]
"""Whether records of this model are looked for."""


def picture_ids_of(page: Any) -> set[int]:
    """Primary keys of the photos that the page refers to. One query per kind of inline row with photos."""
    ids = set(_in_fields(page))
    for relation in get_all_child_relations(type(page)):
        if any(_is_photo(field.related_model) for field in relation.related_model._meta.concrete_fields):
            for child in getattr(page, relation.get_accessor_name()).all():
                ids.update(_in_fields(child))
    return ids


def asset_ids_of(page: Any) -> set[int]:
    """Primary keys of all assets, of whatever kind, in the page's own fields and blocks. No query."""
    return set(_in_fields(page, _is_asset))


def _in_fields(record: Model, wanted: Wanted | None = None) -> Iterator[int]:
    wanted = wanted or _is_photo
    for field in record._meta.concrete_fields:
        if isinstance(field, StreamField):
            value = getattr(record, field.name)
            if isinstance(value, StreamValue):
                yield from _in_block(value.stream_block, value.get_prep_value(), wanted)
        elif isinstance(field, ForeignKey) and wanted(field.related_model):
            photo_id = getattr(record, field.attname)
            if photo_id is not None:
                yield photo_id


def _in_block(block: Block, stored: Any, wanted: Wanted | None = None) -> Iterator[int]:
    wanted = wanted or _is_photo
    if not stored:
        return
    if isinstance(block, ChooserBlock):
        if wanted(block.model_class):
            yield int(stored)
    elif isinstance(block, BaseStreamBlock):
        for child in stored:
            if child["type"] in block.child_blocks:
                yield from _in_block(block.child_blocks[child["type"]], child["value"], wanted)
    elif isinstance(block, ListBlock):
        for item in stored:
            yield from _in_block(block.child_block, item["value"], wanted)
    elif isinstance(block, StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from _in_block(child_block, stored.get(name), wanted)


def _is_asset(model: Any) -> bool:
    from media_library.models import Asset

    return isinstance(model, type) and issubclass(model, Asset)


def _is_photo(model: Any) -> bool:
    from media_library.models import Photo

    return isinstance(model, type) and issubclass(model, Photo)


# --- using another photo instead ----------------------------------------------------------------------
def swap_picture(page: Any, old: int, new: int) -> bool:
    """Use photo `new` wherever the page uses `old`, unsaved; returns whether that changed anything."""
    changed = _swap_in_fields(page, old, new)
    for relation in get_all_child_relations(type(page)):
        if any(_is_photo(field.related_model) for field in relation.related_model._meta.concrete_fields):
            children = list(getattr(page, relation.get_accessor_name()).all())
            swapped = [_swap_in_fields(child, old, new) for child in children]
            if any(swapped):
                setattr(page, relation.get_accessor_name(), children)
                changed = True
    return changed


def _swap_in_fields(record: Any, old: int, new: int) -> bool:
    changed = False
    for field in record._meta.concrete_fields:
        if isinstance(field, StreamField):
            value = getattr(record, field.name)
            if isinstance(value, StreamValue) and old in _in_block(value.stream_block, value.get_prep_value()):
                stored = _swapped(value.stream_block, value.get_prep_value(), old, new)
                setattr(record, field.name, value.stream_block.to_python(stored))
                changed = True
        elif isinstance(field, ForeignKey) and _is_photo(field.related_model) and getattr(record, field.attname) == old:
            setattr(record, field.attname, new)
            changed = True
    return changed


def _swapped(block: Block, stored: Any, old: int, new: int) -> Any:
    """The stored value of a block with the one photo in place of the other; ids of blocks stay."""
    if not stored:
        return stored
    if isinstance(block, ChooserBlock):
        return new if _is_photo(block.model_class) and int(stored) == old else stored
    if isinstance(block, BaseStreamBlock):
        known = block.child_blocks
        return [
            {**child, "value": _swapped(known[child["type"]], child["value"], old, new)}
            if child["type"] in known
            else child
            for child in stored
        ]
    if isinstance(block, ListBlock):
        return [{**item, "value": _swapped(block.child_block, item["value"], old, new)} for item in stored]
    if isinstance(block, StructBlock):
        known = block.child_blocks
        return {name: _swapped(known[name], kept, old, new) if name in known else kept for name, kept in stored.items()}
    return stored
