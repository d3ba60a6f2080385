"""What the passing of time does to an offer. Every rule here has its twin, in the same order, in `rights.lapse_sql`.

Who mirrors the library has to learn that something ended by itself: the change log says so, to those who could
see the asset just before.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from media_library.rights.audience import Audience
from media_library.rights.decision import Purpose, consent_reasons, decide, standing_reasons, validity_reasons
from media_library.rights.facts import AssetFacts

_MOMENT = timedelta(microseconds=1)


def offered(facts: AssetFacts, at: datetime) -> bool:
    """Whether the asset is approved and licence, consent and end of offer are in force, whoever asks."""
    return not (standing_reasons(facts) or validity_reasons(facts, at) or consent_reasons(facts, at))


def ended_at(facts: AssetFacts, at: datetime) -> datetime | None:
    """The first of its ends that had come by `at`."""
    licence, consent = facts.licence, facts.consent
    ends = (
        licence.valid_until if licence else None,
        facts.expires_at,
        consent.revoked_at if consent else None,
        consent.expires_at if consent else None,
    )
    return min((end for end in ends if end is not None and end <= at), default=None)


def told_of_end(facts: AssetFacts, audience: Audience, at: datetime) -> bool:
    """Whether `audience` may learn that the offer has ended: it could see the approved asset until then.

    To everybody else the asset never existed, so neither did its end.
    """
    if facts.approved_at is None or facts.withdrawn_at is not None:
        return False
    end = ended_at(facts, at)
    if end is None or facts.approved_at >= end:
        return False
    return decide(facts, audience, Purpose.PREVIEW, end - _MOMENT).allowed
