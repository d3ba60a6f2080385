"""The decision about many assets at once, grouped by what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from media_library.explain.matrix import Asker, decision_for
from media_library.explain.mends import ACTS, Act
from media_library.models import Asset
from media_library.rights import Purpose, Reason
from media_library.rights.decision import REASON_WORDS
from media_library.rights.facts import facts_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NOTES: dict[Act, StrOrPromise] = {
    Act.HAND_IN: _("Open each one: what is complete can be handed in, what is in review the approver decides."),
    Act.SEE_SUCCESSOR: _("What was withdrawn stays withdrawn. Upload the corrected picture as a new one."),
    Act.CHECK_MAP: _("The approver opens each one and compares its map with the official one."),
    Act.SEE_KIT: _("The press officer moves the embargo in its press kit."),
    Act.WAIT_FOR_PARTNER: _("The partner accepts the terms when it logs in next; nothing has to be done here."),
}
"""What is said where many can't be mended at once."""


@dataclass(slots=True)
class Obstacle:
    """One reason, and the assets in whose way it stands."""

    reason: Reason
    ids: list[int] = field(default_factory=list)

    @property
    def words(self) -> StrOrPromise:
        return REASON_WORDS[self.reason]

    @property
    def note(self) -> StrOrPromise:
        return NOTES.get(ACTS[self.reason], "")

    @property
    def act(self) -> Act:
        return ACTS[self.reason]


@dataclass(frozen=True, slots=True)
class Summary:
    """Of `asked` assets, `refused` can't be shared; an asset may be in several obstacles."""

    asked: int
    refused: int
    obstacles: tuple[Obstacle, ...]


def summarise(assets: Iterable[Asset], asker: Asker, purpose: Purpose, at: datetime) -> Summary:
    """The assets come with licence and consent; nothing more is asked of the database."""
    found: dict[Reason, Obstacle] = {}
    asked = refused = 0
    for asset in assets:
        asked += 1
        reasons = decision_for(facts_of(asset), asker, purpose, at).reasons
        refused += bool(reasons)
        for reason in reasons:
            found.setdefault(reason, Obstacle(reason)).ids.append(asset.pk)
    return Summary(asked, refused, tuple(found[reason] for reason in Reason if reason in found))
