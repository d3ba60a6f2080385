"""How much of what is there, by province and language, and what a language needs. One aggregate query each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from locales.coverage.query import SIGNS
from locales.registry import LANGUAGES
from locales.text_status.kinds import Kind, all_kinds
from locales.text_status.models import SHOWN, TextItem, TextState, TextStatus


@dataclass(frozen=True, slots=True)
class Tally:
    """Of some items in one language: how many there are, readable, and in each state."""

    items: int
    readable: int
    states: dict[TextState, int]

    @property
    def percent(self) -> int:
        """Share that readers get, rounded down: 100 means all."""
        return 100 * self.readable // self.items if self.items else 0

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """(sign, state in words, number) of every state there is."""
        return [(SIGNS[state], str(state.label), number) for state, number in self.states.items() if number]


@dataclass(frozen=True, slots=True)
class ProvinceTotals:
    province_id: int | None
    name: str
    items: int
    tallies: tuple[tuple[str, Tally], ...]
    """(language code, tally), in the order of the columns."""


def _tally(items: int, rows: Iterable[dict[str, Any]]) -> Tally:
    states = dict.fromkeys(TextState, 0)
    readable = 0
    for row in rows:
        states[TextState(row["state"])] += row["number"]
        readable += row["readable"]
    states[TextState.MISSING] = max(0, items - sum(states.values()))
    return Tally(items, readable, states)


def by_province(
    items: QuerySet[TextItem], codes: Sequence[str], names: dict[int, str], elsewhere: str
) -> list[ProvinceTotals]:
    """A line for each province that has items, most items first. Two queries."""
    plain = items.order_by()
    numbers = {row["province_id"]: row["number"] for row in plain.values("province_id").annotate(number=Count("pk"))}
    cells: dict[tuple[int | None, str], list[dict[str, Any]]] = {}
    counted: Any = TextStatus.objects.filter(item__in=plain.values("pk")).values(
        "item__province_id", "language", "state"
    )
    for row in counted.annotate(number=Count("pk"), readable=Count("pk", filter=SHOWN)).order_by():
        cells.setdefault((row["item__province_id"], row["language"]), []).append(row)
    lines = [
        ProvinceTotals(
            pk,
            names.get(pk, str(pk)) if pk is not None else elsewhere,
            number,
            tuple((code, _tally(number, cells.get((pk, code), ()))) for code in codes),
        )
        for pk, number in numbers.items()
    ]
    return sorted(lines, key=lambda line: (line.province_id is None, -line.items, line.name))


def summed(lines: Sequence[ProvinceTotals], codes: Sequence[str]) -> list[tuple[str, Tally]]:
    """All provinces together, by language, without asking again."""
    total = []
    for code in codes:
        tallies = [tally for line in lines for one, tally in line.tallies if one == code]
        states = {state: sum(tally.states[state] for tally in tallies) for state in TextState}
        total.append((code, Tally(sum(t.items for t in tallies), sum(t.readable for t in tallies), states)))
    return total


@dataclass(frozen=True, slots=True)
class Need:
    """What a language needs of one kind before readers are offered it."""

    kind: Kind
    tally: Tally

    @property
    def is_met(self) -> bool:
        return self.tally.readable >= self.tally.items


def needs(items: QuerySet[TextItem], code: str) -> list[Need]:
    """Essential kinds first asked for by readers of any page: site frame, names of places, terms. One query."""
    essential = {kind.slug: kind for kind in all_kinds() if kind.essential}
    in_language = Q(texts__language=code)
    counted: Any = (
        items.order_by()
        .filter(kind__in=essential)
        .values("kind")
        .annotate(
            all=Count("pk", distinct=True),
            readable=Count("pk", filter=in_language & ~Q(texts__text_digest=""), distinct=True),
            **{
                f"in_{state.value}": Count("pk", filter=in_language & Q(texts__state=state), distinct=True)
                for state in TextState
            },
        )
    )
    by_kind: dict[str, Any] = {row["kind"]: row for row in counted}
    found = []
    for slug, kind in essential.items():
        row = by_kind.get(slug)
        if row is None:
            continue
        states = {state: row[f"in_{state.value}"] for state in TextState}
        states[TextState.MISSING] = row["all"] - sum(states.values())
        found.append(Need(kind, Tally(row["all"], row["readable"], states)))
    return found


def interface_percent(code: str) -> int | None:
    """Share of the working catalogue's messages that the interface has in a language; None without a catalogue."""
    from locales.coverage.catalogues import translated_messages
    from locales.registry import INTERNATIONAL, WORKING

    if code == INTERNATIONAL:
        return 100
    whole, own = translated_messages(WORKING), translated_messages(LANGUAGES[code].code)
    if not own or not whole:
        return None
    return min(100, 100 * own // whole)
