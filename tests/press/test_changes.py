"""Kits in the change log: to whom they may be known, and no one else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from press.models import Kit
from press.services import kits
from tests.media_library import factories

pytestmark = pytest.mark.django_db


def test_a_published_kit_is_told_and_one_under_embargo_isnt(client: Client) -> None:
    open_kit = Kit.objects.create(slug="open", province=factories.province(), title_vi="Mở")
    hidden = Kit.objects.create(
        slug="hidden", province=factories.province(), title_vi="Kín", embargo_until=timezone.now() + timedelta(days=1)
    )
    for kit in (open_kit, hidden):
        kits.publish(kit, actor=None)
    told = client.get("/api/v1/changes").json()["items"]
    assert [(item["subject"], item["subject_id"]) for item in told] == [("kit", str(open_kit.uuid))]
    kits.close(open_kit, actor=None, reason="Over")
    assert client.get("/api/v1/changes").json()["items"][-1]["event"] == "withdrawn"
