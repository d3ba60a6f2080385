"""Some hundred odd files: each is taken in or refused with a reason, nothing crashes, nothing is half in."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.utils import translation

from media_library.ingest import Accepted, Duplicate, Outcome, Refused, ingest
from media_library.models import KINDS, Asset, AssetKind
from media_library.published import build_document
from media_library.renditions.presets import PRESETS
from media_library.renditions.render import Wanted, render_all
from tests.media_library import factories
from tests.media_library.ingest import corpus

pytestmark = [pytest.mark.django_db, pytest.mark.once]

GOOD, BAD, EITHER = corpus.good(), corpus.bad(), corpus.either()
LONGEST = 30
"""Seconds for one file on a busy machine; a hang would be ended after twice as long as the examiners may take."""


def take(data: bytes, name: str) -> Outcome:
    began = time.monotonic()
    outcome = ingest(io.BytesIO(data), f"{name}.jpg", province=factories.province(), actor=None)
    assert time.monotonic() - began < LONGEST, name
    return outcome


def originals() -> set[str]:
    root = Path(storages["private"].location) / "originals"  # type: ignore[attr-defined]
    return {str(path) for path in root.rglob("*") if path.is_file()}


def assert_whole(record: Any) -> None:
    """What was taken in can be approved and looked at, too."""
    build_document(record, ["vi"])
    if record.has_pixels:
        with record.file.open("rb") as file:
            (small,) = render_all(file, [Wanted(PRESETS["thumb"], "webp")], focal=None, xmp=None)
        assert small.data


def test_there_are_hundreds() -> None:
    assert len(GOOD) + len(BAD) + len(EITHER) >= 300


@pytest.mark.parametrize("name", GOOD)
def test_good_files_come_in_and_can_leave(name: str) -> None:
    outcome = take(GOOD[name], name)
    assert isinstance(outcome, Accepted), outcome
    assert_whole(outcome.record)


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_with_a_reason(name: str) -> None:
    before = originals()
    with translation.override("en"):
        outcome = take(BAD[name], name)
    assert isinstance(outcome, Refused), outcome
    assert len(outcome.reason) > 20 and outcome.reason.endswith(".")
    assert not Asset.objects.exists()
    assert originals() == before


@pytest.mark.parametrize("base", corpus.BASES)
def test_damaged_files_end_one_way_or_the_other(base: str) -> None:
    """As many new files in storage as new rows, whatever became of each."""
    files, assets = len(originals()), Asset.objects.count()
    damaged = {name: data for name, data in EITHER.items() if name.startswith(base)}
    assert len(damaged) > 10
    for name, data in damaged.items():
        outcome = take(data, name)
        assert isinstance(outcome, (Accepted, Refused, Duplicate)), name
        if isinstance(outcome, Accepted):
            assert_whole(outcome.record)
    assert len(originals()) - files == Asset.objects.count() - assets
    assert sum(model.objects.count() for model in KINDS.values()) == Asset.objects.count()


def test_a_file_is_what_it_contains_whatever_its_name_says() -> None:
    for base, kind in {"mp4": AssetKind.VIDEO, "pdf": AssetKind.DOCUMENT, "svg": AssetKind.GRAPHIC}.items():
        outcome = take(corpus.BASES[base], "picture")
        assert isinstance(outcome, Accepted) and outcome.record.kind == kind
        assert outcome.record.file.name.endswith(f".{base}")


def test_limits_are_set_for_each_kind(settings: Any) -> None:
    settings.KIND_MAX_BYTES = {**settings.KIND_MAX_BYTES, "video": 100}
    outcome = take(corpus.BASES["mp4"], "film")
    assert isinstance(outcome, Refused) and "100" in outcome.reason


def test_only_the_kind_that_fits() -> None:
    outcome = ingest(
        io.BytesIO(corpus.BASES["mp4"]), "a.jpg", province=factories.province(), actor=None, only=AssetKind.PHOTO
    )
    assert isinstance(outcome, Refused)
    assert not Asset.objects.exists()


def test_no_file_stays_where_saving_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    before = originals()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the database is full")

    monkeypatch.setattr("media_library.ingest.service.log", broken)
    with pytest.raises(RuntimeError):
        take(corpus.BASES["pdf"], "a")
    assert not Asset.objects.exists()
    assert originals() == before
