"""Who takes a file in the very moment of its withdrawal: either nothing leaves, or its receiver is told."""

from __future__ import annotations

import io
import threading
import zipfile
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from media_library.models import Asset, Photo
from media_library.services import withdraw
from press import downloads
from press.archive.streaming import ArchiveBroken
from press.models import NoticeDelivery, Receipt
from press.services import ledger
from tests.media_library.factories import approved
from tests.press.factories import bearer, kit, organisation
from tests.press.ledger import emptied_ledger


@pytest.fixture(autouse=True)
def asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow download, whose pictures lie further apart than a second."""
    monkeypatch.setattr(downloads, "ASKED_AGAIN_AFTER", 0)


@pytest.mark.django_db
def test_a_running_archive_breaks_off_before_what_was_withdrawn_and_its_receiver_is_told() -> None:
    first, second, partner = approved(), approved(), organisation()
    made = kit([first, second])
    answer = Client().get(f"/api/v1/kits/{made.uuid}/download", headers=bearer(partner))
    assert Receipt.objects.filter(organisation=partner).count() == 2, "written before the first byte"
    withdraw(second, reason="Sai", actor=None)
    came = b""
    with pytest.raises(ArchiveBroken, match="cannot be opened"):
        for block in answer.streaming_content:  # type: ignore[attr-defined]
            came += block
    assert len(came) < int(answer["Content-Length"])
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(came))
    assert NoticeDelivery.objects.get().organisation == partner


@pytest.mark.django_db
def test_what_had_gone_out_already_stays_out_and_its_receiver_is_told() -> None:
    first, second, partner = approved(), approved(), organisation()
    made = kit([first, second])
    answer = Client().get(f"/api/v1/kits/{made.uuid}/download", headers=bearer(partner))
    blocks = iter(answer.streaming_content)  # type: ignore[attr-defined]
    came = next(blocks)
    came += b"".join(blocks)
    withdraw(first, reason="Sai", actor=None)
    assert zipfile.ZipFile(io.BytesIO(came)).testzip() is None
    assert NoticeDelivery.objects.get().organisation == partner


@pytest.mark.django_db
def test_going_on_with_a_broken_download_gives_nothing_of_what_was_withdrawn() -> None:
    first, second, partner = approved(), approved(), organisation()
    made, headers = kit([first, second]), bearer(partner)
    url = f"/api/v1/kits/{made.uuid}/download"
    answer = Client().get(url, headers=headers)
    withdraw(second, reason="Sai", actor=None)
    resumed = Client().get(url, headers={**headers, "Range": "bytes=100-", "If-Range": answer["ETag"]})
    assert resumed.status_code == 200, "another archive, from its start"
    names = zipfile.ZipFile(io.BytesIO(b"".join(resumed.streaming_content))).namelist()  # type: ignore[attr-defined]
    assert not any(str(second.uuid)[:8] in name for name in names)


def _withdrawn_before_the_receipt(monkeypatch: pytest.MonkeyPatch, photo: Photo) -> None:
    """The decision was made; before its receipt is written somebody withdraws the photo."""
    hold = ledger._hold

    def late(asset_ids: set[int]) -> None:
        if Asset.objects.filter(pk=photo.pk, withdrawn_at__isnull=True).exists():
            withdraw(photo, reason="Sai", actor=None)
        hold(asset_ids)

    monkeypatch.setattr(ledger, "_hold", late)


@pytest.mark.django_db
def test_between_decision_and_receipt_the_file_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    photo, partner = approved(), organisation()
    _withdrawn_before_the_receipt(monkeypatch, photo)
    # The receipt and what is written beside it are undone together; here the withdrawal is one of them, so it is
    # only the answer that is looked at.
    assert Client().get(f"/media/{photo.uuid}/original", headers=bearer(partner)).status_code == 410
    assert not Receipt.objects.exists()


@pytest.mark.django_db
def test_between_decision_and_receipt_a_kit_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    photo, partner = approved(), organisation()
    made = kit([photo])
    _withdrawn_before_the_receipt(monkeypatch, photo)
    answer = Client().get(f"/api/v1/kits/{made.uuid}/download", headers=bearer(partner))
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert not Receipt.objects.exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_waits_for_the_receipts_that_are_being_written() -> None:
    """Two connections: the receipt holds the asset, so the withdrawal reads the ledger after it."""
    with emptied_ledger():
        photo, partner = approved(), organisation()
        line = ledger.DeliveredFile(photo.pk, photo.uuid, "original", "0" * 64, 3)
        held, done = threading.Event(), threading.Event()

        def take() -> None:
            try:
                with transaction.atomic():
                    ledger._hold({photo.pk})
                    held.set()
                    done.wait(1)
                    Receipt.objects.create(
                        organisation=partner, asset_id=line.asset_id, asset_uuid=line.asset_uuid, variant=line.variant,
                        sha256=line.sha256, bytes=line.bytes, way="zip",
                    )  # fmt: skip
            finally:
                connection.close()

        taker = threading.Thread(target=take)
        taker.start()
        assert held.wait(5)
        withdraw(photo, reason="Sai", actor=None)
        taker.join()
        told: Any = NoticeDelivery.objects.values_list("organisation_id", flat=True)
        assert list(told) == [partner.pk]
        NoticeDelivery.objects.all().delete()
