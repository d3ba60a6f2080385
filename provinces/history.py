"""Walking the successions, whole tables at a time: there are about a hundred units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from locales.text import texts_of
from provinces.models import Province, Succession

Links = Mapping[int, list[int]]


def _links() -> tuple[Links, Links]:
    """({unit: its predecessors}, {unit: its successors}) by primary key."""
    back: dict[int, list[int]] = defaultdict(list)
    forth: dict[int, list[int]] = defaultdict(list)
    for predecessor, successor in Succession.objects.values_list("predecessor_id", "successor_id"):
        back[successor].append(predecessor)
        forth[predecessor].append(successor)
    return back, forth


def _reachable(start: int, links: Links) -> list[int]:
    """Everything that the links lead to, nearest first, without the start; circles are harmless."""
    seen: dict[int, None] = {}
    edge = list(links.get(start, ()))
    while edge:
        seen.update(dict.fromkeys(edge))
        edge = [further for near in edge for further in links.get(near, ()) if further not in seen]
    seen.pop(start, None)
    return list(seen)


def _units(ids: list[int]) -> list[Province]:
    found = Province.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def forebears_of(province: Province) -> list[Province]:
    """Predecessors and their predecessors, nearest first. Two queries."""
    back, _forth = _links()
    return _units(_reachable(province.pk, back))


def descendants_of(province: Province) -> list[Province]:
    """Successors and their successors, nearest first. Two queries."""
    _back, forth = _links()
    return _units(_reachable(province.pk, forth))


def names_with_forebears(ids: Iterable[int] | None = None) -> dict[int, list[str]]:
    """{unit: own names in all languages, then those of its forebears, without repeats}. Two queries."""
    back, _forth = _links()
    wanted = None if ids is None else list(ids)
    needed = None if wanted is None else {pk for unit in wanted for pk in (unit, *_reachable(unit, back))}
    units = Province.objects.all() if needed is None else Province.objects.filter(pk__in=needed)
    names = {unit.pk: list(texts_of(unit, "name").values()) for unit in units}
    return {
        unit: list(dict.fromkeys(name for pk in (unit, *_reachable(unit, back)) for name in names[pk]))
        for unit in (names if wanted is None else wanted)
    }
