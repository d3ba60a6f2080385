"""Whoever goes on from the last line of the change log misses none, however the writers' transactions overlap."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from django.db import connection, transaction

from media_library.change_log import number_lines
from media_library.models import Change, ChangeEvent


def write() -> Change:
    """Without signals, whose handlers would have the second writer wait for the first."""
    line = Change(subject="asset", subject_uuid=uuid.uuid4(), event=ChangeEvent.UPDATED)
    return Change.objects.bulk_create([line])[0]


def elsewhere(act: Any) -> None:
    """Over a connection of its own."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def places() -> dict[int, int | None]:
    return dict(Change.objects.values_list("pk", "position"))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_line_that_is_committed_late_comes_after_what_was_read_before_it() -> None:
    """SQLite has one writer at a time anyway."""
    with transaction.atomic():
        first = write()
        elsewhere(write)
        elsewhere(number_lines)
    number_lines()
    (second_pk,) = set(places()) - {first.pk}
    assert second_pk > first.pk
    assert places() == {second_pk: 1, first.pk: 2}


@pytest.mark.django_db(transaction=True)
def test_places_have_no_gaps_and_are_given_once() -> None:
    keys = [write().pk for _ in range(3)]
    assert number_lines() == 3 and number_lines() == 0
    keys.append(write().pk)
    elsewhere(number_lines) if connection.vendor == "postgresql" else number_lines()
    assert places() == dict(zip(keys, (1, 2, 3, 4), strict=True))
