"""Making, counting and revoking share links; one download left means one, also when several come at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, connections
from django.test import Client
from django.utils import timezone

from press.append_only import is_protected
from press.models import KitState, Organisation, OrganisationState, Receipt, ShareLink, ShareLinkState
from press.policy import KitFacts, Sight, sight
from press.selectors.kits import facts_of, kits_for
from press.selectors.share_links import audience_by
from press.services import share_links
from tests.media_library.factories import approved
from tests.press.factories import guest, in_hours, kit, organisation, share
from tests.press.ledger import emptied_ledger
from tests.press.share.visiting import Visitor, names_in, taken

pytestmark = pytest.mark.django_db
SUMMER_ENDS = datetime(2026, 10, 24, 12, tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)


def test_only_a_digest_of_256_bits_is_kept() -> None:
    link, address = share(kit([approved()]))
    secret = address.split("/")[-2]
    assert len(secret) == len("shr_") + 43
    assert secret not in "".join(str(value) for value in ShareLink.objects.filter(pk=link.pk).values_list()[0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "  "},
        {"days": 0},
        {"days": 366},
        {"download_limit": 0},
        {"download_limit": 10_001},
        {"password": "short"},
        {"asset_ids": [10**9]},
    ],
)
def test_values_outside_their_bounds_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        share(kit([approved()]), **wrong)
    assert not ShareLink.objects.exists()


@pytest.mark.parametrize("state", [OrganisationState.APPLIED, OrganisationState.SUSPENDED])
def test_nobody_else_may_be_a_recipient(state: str) -> None:
    with pytest.raises(ValidationError):
        share(kit([approved()]), organisation(state))


def test_a_draft_has_no_links() -> None:
    with pytest.raises(ValidationError):
        share(kit([approved()], publish=False))


def test_a_guest_is_entered_once_whatever_its_case() -> None:
    values = {"country": "kh", "email": "desk@example.org", "language": "km", "actor": None}
    made = share_links.make_guest(name=" Koh  Santepheap ", **values)
    assert (made.name, made.country, made.state) == ("Koh Santepheap", "KH", OrganisationState.GUEST)
    for wrong in ({"name": "koh santepheap"}, {"name": "B", "country": "KHM"}, {"name": "B", "email": "x"}):
        with pytest.raises(ValidationError):
            share_links.make_guest(**({"name": "B"} | values | wrong))
    assert Organisation.objects.count() == 1


def test_days_are_of_24_hours_whatever_clocks_do() -> None:
    with timezone.override("Europe/Paris"), mock.patch("django.utils.timezone.now", return_value=SUMMER_ENDS):
        link, _address = share(kit([approved()]), days=1)
    assert link.expires_at - SUMMER_ENDS == timedelta(days=1)
    assert link.state_at(link.expires_at - timedelta(microseconds=1)) is ShareLinkState.OPEN
    assert link.state_at(link.expires_at) is ShareLinkState.EXPIRED


# --- the policy and its twin ------------------------------------------------------------------------------
@pytest.mark.parametrize("state", KitState.values)
@pytest.mark.parametrize("hours", [None, -1, 1])
@pytest.mark.parametrize("early", [False, True])
@pytest.mark.parametrize("audience", ["public", "press", "organisations"])
def test_policy_and_sql_agree(state: str, hours: int | None, early: bool, audience: str) -> None:
    made = kit([approved()], audience=audience)
    link, _address = share(made, under_embargo=early)
    type(made).objects.filter(pk=made.pk).update(
        state=state, embargo_until=in_hours(hours) if hours is not None else None
    )
    made.refresh_from_db()
    asker, now = audience_by(link), timezone.now()
    seen = sight(facts_of(made, link.pk), asker, now)
    assert (seen is not Sight.HIDDEN) is kits_for(asker, now).filter(pk=made.pk).exists()
    under_embargo = hours == 1
    expected = state == "published" and (early or not under_embargo)
    assert (seen is not Sight.HIDDEN) is expected
    assert kits_for(asker, now).exclude(pk=made.pk).count() == 0


def test_a_pass_of_no_link_sees_nothing() -> None:
    from media_library.rights import Audience

    asker = Audience.partner(1, "FR", terms_accepted=True, pass_id=5)
    assert sight(KitFacts(1, "published", "public"), asker, timezone.now()) is Sight.HIDDEN


# --- counting ---------------------------------------------------------------------------------------------
def test_each_download_counts_and_the_last_closes_the_link() -> None:
    link, address = share(kit([approved()]), download_limit=2)
    visitor = Visitor()
    zip_address = visitor.zip_address(address)
    (file,) = visitor.file_addresses(address)
    taken(visitor.client.get(zip_address))
    taken(visitor.client.get(file))
    link.refresh_from_db()
    assert (link.downloads, link.state) == (2, ShareLinkState.USED_UP)
    assert visitor.client.get(zip_address).status_code == 404
    assert Client().get(address).status_code == 404
    assert Receipt.objects.count() == 2


def test_looking_counts_nothing() -> None:
    link, address = share(kit([approved()]), download_limit=1)
    visitor = Visitor()
    zip_address = visitor.zip_address(address)
    (file,) = visitor.file_addresses(address)
    for _number in range(3):
        visitor.text(address)
        visitor.client.head(zip_address)
        visitor.client.head(file)
        visitor.client.get(file.replace("original", "medium.jpg"))
    link.refresh_from_db()
    assert link.downloads == 0
    assert not Receipt.objects.exists()


def test_a_resumed_download_counts_once_in_one_browser() -> None:
    link, address = share(kit([approved()]), download_limit=1)
    visitor = Visitor()
    zip_address = visitor.zip_address(address)
    whole = taken(visitor.client.get(zip_address))
    rest = visitor.client.get(zip_address, headers={"Range": "bytes=100-"})
    assert (rest.status_code, taken(rest)) == (206, whole[100:])
    assert visitor.page(address).status_code == 200, "who took the last may go on with it"
    assert Visitor().page(address).status_code == 404
    link.refresh_from_db()
    assert link.downloads == 1
    assert Receipt.objects.count() == 1
    later = timezone.now() + share_links.RESUMES
    with mock.patch("press.services.share_links.timezone.now", return_value=later):
        assert visitor.client.get(zip_address, headers={"Range": "bytes=100-"}).status_code == 404


def test_another_browser_and_other_files_count_anew() -> None:
    link, address = share(kit([approved(), approved()]))
    first, second = Visitor(), Visitor()
    files = first.file_addresses(address)
    zip_address = first.zip_address(address)
    for visitor, path in ((first, zip_address), (first, files[0]), (second, second.zip_address(address))):
        assert visitor.client.get(path, headers={"Range": "bytes=0-9"}).status_code == 206
    link.refresh_from_db()
    assert link.downloads == 3


def test_revoking_stops_what_is_to_be_resumed() -> None:
    link, address = share(kit([approved()]))
    visitor = Visitor()
    zip_address = visitor.zip_address(address)
    taken(visitor.client.get(zip_address))
    share_links.revoke(link, actor=None)
    assert visitor.client.get(zip_address, headers={"Range": "bytes=100-"}).status_code == 404
    assert not share_links.count(link, "b", "f", continues=False)


@pytest.fixture
def clean_ledger(transactional_db: None) -> Iterator[None]:
    with emptied_ledger():
        yield


@pytest.mark.django_db(transaction=True)
def test_one_of_many_gets_the_last_download(clean_ledger: None) -> None:
    link, _address = share(kit([approved()]), guest(), download_limit=3)
    together = Barrier(8)

    def try_it(number: int) -> bool:
        together.wait(timeout=20)
        try:
            for _try in range(200):
                try:
                    return share_links.count(link, f"{number:032x}", "f" * 64, continues=False)
                except OperationalError:  # SQLite's in-memory database has no waiting for its lock
                    time.sleep(0.02)
            raise AssertionError("never got its turn")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(try_it, range(8)))
    link.refresh_from_db()
    assert (sum(got), link.downloads, link.counted.count()) == (3, 3, 3)


# --- the ledger ---------------------------------------------------------------------------------------------
def test_the_ledger_is_still_guarded() -> None:
    assert is_protected(connection, "press_receipt")


def test_receipts_of_a_link_are_its_own() -> None:
    """A resumed download by one link isn't excused by a receipt of another one of the same recipient."""
    recipient, photo = guest(), approved()
    made = kit([photo])
    for number in (1, 2):
        _link, address = share(made, recipient)
        visitor = Visitor()
        old = {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}
        response = visitor.client.get(visitor.zip_address(address), headers=old)
        assert len(names_in(response)) == 1
        assert Receipt.objects.count() == number
