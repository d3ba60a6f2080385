"""The decision and its SQL twin say the same about every asset, audience, purpose and moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_library.models import Asset, Consent, ConsentBasis, Licence
from media_library.rights import PUBLIC_AUDIENCE, Audience, Purpose, decide, known, lapse, lapse_sql, sql
from media_library.rights import grants as grants_module
from media_library.rights.ask import facts_for
from media_library.rights.facts import facts_of
from media_library.rights.grants import GrantKind
from provinces.models import Province
from tests.media_library.factories import province

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MOMENTS = [
    NOON - timedelta(hours=1),
    NOON - timedelta(microseconds=1),
    NOON,
    NOON + timedelta(microseconds=1),
]
GRANTED, OTHER = 7, 8
PASS = 3
"""A pass (a share link) of OTHER, which has the grants that OTHER itself hasn't; GRANTED's own pass has none."""
moment = st.sampled_from([None, *MOMENTS])
pytestmark = pytest.mark.django_db


@pytest.fixture
def grants() -> Iterator[set[int]]:
    """Organisation GRANTED, and whoever comes on PASS, hold an embargo grant for the asset ids in the yielded set."""
    granted_ids: set[int] = set()

    def source(kind: GrantKind, partner: Audience, asset_id: Any) -> Any:
        rows = Asset.objects.filter(pk=asset_id)
        return rows.filter(pk__in=granted_ids) if holds_grants(partner) else rows.none()

    before = list(grants_module._sources)
    grants_module._sources[:] = [source]
    yield granted_ids
    grants_module._sources[:] = before


def holds_grants(asker: Audience) -> bool:
    return asker.pass_id == PASS if asker.pass_id is not None else asker.organisation_id == GRANTED


@st.composite
def assets(draw: st.DrawFn) -> dict[str, Any]:
    licensed, consented = draw(st.booleans()), draw(st.booleans())
    return {
        "approved_at": draw(st.sampled_from([None, NOON - timedelta(days=1), NOON])),
        "withdrawn_at": draw(moment),
        "embargo_until": draw(moment),
        "expires_at": draw(moment),
        "shows_people": draw(st.booleans()),
        "shows_map": draw(st.booleans()),
        "map_checked_at": draw(st.sampled_from([None, NOON])),
        "licence": licensed
        and {
            "audience": draw(st.sampled_from(["public", "press", "internal"])),
            "valid_from": draw(moment),
            "valid_until": draw(moment),
            "territory": draw(st.sampled_from(["", " LA ", " JP LA "])),
            "allows_download": draw(st.booleans()),
            "allows_redistribution": draw(st.booleans()),
        },
        "consent": consented and {"expires_at": draw(moment), "revoked_at": draw(moment)},
        "own": draw(st.booleans()),
        "granted": draw(st.booleans()),
    }


def audiences(own: Province) -> list[Audience]:
    partners = [
        Audience.partner(organisation, country, terms_accepted=accepted)
        for organisation in (GRANTED, OTHER)
        for country in ("LA", "FR", "")
        for accepted in (True, False)
    ]
    passes = [
        Audience.partner(organisation, "LA", terms_accepted=accepted, pass_id=number)
        for organisation, number in ((GRANTED, PASS + 1), (OTHER, PASS))
        for accepted in (True, False)
    ]
    staff = [
        Audience.staff(frozenset({own.pk})),
        Audience.staff(frozenset()),
        Audience.staff(frozenset(), all_provinces=True),
    ]
    return [PUBLIC_AUDIENCE, *partners, *passes, *staff]


def store(values: dict[str, Any], own: Province, other: Province) -> Asset:
    licence = values["licence"] and Licence.objects.create(
        code=uuid4().hex, name_vi="x", usage_terms_vi="x", **values["licence"]
    )
    consent = values["consent"] and Consent.objects.create(
        subject="x", province=own, basis=ConsentBasis.WRITTEN, **values["consent"]
    )
    names = (
        "approved_at",
        "withdrawn_at",
        "embargo_until",
        "expires_at",
        "shows_people",
        "shows_map",
        "map_checked_at",
    )
    facts = {key: values[key] for key in names}
    return Asset.objects.create(
        province=own if values["own"] else other, licence=licence or None, consent=consent or None, **facts
    )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(values=st.lists(assets(), min_size=1, max_size=6))
def test_decision_and_sql_agree(values: list[dict[str, Any]], grants: set[int]) -> None:
    own, other = province("22"), province("01")
    Asset.objects.all().delete()
    grants.clear()
    stored = [store(item, own, other) for item in values]
    grants |= {asset.pk for asset, item in zip(stored, values, strict=True) if item["granted"]}
    plain = {asset.pk: facts_of(asset) for asset in stored}
    for audience in audiences(own):
        facts = {asset.pk: facts_for(asset, audience) for asset in stored}
        assert all(
            (audience.organisation_id in fact.embargo_granted_to)
            == (holds_grants(audience) and pk in grants and fact.embargo_until is not None)
            for pk, fact in facts.items()
        ), audience
        for at in MOMENTS:
            for purpose in Purpose:
                expected = {pk for pk, fact in facts.items() if decide(fact, audience, purpose, at).allowed}
                found = set(Asset.objects.filter(sql.allowed(audience, purpose, at)).values_list("pk", flat=True))
                assert found == expected, (connection.vendor, audience, purpose, at)
        told = {pk for pk, fact in facts.items() if known(fact, audience)}
        assert set(Asset.objects.filter(sql.known(audience)).values_list("pk", flat=True)) == told, audience
        for at in MOMENTS:
            told = {pk for pk, fact in facts.items() if lapse.told_of_end(fact, audience, at)}
            found = set(Asset.objects.filter(lapse_sql.told_of_end(audience, at)).values_list("pk", flat=True))
            assert found == told, (connection.vendor, "told of end", audience, at)
    for at in MOMENTS:
        offered = {pk for pk, fact in plain.items() if lapse.offered(fact, at)}
        assert set(Asset.objects.filter(lapse_sql.offered(at)).values_list("pk", flat=True)) == offered, at
