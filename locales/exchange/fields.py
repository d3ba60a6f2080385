"""The texts of a model's fields as units, and back into a draft: plain text, rich text and streams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import CharField, EmailField, SlugField, TextField, URLField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from locales.exchange import richtext, streams
from locales.exchange.markup import write
from locales.exchange.units import Unit, has_words

PAGE_TEXTS = ("title", "seo_title", "search_description")
"""Of the fields that every page has, those that readers read."""


def translatable_fields(model: Any) -> list[Any]:
    """The fields of a page model that hold words for readers, in the order of the model."""
    inherited = {field.name for field in Page._meta.concrete_fields}
    found = []
    for field in model._meta.concrete_fields:
        if field.name in inherited:
            if field.name in PAGE_TEXTS:
                found.append(field)
        elif isinstance(field, StreamField | RichTextField) or _is_words(field):
            found.append(field)
    return found


def _is_words(field: Any) -> bool:
    if not isinstance(field, CharField | TextField) or isinstance(field, SlugField | URLField | EmailField):
        return False
    return bool(field.editable and not field.choices)


def units_of(source: Any, target: Any | None, other_structure: str) -> list[Unit]:
    """Every text of a page beside its translation (None: there is none yet).

    A text that is still the source's own counts as not translated: translations begin as copies.
    `other_structure` says in words why a text can't be paired with its translation.
    """
    units: list[Unit] = []
    for field in translatable_fields(type(source)):
        units += _field_units(field, source, target, other_structure)
    return [unit for unit in units if has_words(unit.source)]


def _field_units(field: Any, source: Any, target: Any | None, obstacle: str) -> Iterator[Unit]:
    label = _capitalised(str(field.verbose_name))
    value = getattr(source, field.name)
    known = getattr(target, field.name, None) if target is not None else None
    if isinstance(field, StreamField):
        if not value:
            return
        stored, translated = value.get_prep_value(), known.get_prep_value() if known else streams._ABSENT
        for leaf in streams.leaves(value.stream_block, stored, translated, field.name, label):
            yield from _leaf_units(leaf, obstacle)
    elif isinstance(field, RichTextField):
        yield from _rich_units(field.name, label, str(value or ""), str(known or ""), obstacle)
    else:
        yield _plain(field.name, label, str(value or ""), str(known or ""), field.max_length)


def _leaf_units(leaf: streams.Leaf, obstacle: str) -> Iterator[Unit]:
    if leaf.unpaired:
        if leaf.is_rich:
            for run in richtext.read(leaf.source).runs():
                yield Unit(f"{leaf.path}#{run.key}", write(run.parts), label=leaf.label, markup=True, obstacle=obstacle)
        else:
            yield Unit(leaf.path, leaf.source, label=leaf.label, limit=leaf.limit, obstacle=obstacle)
    elif leaf.is_rich:
        yield from _rich_units(leaf.path, leaf.label, leaf.source, leaf.target, obstacle)
    else:
        yield _plain(leaf.path, leaf.label, leaf.source, leaf.target, leaf.limit)


def _plain(key: str, label: str, source: str, target: str, limit: int | None) -> Unit:
    return Unit(key, source, "" if target == source else target, label, limit)


def _rich_units(key: str, label: str, source: str, target: str, obstacle: str) -> Iterator[Unit]:
    original, translation = richtext.read(source), richtext.read("" if target == source else target)
    known = richtext.paired(original, translation)
    for run in original.runs():
        text = write(run.parts)
        found = known.get(run.key) if known is not None else None
        translated = richtext.tagged_as(run.parts, found.parts) if found else ""
        yield Unit(
            f"{key}#{run.key}",
            text,
            "" if translated == text else translated,
            label,
            markup=True,
            obstacle="" if known is not None else obstacle,
        )


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def assign(source: Any, draft: Any, texts: Mapping[str, str]) -> None:
    """Put translations by unit key into a draft, unsaved. Raises BadMarkup or ValueError where they don't fit."""
    for field in translatable_fields(type(source)):
        mine = {key: text for key, text in texts.items() if _belongs(key, field.name)}
        if mine:
            _assign_field(field, source, draft, mine)


def _belongs(key: str, name: str) -> bool:
    return key == name or key.startswith((f"{name}/", f"{name}#"))


def _assign_field(field: Any, source: Any, draft: Any, texts: Mapping[str, str]) -> None:
    value, known = getattr(source, field.name), getattr(draft, field.name)
    if isinstance(field, StreamField):
        block = value.stream_block
        stored = streams.written(block, value.get_prep_value(), known.get_prep_value(), field.name, texts)
        setattr(draft, field.name, block.to_python(stored))
    elif isinstance(field, RichTextField):
        news = {key[len(field.name) + 1 :]: text for key, text in texts.items()}
        setattr(draft, field.name, streams.rich_written(str(value or ""), str(known or ""), news))
    else:
        setattr(draft, field.name, texts[field.name])


def words_in(units: Iterable[Unit]) -> int:
    """Characters to translate, for an estimate of the work."""
    return sum(len(unit.source) for unit in units)
