"""The explanation says what the decision says, and every reason has its mend."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from media_library.explain.matrix import ASKERS, NOWHERE, PARTNER, PUBLIC, PURPOSE_WORDS, decision_for, explain
from media_library.explain.mends import ACTS, BATCH_FIELDS, BATCH_WORDS, Act, Mender
from media_library.explain.selection import NOTES
from media_library.rights import AssetFacts, ConsentFacts, LicenceFacts, Purpose, Reason, decide
from media_library.rights.decision import REASON_WORDS

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
OPEN = AssetFacts(1, approved_at=NOW - timedelta(days=1), licence=LicenceFacts("public"))
DAY = timedelta(days=1)

CASES: list[tuple[AssetFacts, set[Reason]]] = [
    (OPEN, set()),
    (replace(OPEN, approved_at=None), {Reason.NOT_APPROVED}),
    (replace(OPEN, withdrawn_at=NOW), {Reason.WITHDRAWN}),
    (replace(OPEN, shows_map=True), {Reason.MAP_NOT_CHECKED}),
    (replace(OPEN, licence=None), {Reason.NO_LICENCE, Reason.TERMS_NOT_ACCEPTED}),
    (replace(OPEN, licence=LicenceFacts("public", valid_from=NOW + DAY)), {Reason.LICENCE_NOT_YET_VALID}),
    (replace(OPEN, licence=LicenceFacts("public", valid_until=NOW)), {Reason.LICENCE_EXPIRED}),
    (replace(OPEN, expires_at=NOW), {Reason.EXPIRED}),
    (replace(OPEN, shows_people=True), {Reason.CONSENT_MISSING}),
    (replace(OPEN, consent=ConsentFacts(expires_at=NOW)), {Reason.CONSENT_EXPIRED}),
    (replace(OPEN, consent=ConsentFacts(revoked_at=NOW)), {Reason.CONSENT_REVOKED}),
    (replace(OPEN, embargo_until=NOW + DAY), {Reason.EMBARGOED, Reason.TERMS_NOT_ACCEPTED}),
    (replace(OPEN, licence=LicenceFacts("internal")), {Reason.INTERNAL, Reason.TERMS_NOT_ACCEPTED}),
    (replace(OPEN, licence=LicenceFacts("press")), {Reason.PRESS_ONLY, Reason.TERMS_NOT_ACCEPTED}),
    (
        replace(OPEN, licence=LicenceFacts("public", territory=frozenset({"LA", "VN"}))),
        {Reason.TERRITORY, Reason.TERMS_NOT_ACCEPTED},
    ),
    (replace(OPEN, licence=LicenceFacts("public", allows_download=False)), {Reason.DOWNLOAD_NOT_LICENSED}),
    (replace(OPEN, licence=LicenceFacts("public", allows_redistribution=False)), {Reason.REDISTRIBUTION_NOT_LICENSED}),
]


@pytest.mark.parametrize(("facts", "reasons"), CASES)
def test_all_that_stands_in_the_way_is_named(facts: AssetFacts, reasons: set[Reason]) -> None:
    explanation = explain(facts, NOW)
    terms = {Reason.TERMS_NOT_ACCEPTED}
    assert set(explanation.reasons) - terms == reasons - terms
    told = {answer.asker.slug for answer in explanation.answers}
    assert {"public", "partner", "granted"} <= told
    assert set(explanation.against_readers) == set(decide(facts, PUBLIC.audience(facts), Purpose.PREVIEW, NOW).reasons)


def test_every_reason_of_the_decision_was_met_here() -> None:
    met = {reason for facts, _ in CASES for reason in explain(facts, NOW).reasons}
    assert met == set(Reason), "a reason without a case"


def test_every_reason_has_a_mend_and_every_act_a_way() -> None:
    assert set(ACTS) == set(Reason) == set(REASON_WORDS)
    assert set(ACTS.values()) == set(Act)
    assert all(callable(getattr(Mender, f"_{act}")) for act in Act)
    assert set(BATCH_FIELDS) == set(BATCH_WORDS)
    assert set(BATCH_FIELDS) | set(NOTES) == set(Act), "an act that a selection knows no word for"
    assert set(PURPOSE_WORDS) == set(Purpose)
    assert len({asker.slug for asker in ASKERS}) == len(ASKERS)


def test_early_access_opens_what_is_under_embargo() -> None:
    facts = replace(OPEN, embargo_until=NOW + DAY)
    answers = {answer.asker.slug: answer for answer in explain(facts, NOW).answers}
    assert not answers["partner"].decisions[Purpose.PREVIEW].allowed
    assert answers["granted"].decisions[Purpose.REDISTRIBUTION].allowed


def test_special_askers_are_told_only_where_it_makes_a_difference() -> None:
    assert "elsewhere" not in {answer.asker.slug for answer in explain(OPEN, NOW).answers}
    facts = replace(OPEN, licence=LicenceFacts("press", territory=frozenset({"LA"})))
    answers = {answer.asker.slug: answer for answer in explain(facts, NOW).answers}
    assert answers["partner"].decisions[Purpose.DOWNLOAD].allowed
    assert answers["elsewhere"].decisions[Purpose.PREVIEW].reasons == (Reason.TERRITORY,)
    assert answers["no-terms"].decisions[Purpose.DOWNLOAD].reasons == (Reason.TERMS_NOT_ACCEPTED,)


def test_nobody_real_is_meant() -> None:
    audience = PARTNER.audience(OPEN)
    assert audience.organisation_id == 0 and audience.country == NOWHERE
    assert decision_for(OPEN, PUBLIC, Purpose.PREVIEW, NOW).allowed
