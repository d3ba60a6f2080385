"""The ledger only grows, whoever asks, and every delivery to a partner is in it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client, RequestFactory

from media_library.rights import PUBLIC_AUDIENCE, Audience
from press.append_only import MESSAGE, ProtectAppendOnly, is_protected
from press.checks import ledger_is_protected
from press.models import Receipt, Way
from press.models.ledger import AppendOnly
from press.selectors.ledger import holders
from press.services.ledger import DeliveredFile, record
from tests.media_library.factories import approved
from tests.press.factories import bearer, member, organisation, signed_in

pytestmark = pytest.mark.django_db


class PlainEditor:
    """Django's schema editor for SQLite refuses to work inside a test's transaction."""

    connection = connection

    def execute(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def receipt() -> Receipt:
    photo = approved()
    return Receipt.objects.create(
        organisation=organisation(),
        asset_id=photo.pk,
        asset_uuid=photo.uuid,
        variant="original",
        sha256="0" * 64,
        bytes=3,
        way=Way.PAGE,
    )


def test_a_line_cant_be_changed_or_deleted_through_the_models() -> None:
    line = receipt()
    line.bytes = 4
    with pytest.raises(AppendOnly):
        line.save()
    with pytest.raises(AppendOnly):
        line.delete()
    with pytest.raises(AppendOnly):
        Receipt.objects.all().update(bytes=4)
    with pytest.raises(AppendOnly):
        Receipt.objects.filter(pk=line.pk).delete()


@pytest.mark.parametrize(
    "statement", ["UPDATE press_receipt SET bytes = 4", "DELETE FROM press_receipt", "TRUNCATE press_receipt CASCADE"]
)
def test_the_database_itself_refuses(statement: str) -> None:
    line = receipt()
    if statement.startswith("TRUNCATE"):
        if connection.vendor != "postgresql":
            statement = "DELETE FROM press_receipt WHERE 1 = 1"
        else:
            # Checks that still wait for the end of the transaction would refuse first.
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Receipt.objects.get(pk=line.pk).bytes == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE press_receipt SET bytes = bytes WHERE id = %s",
        "UPDATE press_receipt SET id = id + 1000 WHERE id = %s",
        "DELETE FROM press_receipt WHERE id = %s",
        "WITH gone AS (SELECT id FROM press_receipt WHERE id = %s) DELETE FROM press_receipt WHERE id IN gone",
        "REPLACE INTO press_receipt SELECT * FROM press_receipt WHERE id = %s",
        "UPDATE OR REPLACE press_receipt SET bytes = 9 WHERE id = %s",
        "INSERT INTO press_receipt SELECT * FROM press_receipt WHERE id = %s ON CONFLICT (id) DO UPDATE SET bytes = 9",
    ],
)
def test_raw_statements_change_nothing(statement: str) -> None:
    """SQLite's REPLACE takes a line away without the triggers of a deletion: it has one of its own."""
    line = receipt()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [line.pk])
    assert Receipt.objects.get(pk=line.pk).bytes == 3
    assert Receipt.objects.count() == 1


def test_a_deletion_of_what_a_line_names_doesnt_cascade() -> None:
    line = receipt()
    with pytest.raises(ProtectedError):
        line.organisation.delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM press_organisation WHERE id = %s", [line.organisation_id])
        connection.check_constraints()
    assert Receipt.objects.filter(pk=line.pk).exists()


def test_bulk_updates_of_the_base_manager_are_refused_too() -> None:
    line = receipt()
    line.bytes = 4
    with pytest.raises((DatabaseError, AppendOnly)), transaction.atomic():
        Receipt._base_manager.bulk_update([line], ["bytes"])


def test_the_check_notices_a_ledger_without_its_guard() -> None:
    assert is_protected(connection, "press_receipt")
    assert ledger_is_protected(databases=["default"]) == []
    guard, editor = ProtectAppendOnly("press_receipt"), PlainEditor()
    guard.database_backwards("press", editor, None, None)  # type: ignore[arg-type]
    assert not is_protected(connection, "press_receipt")
    assert [error.id for error in ledger_is_protected(databases=["default"])] == ["press.E001"]
    guard.database_forwards("press", editor, None, None)  # type: ignore[arg-type]
    guard.database_forwards("press", editor, None, None)  # type: ignore[arg-type]
    assert is_protected(connection, "press_receipt")


