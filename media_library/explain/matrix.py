"""The decision about one asset for everybody who could ask, for every purpose. Pure: it asks `rights.decide`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from media_library.rights import (
    PUBLIC_AUDIENCE,
    AssetFacts,
    Audience,
    AudienceKind,
    Decision,
    Purpose,
    Reason,
    decide,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PURPOSE_WORDS: dict[Purpose, StrOrPromise] = {
    Purpose.PREVIEW: _("look at it"),
    Purpose.DOWNLOAD: _("take the full-size file"),
    Purpose.REDISTRIBUTION: _("pass it on"),
}

SOMEBODY = 0
"""Stands for an organisation in these questions: no real one has this number."""

NOWHERE = "ZZ"
"""A country that no licence names (user-assigned in ISO 3166-1)."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who might ask. `is_special`: only told where the answer differs from the plain partner's."""

    slug: str
    words: StrOrPromise
    kind: AudienceKind
    is_granted: bool = False
    has_accepted: bool = True
    is_at_home: bool = True
    """Whether the asker's country is one that the licence names, where it names some."""
    is_special: bool = False

    def audience(self, facts: AssetFacts) -> Audience:
        if self.kind is AudienceKind.PUBLIC:
            return PUBLIC_AUDIENCE
        countries = sorted(facts.licence.territory) if facts.licence else []
        country = countries[0] if self.is_at_home and countries else NOWHERE
        return Audience.partner(SOMEBODY, country, terms_accepted=self.has_accepted)

    def facts(self, facts: AssetFacts) -> AssetFacts:
        return replace(facts, embargo_granted_to=frozenset({SOMEBODY} if self.is_granted else ()))


PUBLIC = Asker("public", _("Everybody"), AudienceKind.PUBLIC)
PARTNER = Asker("partner", _("Verified press partners"), AudienceKind.PARTNER)
ASKERS = (
    PUBLIC,
    PARTNER,
    Asker("granted", _("Partners with early access"), AudienceKind.PARTNER, is_granted=True),
    Asker(
        "no-terms",
        _("Partners who haven't accepted the terms"),
        AudienceKind.PARTNER,
        has_accepted=False,
        is_special=True,
    ),
    Asker(
        "elsewhere",
        _("Partners in other countries"),
        AudienceKind.PARTNER,
        is_at_home=False,
        is_special=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one asker is told, for each purpose."""

    asker: Asker
    decisions: dict[Purpose, Decision]

    @property
    def cells(self) -> list[tuple[Purpose, Decision]]:
        return list(self.decisions.items())


@dataclass(frozen=True, slots=True)
class Explanation:
    answers: tuple[Answer, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All that stands in anybody's way, each once, in the order of the decision's rules."""
        found = {
            reason for answer in self.answers for decision in answer.decisions.values() for reason in decision.reasons
        }
        return tuple(reason for reason in Reason if reason in found)

    @property
    def against_readers(self) -> tuple[Reason, ...]:
        """Why the public can't look at it."""
        return self.answers[0].decisions[Purpose.PREVIEW].reasons


def decision_for(facts: AssetFacts, asker: Asker, purpose: Purpose, at: datetime) -> Decision:
    return decide(asker.facts(facts), asker.audience(facts), purpose, at)


def explain(facts: AssetFacts, at: datetime) -> Explanation:
    """What everybody would be told at `at` (aware)."""
    answers = {asker.slug: _answer(facts, asker, at) for asker in ASKERS}
    plain = answers[PARTNER.slug].decisions
    return Explanation(
        tuple(answers[asker.slug] for asker in ASKERS if not asker.is_special or answers[asker.slug].decisions != plain)
    )


def _answer(facts: AssetFacts, asker: Asker, at: datetime) -> Answer:
    return Answer(asker, {purpose: decision_for(facts, asker, purpose, at) for purpose in Purpose})
