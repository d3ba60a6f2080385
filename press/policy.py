"""Who gets a kit: pure functions over plain values. `selectors.kits.visible` is the SQL twin.

Each asset in a kit is asked on its own from `media_library.rights`: a kit opens no asset by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from media_library.rights import Audience, AudienceKind


class Sight(StrEnum):
    """How an audience stands to a kit."""

    HIDDEN = "hidden"
    """It doesn't exist for them."""
    DRAFT = "draft"
    """They work on it; nobody else sees it."""
    EMBARGOED = "embargoed"
    """They see it early and must not publish from it yet."""
    ENDED = "ended"
    """They could see it until its time was over."""
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class KitFacts:
    """State is draft, published or closed; audience is public, press or organisations."""

    province_id: int
    state: str
    audience: str
    embargo_until: datetime | None = None
    granted_to: frozenset[int] = frozenset()
    """Organisations that get it."""
    early_to: frozenset[int] = frozenset()
    """Those among them that get it under embargo."""
    links: frozenset[int] = frozenset()
    """Share links in force that lead to it."""
    early_links: frozenset[int] = frozenset()
    """Those among them that do so under embargo."""
    expires_at: datetime | None = None


def under_embargo(embargo_until: datetime | None, at: datetime) -> bool:
    """The embargo ends at its minute: at that very moment it is over."""
    return embargo_until is not None and at < embargo_until


def has_ended(expires_at: datetime | None, at: datetime) -> bool:
    """At the very moment of its end a kit is over."""
    return expires_at is not None and at >= expires_at


def sight(facts: KitFacts, audience: Audience, at: datetime) -> Sight:
    """How `audience` sees the kit at `at` (aware). Who comes by a share link sees its kit, whoever else may."""
    found = _sight_before_its_end(facts, audience, at)
    over = has_ended(facts.expires_at, at)
    return Sight.ENDED if over and found in (Sight.OPEN, Sight.EMBARGOED) else found


def _sight_before_its_end(facts: KitFacts, audience: Audience, at: datetime) -> Sight:
    own = audience.works_in(facts.province_id)
    if facts.state != "published":
        return Sight.DRAFT if own else Sight.HIDDEN
    if audience.pass_id is not None:
        early = under_embargo(facts.embargo_until, at)
        if audience.pass_id not in (facts.early_links if early else facts.links):
            return Sight.HIDDEN
        return Sight.EMBARGOED if early else Sight.OPEN
    partner = audience.organisation_id if audience.kind is AudienceKind.PARTNER else None
    if under_embargo(facts.embargo_until, at):
        return Sight.EMBARGOED if own or partner in facts.early_to else Sight.HIDDEN
    entitled = {
        "public": True,
        "press": partner is not None,
        "organisations": partner in facts.granted_to,
    }[facts.audience]
    return Sight.OPEN if own or entitled else Sight.HIDDEN


def embargo_to_hold(
    kit_embargoes: Iterable[datetime | None], current: datetime | None, at: datetime
) -> datetime | None:
    """The embargo an asset gets from the published kits it is in: the latest that is still to come, never
    earlier than the one it has. None if nothing is to come."""
    to_come = [moment for moment in (*kit_embargoes, current) if moment is not None and moment > at]
    return max(to_come, default=None)


def needs_terms(audience: Audience) -> bool:
    """Whether a partner has to accept the terms in force before it takes a file."""
    return audience.kind is AudienceKind.PARTNER and not audience.terms_accepted