def test_an_original_that_a_partner_takes_by_token_is_signed_for() -> None:
    photo, partner = approved(), organisation()
    response = Client().get(f"/media/{photo.uuid}/original", headers=bearer(partner))
    assert response.status_code == 200
    line = Receipt.objects.get()
    assert (line.organisation, line.asset_id, line.asset_uuid) == (partner, photo.pk, photo.uuid)
    assert (line.variant, line.way, line.sha256) == ("original", Way.API, photo.published.sha256)
    assert line.token is not None
    assert line.token.organisation == partner
    assert line.member is None
    assert line.bytes == len(b"".join(response.streaming_content))  # type: ignore[attr-defined]


def test_an_original_that_a_member_takes_is_signed_for_by_name() -> None:
    photo, person = approved(), member()
    signed_in(person).get(f"/media/{photo.uuid}/original")
    line = Receipt.objects.get()
    assert (line.member, line.way, line.token) == (person, Way.PAGE, None)


def test_looking_and_asking_leave_no_receipt() -> None:
    photo, partner = approved(), organisation()
    Client().get(f"/media/{photo.uuid}/original")
    Client().get(f"/media/{photo.uuid}/small.jpg", headers=bearer(partner))
    Client().head(f"/media/{photo.uuid}/original", headers=bearer(partner))
    assert not Receipt.objects.exists()


def test_a_download_in_pieces_has_one_receipt() -> None:
    photo, partner = approved(), organisation()
    headers = bearer(partner)
    url = f"/media/{photo.uuid}/original"
    first = Client().get(url, headers={**headers, "Range": "bytes=0-99"})
    assert first.status_code == 206
    Client().get(url, headers={**headers, "Range": "bytes=100-"})
    assert Receipt.objects.count() == 1
    Client().get(url, headers=headers)
    assert Receipt.objects.count() == 2


def test_nobody_gets_bytes_without_a_receipt_by_asking_for_a_piece_only() -> None:
    photo, partner = approved(), organisation()
    Client().get(f"/media/{photo.uuid}/original", headers={**bearer(partner), "Range": "bytes=1-"})
    assert Receipt.objects.count() == 1


def test_only_partners_sign() -> None:
    request, photo = RequestFactory().get("/"), approved()
    file = DeliveredFile(photo.pk, photo.uuid, "original", "0" * 64, 1)
    assert record(request, PUBLIC_AUDIENCE, [file], way=Way.PAGE) == 0
    assert record(request, Audience.staff(frozenset({1})), [file], way=Way.PAGE) == 0
    assert not Receipt.objects.exists()


def test_holders_are_found_in_three_queries(django_assert_num_queries: object) -> None:
    photo, people = approved(), [organisation() for _number in range(3)]
    for partner in people:
        headers = bearer(partner)
        for _number in range(2):
            Client().get(f"/media/{photo.uuid}/original", headers=headers)
    with django_assert_num_queries(3):  # type: ignore[operator]
        found = holders(photo.pk)
    assert [holder.organisation for holder in found] == sorted(people, key=lambda partner: partner.name)
    assert {holder.times for holder in found} == {2}
    assert {holder.variants for holder in found} == {("original",)}


def test_a_database_that_has_yet_to_get_the_newest_trigger_may_migrate() -> None:
    if connection.vendor == "sqlite":
        PlainEditor().execute("DROP TRIGGER press_receipt_no_replace")
        assert [message.id for message in ledger_is_protected(databases=["default"])] == ["press.W001"]
        ProtectAppendOnly("press_receipt").database_forwards("press", PlainEditor(), None, None)  # type: ignore[arg-type]
    assert ledger_is_protected(databases=["default"]) == []
