"""Look-alikes are noted at ingest, made up for later, and ended by what the editor says."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from wagtail.models import ModelLogEntry

from cms.site_setup import ensure_site
from media_library.ingest import Accepted, ingest
from media_library.likeness import Verdict, compare, decide
from media_library.models import PerceptualHash, Photo, Replacement, Resemblance, ResemblanceState
from media_library.services import withdraw
from tests.media_library import factories
from tests.media_library.likeness.pictures import ALTERATIONS, saved, textured

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])


def pair(earlier: str = "draft", seed: int = 1) -> Resemblance:
    """An earlier photo in a state, and a smaller copy of it as a draft."""
    picture = textured(seed)
    factories.in_state(earlier, data=saved(picture), title_vi="Bình minh", caption_vi="Chú thích đã viết")
    outcome = ingest(
        io.BytesIO(saved(ALTERATIONS["a third of the size"](picture))),
        "copy.jpg",
        province=factories.province(),
        actor=None,
    )
    assert isinstance(outcome, Accepted)
    return Resemblance.objects.get(photo=outcome.photo)


@pytest.mark.parametrize("name", ALTERATIONS)
def test_a_copy_is_noted_at_ingest(name: str) -> None:
    first = factories.draft(data=saved(textured(2)))
    second = factories.draft(data=saved(ALTERATIONS[name](textured(2)), "PNG"))
    found = Resemblance.objects.get()
    assert (found.photo_id, found.other_id, found.state) == (second.pk, first.pk, ResemblanceState.OPEN)


def test_other_pictures_are_not() -> None:
    for seed in range(4):
        factories.draft(data=saved(textured(seed)))
    assert not Resemblance.objects.exists()
    assert PerceptualHash.objects.filter(compared_at__isnull=False).count() == 4


def test_comparing_again_notes_nothing_twice() -> None:
    resemblance = pair()
    decide(resemblance, Verdict.KEEP_BOTH, actor=None)
    assert compare(resemblance.photo) == []
    assert Resemblance.objects.get().state == ResemblanceState.DIFFERENT


def test_keeping_both() -> None:
    resemblance, editor = pair(), factories.user("editor")
    decide(resemblance, Verdict.KEEP_BOTH, actor=editor)
    resemblance.refresh_from_db()
    assert (resemblance.state, resemblance.decided_by) == (ResemblanceState.DIFFERENT, editor)
    assert resemblance.decided_at is not None and Photo.objects.count() == 2


def test_keeping_the_earlier_deletes_the_draft_and_keeps_its_words() -> None:
    resemblance = pair("approved")
    earlier = resemblance.other
    Photo.objects.filter(pk=resemblance.photo_id).update(caption_vi="Lời đã gõ")
    Photo.objects.get(pk=resemblance.photo_id).save_revision()
    decide(resemblance, Verdict.KEEP_EARLIER, actor=None)
    assert list(Photo.objects.all()) == [earlier]
    entry = ModelLogEntry.objects.for_instance(earlier).get(action="media_library.same_picture")
    assert entry.data["texts"]["caption_vi"] == "Lời đã gõ"
    assert Photo.objects.get().approved_at is not None


def test_an_approved_one_is_never_deleted() -> None:
    resemblance = pair()
    Photo.objects.filter(pk=resemblance.photo_id).update(approved_at=resemblance.found_at)
    with pytest.raises(ValidationError):
        decide(resemblance, Verdict.KEEP_EARLIER, actor=None)
    assert Photo.objects.count() == 2
    assert Resemblance.objects.get().state == ResemblanceState.OPEN


def test_the_new_one_replaces_an_approved_one_at_its_approval() -> None:
    resemblance = pair("approved")
    decide(resemblance, Verdict.REPLACE, actor=None)
    new = Photo.objects.get(pk=resemblance.photo_id)
    assert new.caption_vi == "Chú thích đã viết"
    assert Photo.objects.get(pk=resemblance.other_id).withdrawn_at is None
    new.get_latest_revision().publish()
    old = Photo.objects.get(pk=resemblance.other_id)
    assert old.withdrawn_at is not None and old.successor_id == new.pk


def test_the_new_one_replaces_a_draft_at_once() -> None:
    resemblance = pair("draft")
    decide(resemblance, Verdict.REPLACE, actor=None)
    left = Photo.objects.get()
    assert (left.pk, left.title_vi, left.caption_vi) == (resemblance.photo_id, "Bình minh", "Chú thích đã viết")
    assert not Replacement.objects.exists()


@pytest.mark.parametrize("verdict", Verdict)
def test_the_second_to_decide_is_told(verdict: Verdict) -> None:
    resemblance = pair()
    decide(resemblance, Verdict.KEEP_BOTH, actor=None)
    with pytest.raises(ValidationError):
        decide(resemblance, verdict, actor=None)
    assert Photo.objects.count() == 2


def test_what_made_way_long_ago_is_not_asked_about() -> None:
    first = factories.approved(data=saved(textured(8)))
    second = factories.approved(data=saved(textured(9)))
    withdraw(first, reason="Cũ", actor=None, successor=second.asset_ptr)
    factories.draft(data=saved(ALTERATIONS["JPEG quality 40"](textured(8))))
    assert not Resemblance.objects.exists()


def test_old_photos_are_caught_up_with(capsys: Any) -> None:
    resemblance = pair()
    Resemblance.objects.all().delete()
    PerceptualHash.objects.all().delete()
    call_command("find_resemblances", "--json", "--limit", "1")
    assert json.loads(capsys.readouterr().out)["fingerprinted"] == 1
    call_command("find_resemblances", "--json")
    assert json.loads(capsys.readouterr().out) == {"fingerprinted": 1, "not_comparable": 0, "compared": 1}
    found = Resemblance.objects.get()
    assert (found.photo_id, found.other_id) == (resemblance.photo_id, resemblance.other_id)
    call_command("find_resemblances", "--json")
    assert json.loads(capsys.readouterr().out)["fingerprinted"] == 0


def test_a_lost_file_does_not_stop_the_others(capsys: Any) -> None:
    lost, there = factories.draft(), factories.draft()
    PerceptualHash.objects.all().delete()
    lost.file.storage.delete(lost.file.name)
    call_command("find_resemblances", "--json")
    assert json.loads(capsys.readouterr().out)["fingerprinted"] == 1
    assert PerceptualHash.objects.get().photo_id == there.pk


def test_a_plain_sheet_is_taken_in_and_resembles_nothing() -> None:
    from PIL import Image

    for shade in (250, 251):
        factories.draft(data=saved(Image.new("RGB", (800, 600), (shade, shade, shade))))
    assert not Resemblance.objects.exists()
    assert all(bytes(row.marks) == b"" for row in PerceptualHash.objects.all())
