"""The rules of the decision, one by one, at the second."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from media_library.rights import (
    PUBLIC_AUDIENCE,
    AssetFacts,
    Audience,
    ConsentFacts,
    LicenceFacts,
    Purpose,
    Reason,
    decide,
    known,
)
from media_library.rights.decision import REASON_WORDS

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(seconds=1), NOW - timedelta(seconds=1)
OPEN = AssetFacts(province_id=1, approved_at=EARLIER, licence=LicenceFacts("public"))
PARTNER = Audience.partner(5, "LA", terms_accepted=True)
STRANGER = Audience.partner(6, "LA", terms_accepted=True)
OWN = Audience.staff(frozenset({1}))
NEIGHBOUR = Audience.staff(frozenset({2}))


def reasons(facts: AssetFacts, audience: Audience = PUBLIC_AUDIENCE, purpose: Purpose = Purpose.PREVIEW) -> set[Reason]:
    return set(decide(facts, audience, purpose, NOW).reasons)


def test_open_to_everybody() -> None:
    for audience in (PUBLIC_AUDIENCE, PARTNER, OWN, NEIGHBOUR):
        for purpose in Purpose:
            assert decide(OPEN, audience, purpose, NOW).allowed


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"approved_at": None}, Reason.NOT_APPROVED),
        ({"withdrawn_at": NOW}, Reason.WITHDRAWN),
        ({"shows_map": True}, Reason.MAP_NOT_CHECKED),
        ({"licence": None}, Reason.NO_LICENCE),
        ({"licence": LicenceFacts("public", valid_from=LATER)}, Reason.LICENCE_NOT_YET_VALID),
        ({"licence": LicenceFacts("public", valid_until=NOW)}, Reason.LICENCE_EXPIRED),
        ({"expires_at": NOW}, Reason.EXPIRED),
        ({"shows_people": True}, Reason.CONSENT_MISSING),
        ({"consent": ConsentFacts(expires_at=NOW)}, Reason.CONSENT_EXPIRED),
        ({"consent": ConsentFacts(revoked_at=NOW)}, Reason.CONSENT_REVOKED),
        ({"embargo_until": LATER}, Reason.EMBARGOED),
        ({"licence": LicenceFacts("internal")}, Reason.INTERNAL),
        ({"licence": LicenceFacts("press")}, Reason.PRESS_ONLY),
        ({"licence": LicenceFacts("public", territory=frozenset({"LA"}))}, Reason.TERRITORY),
    ],
)
def test_each_rule_closes_it_to_the_public(changes: dict[str, object], reason: Reason) -> None:
    facts = replace(OPEN, **changes)  # type: ignore[arg-type]
    assert reasons(facts) == {reason}
    assert not decide(facts, NEIGHBOUR, Purpose.PREVIEW, NOW).allowed
    assert decide(facts, OWN, Purpose.PREVIEW, NOW).allowed


def test_moments_count_to_the_microsecond() -> None:
    assert reasons(replace(OPEN, embargo_until=NOW)) == set()
    assert reasons(replace(OPEN, embargo_until=NOW + timedelta(microseconds=1))) == {Reason.EMBARGOED}
    assert reasons(replace(OPEN, licence=LicenceFacts("public", valid_until=LATER))) == set()


def test_embargo_opens_only_to_the_granted() -> None:
    facts = replace(OPEN, embargo_until=LATER, embargo_granted_to=frozenset({5}))
    assert reasons(facts, PARTNER) == set()
    assert reasons(facts, STRANGER) == {Reason.EMBARGOED}


def test_press_licence_is_for_partners() -> None:
    facts = replace(OPEN, licence=LicenceFacts("press"))
    assert reasons(facts, PARTNER, Purpose.DOWNLOAD) == set()
    assert reasons(facts, NEIGHBOUR) == {Reason.PRESS_ONLY}


def test_partners_accept_terms_for_what_only_partners_get() -> None:
    unsigned = Audience.partner(5, "LA", terms_accepted=False)
    press = replace(OPEN, licence=LicenceFacts("press"))
    assert reasons(press, unsigned, Purpose.PREVIEW) == set()
    assert reasons(press, unsigned, Purpose.DOWNLOAD) == {Reason.TERMS_NOT_ACCEPTED}
    assert reasons(OPEN, unsigned, Purpose.DOWNLOAD) == set()


def test_uses() -> None:
    facts = replace(OPEN, licence=LicenceFacts("public", allows_download=False, allows_redistribution=False))
    assert reasons(facts) == set()
    assert reasons(facts, purpose=Purpose.DOWNLOAD) == {Reason.DOWNLOAD_NOT_LICENSED}
    assert reasons(facts, purpose=Purpose.REDISTRIBUTION) == {
        Reason.DOWNLOAD_NOT_LICENSED,
        Reason.REDISTRIBUTION_NOT_LICENSED,
    }


def test_withdrawn_is_known_only_to_those_who_could_see_it() -> None:
    gone = replace(OPEN, withdrawn_at=NOW)
    assert known(gone, PUBLIC_AUDIENCE)
    assert not known(replace(gone, embargo_until=LATER), PUBLIC_AUDIENCE)
    assert not known(replace(gone, licence=LicenceFacts("press")), PUBLIC_AUDIENCE)
    assert known(replace(gone, licence=LicenceFacts("press")), PARTNER)
    assert not known(OPEN, PUBLIC_AUDIENCE)


def test_own_staff_take_no_withdrawn_file() -> None:
    gone = replace(OPEN, withdrawn_at=NOW)
    assert decide(gone, OWN, Purpose.PREVIEW, NOW).allowed
    assert decide(gone, OWN, Purpose.DOWNLOAD, NOW).reasons == (Reason.WITHDRAWN,)


def test_every_reason_has_words() -> None:
    assert set(REASON_WORDS) == set(Reason)
