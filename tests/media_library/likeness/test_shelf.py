"""The lookup is complete whoever wrote what when, and never gives what isn't there."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import numpy
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from media_library.likeness.fingerprint import MARKS
from media_library.likeness.services import remember
from media_library.likeness.shelf import Shelf
from media_library.models import PerceptualHash, Photo
from tests.media_library import factories

pytestmark = pytest.mark.django_db


def marks(seed: int, flipped: int = 0) -> bytes:
    """Random hashes; `flipped` bits of each differ from those without."""
    hashes = numpy.random.default_rng(seed).integers(0, 2**64, MARKS, dtype=numpy.uint64)
    return (hashes ^ numpy.uint64((1 << flipped) - 1)).astype(">u8").tobytes()


def photo_with(wanted: bytes, *, age: timedelta = timedelta()) -> Photo:
    photo = factories.draft()
    remember(photo, wanted)
    PerceptualHash.objects.filter(pk=photo.pk).update(made_at=timezone.now() - age)
    return photo


OLD = timedelta(days=1)


@pytest.mark.parametrize("age", [timedelta(), timedelta(minutes=5), OLD])
def test_near_ones_are_found_nearest_first_at_any_age(age: timedelta) -> None:
    same, near, far = photo_with(marks(1), age=age), photo_with(marks(1, 8), age=age), photo_with(marks(1, 9), age=age)
    found = Shelf().near(marks(1), besides=0)
    assert [(likeness.photo_id, likeness.distance) for likeness in found] == [(same.pk, 0), (near.pk, 8)]
    assert far.pk not in {likeness.photo_id for likeness in Shelf().near(marks(1), besides=same.pk)}


def test_the_picture_itself_is_left_out() -> None:
    photo = photo_with(marks(2))
    assert Shelf().near(marks(2), besides=photo.pk) == []


def test_what_comes_in_after_the_shelf_was_loaded_is_found() -> None:
    shelf = Shelf()
    photo_with(marks(3), age=OLD)
    assert len(shelf.near(marks(3), besides=0)) == 1
    photo_with(marks(3))
    assert len(shelf.near(marks(3), besides=0)) == 2


def test_what_settles_meanwhile_is_taken_over(monkeypatch: Any) -> None:
    shelf = Shelf()
    shelf.near(marks(4), besides=0)
    photo_with(marks(4))
    later = timezone.now() + timedelta(minutes=30)
    monkeypatch.setattr("media_library.likeness.shelf.timezone.now", lambda: later)
    assert len(shelf.near(marks(4), besides=0)) == 1
    assert len(shelf._settled[0].ids) >= 1


def test_what_was_deleted_or_made_anew_is_not_given() -> None:
    shelf = Shelf()
    deleted, changed = photo_with(marks(5), age=OLD), photo_with(marks(5), age=OLD)
    assert len(shelf.near(marks(5), besides=0)) == 2
    deleted.delete()
    remember(changed, marks(6))
    assert shelf.near(marks(5), besides=0) == []
    assert [likeness.photo_id for likeness in shelf.near(marks(6), besides=0)] == [changed.pk]


def test_empty_marks_resemble_nothing() -> None:
    photo_with(b"")
    photo_with(b"")
    assert Shelf().near(b"", besides=0) == []


def test_a_loaded_shelf_costs_at_most_two_queries() -> None:
    shelf = Shelf()
    photo_with(marks(7), age=OLD)
    shelf.near(marks(7), besides=0)
    with CaptureQueriesContext(connection) as queries:
        shelf.near(marks(7), besides=0)
        assert len(queries) == 2
        shelf.near(marks(8), besides=0)
    assert len(queries) == 3


def test_many_alike_are_cut_to_the_nearest() -> None:
    for flipped in range(7):
        photo_with(marks(9, flipped))
    assert [likeness.distance for likeness in Shelf().near(marks(9), besides=0, limit=3)] == [0, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_threads_share_one_shelf() -> None:
    photo_with(marks(10), age=OLD)
    shelf, answers = Shelf(), []

    def ask() -> None:
        try:
            answers.append(len(shelf.near(marks(10), besides=0)))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [1] * 6
