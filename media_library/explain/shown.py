"""The explanation of one asset as the edit page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from media_library.explain.matrix import Explanation, explain
from media_library.explain.mends import Mend, Mender
from media_library.models import Asset
from media_library.rights.decision import REASON_WORDS
from media_library.rights.facts import facts_of


@dataclass(frozen=True, slots=True)
class Cell:
    """What one asker is told for one purpose."""

    allowed: bool
    words: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Row:
    words: Any
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """`mends` for what keeps the public from looking, `others` for the rest; `rows` is the whole table."""

    rows: tuple[Row, ...]
    mends: tuple[Mend, ...]
    others: tuple[Mend, ...]
    is_public: bool


def shown_to(user: Any, record: Any) -> Shown:
    """What this user is told about a record. A handful of queries, most of them for an embargo's kits only."""
    now = timezone.now()
    # What counts is what is stored: a draft on the screen is no approval.
    asset = Asset.objects.select_related("licence", "consent", "province").get(pk=record.pk)
    explanation = explain(facts_of(asset), now)
    mender = Mender(user, asset, record, now)
    mends = {reason: mender.mend(reason) for reason in explanation.reasons}
    first = explanation.against_readers
    return Shown(
        _rows(explanation),
        tuple(mends[reason] for reason in first),
        tuple(mend for reason, mend in mends.items() if reason not in first),
        not first,
    )


def _rows(explanation: Explanation) -> tuple[Row, ...]:
    return tuple(
        Row(
            answer.asker.words,
            tuple(
                Cell(decision.allowed, tuple(REASON_WORDS[reason] for reason in decision.reasons))
                for decision in answer.decisions.values()
            ),
        )
        for answer in explanation.answers
    )
