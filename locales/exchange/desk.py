"""The desk's rows: source and translation side by side, terms marked, what changed, memory beside."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from locales.exchange.desk_saving import Outcome, Typed, Verdict
from locales.exchange.markup import BadMarkup, Code, parse, words_of
from locales.exchange.open_text import OpenText, field_of, lines, seen
from locales.exchange.units import Unit
from locales.glossary.checking import Checker, TermEntry
from locales.glossary.matching import Found
from locales.machine.selectors import machine_keys
from locales.memory.lookup import Suggestion, lookup_all
from locales.registry import LANGUAGES
from locales.text_status.models import TextComment
from locales.text_status.texts import Piece, differences

ASKED_AT_MOST = 60
"""Units of one item for which the memory is asked."""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """`left` is how many characters the translation may still grow; None without a limit.

    `source_changes` is empty where the source is as it was at approval; `text_changes` where the translation is.
    `codes` are the formatting of the source as pairs of what opens and what closes.
    """

    number: int
    unit: Unit
    field: str
    text: str
    source: SafeString
    source_changes: list[Piece]
    text_changes: list[Piece]
    suggestions: tuple[Suggestion, ...]
    warnings: tuple[str, ...]
    terms: tuple[TermEntry, ...]
    is_machine: bool
    left: int | None
    codes: tuple[tuple[str, str], ...]
    comments: tuple[TextComment, ...]
    kept_comment: str = ""
    verdict: Verdict | None = None

    @property
    def was(self) -> str:
        return seen(self.unit.target)

    @property
    def source_seen(self) -> str:
        return seen(self.unit.source)

    @property
    def is_open(self) -> bool:
        """Whether something is to be done here."""
        return not self.unit.target or bool(self.source_changes)

    @property
    def is_refused(self) -> bool:
        return self.verdict is not None and self.verdict.outcome is Outcome.REFUSED

    @property
    def is_conflict(self) -> bool:
        return self.verdict is not None and self.verdict.outcome is Outcome.CONFLICT

    @property
    def lines(self) -> int:
        """Height of its box before a script makes it grow."""
        longest = max(len(self.text), len(self.unit.source))
        return max(2, min(12, longest // 55 + 1 + self.text.count("\n")))


def rows(
    there: OpenText,
    areas: Collection[int] | None,
    typed: Sequence[Typed] = (),
    verdicts: Mapping[str, Verdict] | None = None,
    comments: Mapping[int, str] | None = None,
) -> list[DeskRow]:
    """`areas` limits what the memory shows; None: everything. What was typed and refused stays in its box."""
    checker = Checker(there.item.source, there.item.target)
    machine = frozenset() if there.is_settled else machine_keys(there.item)
    changes = {unit.key: _changes(there.source_then(unit), unit.source) for unit in there.units}
    wanted = [unit for unit in there.units if not unit.target or changes[unit.key]][:ASKED_AT_MOST]
    remembered: Mapping[str, list[Suggestion]] = {}
    if there.writes and wanted:
        asked = [(unit.source, unit.markup) for unit in wanted]
        found = lookup_all(asked, there.item.source, there.item.target, areas=areas)
        remembered = {unit.key: suggestions for unit, suggestions in zip(wanted, found, strict=True)}
    mine = {one.key: one.text for one in typed}
    said: set[str] = set()
    made = []
    for number, unit in enumerate(there.units):
        verdict = (verdicts or {}).get(unit.key)
        name = field_of(unit.key)
        work = there.field(unit)
        keeps = verdict is not None and verdict.outcome in (Outcome.REFUSED, Outcome.CONFLICT)
        text = mine[unit.key] if keeps and unit.key in mine else unit.target
        finds = checker.terms_in(words_of(unit.source) if unit.markup else unit.source)
        made.append(
            DeskRow(
                number=number,
                unit=unit,
                field=name,
                text=lines(text),
                source=source_html(unit, finds),
                source_changes=changes[unit.key],
                text_changes=_changes(there.approved(unit), unit.target) if unit.target else [],
                suggestions=tuple(one for one in remembered.get(unit.key, ()) if one.markup == unit.markup),
                warnings=tuple(warnings(checker, unit, text)),
                terms=tuple({found.value.text: found.value for found in finds}.values()),
                is_machine=unit.key in machine,
                left=left(unit, text),
                codes=codes(unit),
                comments=work.comments if work and name not in said else (),
                kept_comment=(comments or {}).get(number, ""),
                verdict=verdict,
            )
        )
        said.add(name)
    return made


def _changes(then: str | None, now: str) -> list[Piece]:
    if then is None or lines(then) == lines(now):
        return []
    return differences(lines(then), lines(now))


def warnings(checker: Checker, unit: Unit, text: str) -> list[str]:
    """What a translator should look at again; nothing of an empty text."""
    if not text:
        return []
    source, target = (words_of(one) if unit.markup else one for one in (unit.source, text))
    return checker.warnings(source, target)


def left(unit: Unit, text: str) -> int | None:
    return None if unit.limit is None else unit.limit - len(words_of(text) if unit.markup else text)


def codes(unit: Unit) -> tuple[tuple[str, str], ...]:
    """What a translator puts around words, or between them (then nothing closes)."""
    if not unit.markup:
        return ()
    found = [part for part in parse(unit.source) if isinstance(part, Code) and part.role != "close"]
    return tuple((c.written, f"</{c.name}{c.number}>" if c.role == "open" else "") for c in found)


def source_html(unit: Unit, finds: Sequence[Found[TermEntry]]) -> SafeString:
    """The source with its terms marked, each with its approved equivalents, and its codes as small signs."""
    try:
        parts = parse(unit.source) if unit.markup else [unit.source]
    except BadMarkup:
        parts = [words_of(unit.source)]
    pieces: list[SafeString | str] = []
    start = 0
    for part in parts:
        if isinstance(part, Code):
            pieces.append(format_html('<code class="desk-code">{}</code>', part.written))
        else:
            pieces += highlighted(part, start, finds)
            start += len(part)
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def highlighted(text: str, start: int, finds: Sequence[Found[TermEntry]]) -> Iterator[SafeString | str]:
    """One run of words that begins at `start` of the text in which the terms were found."""
    place = 0
    for found in finds:
        begin, end = max(found.start - start, place), min(found.end - start, len(text))
        if begin >= end:
            continue
        yield text[place:begin]
        wanted = _(" or ").join(found.value.approved) or _("see the glossary")
        yield format_html('<mark class="desk-term" title="{}">{}</mark>', wanted, text[begin:end])
        place = end
    yield text[place:]


def language_choices(but: str = "") -> list[tuple[str, str]]:
    return [(code, language.name_native) for code, language in LANGUAGES.items() if code != but]
