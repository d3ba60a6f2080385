"""One item as its translator sees it: source and translation side by side, terms marked, memory beside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from locales.exchange.markup import words_of
from locales.exchange.units import Item, Unit
from locales.glossary.checking import Checker, TermEntry
from locales.glossary.matching import Found
from locales.machine.selectors import machine_keys
from locales.memory.lookup import Suggestion, lookup
from locales.registry import LANGUAGES

ASKED_AT_MOST = 60
"""Units of one item for which the memory is asked."""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """`left` is how many characters the translation may still grow; None without a limit."""

    unit: Unit
    source: SafeString
    suggestions: tuple[Suggestion, ...]
    warnings: tuple[str, ...]
    terms: tuple[TermEntry, ...]
    is_machine: bool
    left: int | None


def rows(item: Item, areas: Collection[int] | None) -> list[DeskRow]:
    """`areas` limits what the memory shows; None: everything."""
    checker = Checker(item.source, item.target)
    machine = machine_keys(item)
    made = []
    asked = 0
    for unit in item.units:
        suggestions: list[Suggestion] = []
        if not unit.target and asked < ASKED_AT_MOST:
            asked += 1
            suggestions = lookup(unit.source, item.source, item.target, areas=areas, markup=unit.markup)
        made.append(_row(unit, checker, suggestions, unit.key in machine))
    return made


def _row(unit: Unit, checker: Checker, suggestions: Sequence[Suggestion], is_machine: bool) -> DeskRow:
    source, target = (words_of(text) if unit.markup else text for text in (unit.source, unit.target))
    finds = checker.terms_in(source)
    terms = {found.value.text: found.value for found in finds}
    return DeskRow(
        unit,
        highlighted(source, finds),
        tuple(suggestions),
        tuple(checker.warnings(source, target)) if unit.target else (),
        tuple(terms.values()),
        is_machine,
        None if unit.limit is None else unit.limit - len(target),
    )


def highlighted(text: str, finds: Sequence[Found[TermEntry]]) -> SafeString:
    """The text with its terms marked, each with its approved equivalents."""
    pieces: list[SafeString | str] = []
    place = 0
    for found in finds:
        pieces.append(text[place : found.start])
        wanted = _(" or ").join(found.value.approved) or _("see the glossary")
        pieces.append(
            format_html('<mark class="desk-term" title="{}">{}</mark>', wanted, text[found.start : found.end])
        )
        place = found.end
    pieces.append(text[place:])
    return format_html_join("", "{}", ((piece,) for piece in pieces)) if pieces else mark_safe("")


def language_choices(but: str = "") -> list[tuple[str, str]]:
    return [(code, language.name_native) for code, language in LANGUAGES.items() if code != but]
