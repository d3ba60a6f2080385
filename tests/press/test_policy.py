"""Who gets a kit, and that the SQL twin says the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_library.rights import PUBLIC_AUDIENCE, Audience
from press.models import Kit, KitAudience, KitGrant, KitState
from press.policy import KitFacts, Sight, embargo_to_hold, needs_terms, sight
from press.selectors.kits import ended, facts_of, visible
from tests.media_library.factories import province
from tests.press.factories import kit, organisation

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
PARTNER = Audience.partner(7, "FR", terms_accepted=True)
OWN = Audience.staff(frozenset({1}))
OTHER = Audience.staff(frozenset({2}))


def facts(**values: object) -> KitFacts:
    defaults: dict[str, object] = {"province_id": 1, "state": "published", "audience": "public"}
    return KitFacts(**(defaults | values))  # type: ignore[arg-type]


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_what_isnt_published_is_for_the_provinces_own_staff_only(state: str) -> None:
    hidden = facts(state=state, granted_to=frozenset({7}), early_to=frozenset({7}))
    assert sight(hidden, OWN, NOW) is Sight.DRAFT
    assert {sight(hidden, who, NOW) for who in (PUBLIC_AUDIENCE, PARTNER, OTHER)} == {Sight.HIDDEN}


def test_the_embargo_ends_at_its_minute_for_everybody_at_once() -> None:
    embargoed = facts(embargo_until=LATER, granted_to=frozenset({7}), early_to=frozenset({7}))
    moment_before = LATER - timedelta(microseconds=1)
    for at in (NOW, moment_before):
        assert sight(embargoed, PUBLIC_AUDIENCE, at) is Sight.HIDDEN
        assert sight(embargoed, OTHER, at) is Sight.HIDDEN
        assert sight(embargoed, PARTNER, at) is Sight.EMBARGOED
        assert sight(embargoed, OWN, at) is Sight.EMBARGOED
    assert {sight(embargoed, who, LATER) for who in (PUBLIC_AUDIENCE, PARTNER, OWN, OTHER)} == {Sight.OPEN}


def test_a_grant_without_the_embargo_right_waits_for_the_minute() -> None:
    granted = facts(audience="organisations", embargo_until=LATER, granted_to=frozenset({7}))
    assert sight(granted, PARTNER, NOW) is Sight.HIDDEN
    assert sight(granted, PARTNER, LATER) is Sight.OPEN


@pytest.mark.parametrize(
    ("audience", "public", "partner", "granted"),
    [
        ("public", Sight.OPEN, Sight.OPEN, Sight.OPEN),
        ("press", Sight.HIDDEN, Sight.OPEN, Sight.OPEN),
        ("organisations", Sight.HIDDEN, Sight.HIDDEN, Sight.OPEN),
    ],
)
def test_each_audience(audience: str, public: Sight, partner: Sight, granted: Sight) -> None:
    assert sight(facts(audience=audience), PUBLIC_AUDIENCE, NOW) is public
    assert sight(facts(audience=audience), PARTNER, NOW) is partner
    assert sight(facts(audience=audience, granted_to=frozenset({7})), PARTNER, NOW) is granted
    assert sight(facts(audience=audience), OWN, NOW) is Sight.OPEN


def test_the_longest_embargo_to_come_holds() -> None:
    assert embargo_to_hold([], None, NOW) is None
    assert embargo_to_hold([None, NOW], None, NOW) is None
    assert embargo_to_hold([LATER, None], NOW, NOW) == LATER
    assert embargo_to_hold([LATER], LATER + timedelta(days=1), NOW) == LATER + timedelta(days=1)


def test_only_partners_accept_terms() -> None:
    assert needs_terms(Audience.partner(7, "FR", terms_accepted=False))
    assert not needs_terms(PARTNER)
    assert not needs_terms(PUBLIC_AUDIENCE)
    assert not needs_terms(OWN)


@pytest.fixture
def shelf(db: None) -> SimpleNamespace:
    """Every combination of state, audience, embargo and grant, in two provinces."""
    granted, early, stranger = organisation(), organisation(), organisation()
    home, away = province("22"), province("01")
    for owner in (home, away):
        for state in KitState.values:
            for audience in KitAudience.values:
                for minutes in (None, -1, 0, 1):
                    until = None if minutes is None else NOW + timedelta(minutes=minutes)
                    made = kit(publish=False, province=owner, state=state, audience=audience, embargo_until=until)
                    KitGrant.objects.create(kit=made, organisation=granted)
                    KitGrant.objects.create(kit=made, organisation=early, may_see_under_embargo=True)
                    for end in (0, 2):
                        if minutes is None or minutes < end:
                            over = kit(publish=False, province=owner, state=state, audience=audience)
                            ends = {"embargo_until": until, "expires_at": NOW + timedelta(minutes=end)}
                            Kit.objects.filter(pk=over.pk).update(**ends)
                            KitGrant.objects.create(kit=over, organisation=granted)
                            KitGrant.objects.create(kit=over, organisation=early, may_see_under_embargo=True)
    return SimpleNamespace(home=home, away=away, granted=granted, early=early, stranger=stranger)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(who=st.integers(0, 7), seconds=st.integers(-120, 120))
def test_the_sql_twin_agrees(shelf: SimpleNamespace, who: int, seconds: int) -> None:
    audience = [
        PUBLIC_AUDIENCE,
        Audience.partner(shelf.granted.pk, "FR", terms_accepted=True),
        Audience.partner(shelf.early.pk, "FR", terms_accepted=False),
        Audience.partner(shelf.stranger.pk, "LA", terms_accepted=True),
        Audience.staff(frozenset({shelf.home.pk})),
        Audience.staff(frozenset()),
        Audience.staff(frozenset({shelf.home.pk, shelf.away.pk})),
        Audience.staff(frozenset(), all_provinces=True),
    ][who]
    at = NOW + timedelta(seconds=seconds)
    shown = set(Kit.objects.filter(visible(audience, at)).values_list("pk", flat=True))
    sights = {made.pk: sight(facts_of(made), audience, at) for made in Kit.objects.prefetch_related("grants")}
    over = set(Kit.objects.filter(ended(audience, at)).values_list("pk", flat=True))
    own = set(Kit.objects.filter(province__in=audience.province_ids).values_list("pk", flat=True))
    own = set(sights) if audience.all_provinces else own
    told = {pk for pk, found in sights.items() if found is not Sight.HIDDEN}
    ends = {pk for pk, found in sights.items() if found is Sight.ENDED}
    assert shown == {pk for pk in told if pk not in ends or pk in own}
    assert over - own == ends - own
