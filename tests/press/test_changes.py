"""Kits in the change log: to whom they may be known, and no one else."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from press.models import Kit
from press.services import kits
from tests.media_library import factories
from tests.press.factories import kit

pytestmark = pytest.mark.django_db


def test_whoever_read_on_during_the_embargo_hears_of_the_kit_at_its_end(client: Client) -> None:
    hidden = kit(embargo_until=timezone.now() + timedelta(minutes=5))
    kit()  # moves the reader's place past the hidden line
    (other,) = client.get("/api/v1/changes").json()["items"]
    kits.log_opened(hidden.embargo_until - timedelta(seconds=1))
    assert client.get(f"/api/v1/changes?since={other['id']}").json()["items"] == []
    with mock.patch.object(timezone, "now", return_value=hidden.embargo_until):
        for _time in range(2):
            (told,) = client.get(f"/api/v1/changes?since={other['id']}").json()["items"]
    assert (told["subject_id"], told["event"]) == (str(hidden.uuid), "embargo_changed")


def test_a_kit_that_was_published_after_its_embargo_has_no_end_to_tell() -> None:
    kit(embargo_until=timezone.now() - timedelta(days=1))
    assert kits.log_opened(timezone.now()) == 0


def test_a_published_kit_is_told_and_one_under_embargo_isnt(client: Client) -> None:
    open_kit = Kit.objects.create(slug="open", province=factories.province(), title_vi="Mở")
    hidden = Kit.objects.create(
        slug="hidden", province=factories.province(), title_vi="Kín", embargo_until=timezone.now() + timedelta(days=1)
    )
    for made in (open_kit, hidden):
        kits.publish(made, actor=None)
    told = client.get("/api/v1/changes").json()["items"]
    assert [(item["subject"], item["subject_id"]) for item in told] == [("kit", str(open_kit.uuid))]
    kits.close(open_kit, actor=None, reason="Over")
    assert client.get("/api/v1/changes").json()["items"][-1]["event"] == "withdrawn"
