"""The odder part of the corpus, in a few long runs: time and memory are those of one worker that never stops."""

from __future__ import annotations

import io
import json
import os
import resource
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.management import call_command

from media_library.ingest import Accepted, Duplicate, Outcome, Refused, ingest
from media_library.models import KINDS, Asset
from media_library.published import build_document
from media_library.uploads.opening import Found, take
from tests.media_library import factories
from tests.media_library.ingest import corpus, exotic
from tests.media_library.ingest.makers import picture, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LONGEST = 30
"""Seconds for one file on a busy machine."""
MOST_MEMORY = 700 * 1024 * 1024
"""Bytes by which a run over all of them may raise the worker's greatest memory."""


@pytest.fixture
def measured() -> Iterator[None]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert grown < MOST_MEMORY, f"{grown / 1024**2:.0f} MB"


def outcomes(files: dict[str, bytes]) -> Iterator[tuple[str, Outcome, str]]:
    """(name, outcome, what is wrong with it or nothing)."""
    province = factories.province()
    for name, data in files.items():
        began = time.monotonic()
        # As the worker does it, so that an error nobody foresaw shows as the last of all reasons.
        outcome = take(Found(0, f"{name}.jpg", io.BytesIO(data)), province=province, actor=None)
        took = time.monotonic() - began
        yield name, outcome, "" if took < LONGEST else f"{took:.0f} s"


def stored() -> set[str]:
    root = Path(storages["private"].location) / "originals"  # type: ignore[attr-defined]
    return {str(path.relative_to(root.parent)) for path in root.rglob("*") if path.is_file()}


def assert_no_orphans(before: set[str]) -> None:
    """Each new file in storage has its row, each row its file, each asset its record."""
    rows = {name for model in KINDS.values() for name in model.objects.values_list("file", flat=True)}
    assert stored() - before == rows - before
    assert sum(model.objects.count() for model in KINDS.values()) == Asset.objects.count()


def test_there_are_many_and_each_is_another() -> None:
    files = [*exotic.good().values(), *exotic.bad().values()]
    files += [*corpus.good().values(), *corpus.bad().values(), *corpus.either().values(), *corpus.cut_finely().values()]
    assert len(set(files)) >= 550


@pytest.mark.usefixtures("measured")
def test_what_real_programs_write_comes_in_and_can_leave() -> None:
    before, wrong = stored(), {}
    for name, outcome, trouble in outcomes(exotic.good()):
        if not isinstance(outcome, Accepted):
            wrong[name] = repr(outcome)
        elif trouble:
            wrong[name] = trouble
        else:
            build_document(outcome.record, ["vi"])
    assert not wrong
    assert_no_orphans(before)


@pytest.mark.usefixtures("measured")
def test_everything_else_is_refused_with_a_reason_in_the_editors_language() -> None:
    before, wrong, reasons = stored(), {}, Counter[str]()
    files = exotic.bad()
    vietnamese = {name: (outcome, trouble) for name, outcome, trouble in outcomes(files)}
    for name, (outcome, trouble) in vietnamese.items():
        if not isinstance(outcome, Refused) or trouble:
            wrong[name] = trouble or repr(outcome)
            continue
        reasons[outcome.reason] += 1
        if not is_vietnamese(outcome.reason) or "%(" in outcome.reason or not outcome.reason.endswith("."):
            wrong[name] = outcome.reason
        if "máy chủ" in outcome.reason.lower():  # “the server couldn't take it in”: an error nobody foresaw
            wrong[name] = outcome.reason
    assert not wrong
    assert len(reasons) >= 12  # not one excuse for all
    assert not Asset.objects.exists()
    assert stored() == before


def is_vietnamese(text: str) -> bool:
    return (
        sum(letter in "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹáàãéèíìóòõúùý" for letter in text.lower())
        >= 4
    )


@pytest.mark.usefixtures("measured")
def test_files_cut_at_many_places_end_one_way_or_the_other() -> None:
    before, seen = stored(), Counter[str]()
    for name, outcome, trouble in outcomes(corpus.cut_finely()):
        assert not trouble, (name, trouble)
        assert not isinstance(outcome, Refused) or "máy chủ" not in outcome.reason.lower(), name
        seen[type(outcome).__name__] += 1
    assert seen["Refused"] > 100
    assert_no_orphans(before)


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.jpg",
        "..\\..\\windows\\system32\\a.jpg",
        "/etc/cron.d/a.jpg",
        "C:\\Users\\an\\ảnh.jpg",
        "con.jpg",
        "a\0.jpg",
        "a\n\r\t.jpg",
        "‮gpj.exe",
        "." * 50,
        "",
        "a" * 5000 + ".jpg",
        "\udce9.jpg",
        "<script>alert(1)</script>.jpg",
        "'; drop table asset; --.jpg",
        *(f"{text}.jpg" for text in exotic.NAMES),
    ],
)
def test_whatever_a_file_is_called_it_is_stored_under_its_digest(name: str) -> None:
    before = stored()
    data = picture("PNG", size=(9, 9), seed=sum(map(ord, name)) + 5000)
    outcome = ingest(io.BytesIO(data), name, province=factories.province(), actor=None)
    assert isinstance(outcome, Accepted)
    outcome.record.refresh_from_db()
    assert outcome.record.file.name == f"originals/{outcome.record.sha256[:2]}/{outcome.record.sha256}.png"
    assert not {"/", "\\", "\0", "\n"} & set(outcome.record.title_vi)
    assert stored() - before == {outcome.record.file.name}


def test_a_hostile_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every path in one list; nothing outside the folder is read, nothing is waited for."""
    before, outside = stored(), tmp_path / "private.png"
    outside.write_bytes(picture("PNG", seed=301))
    folder = tmp_path / "folder"
    expected = _filled(folder, outside)
    began = time.monotonic()
    call_command("import_assets", str(folder), "--json")
    assert time.monotonic() - began < LONGEST
    report: dict[str, list[dict[str, Any]]] = json.loads(capsys.readouterr().out)
    paths = [entry["path"] for entries in report.values() for entry in entries]
    assert len(paths) == len(set(paths)) == expected
    refused = {Path(entry["path"]).name: entry["reason"] for entry in report["refused"]}
    for name in ("pipe.jpg", "socket", "nowhere.jpg", "out.png", "passwd.jpg", "zero.jpg", "round", "inner.zip"):
        assert len(refused[name]) > 5, name
    assert all(entry["reason"] for entry in report["refused"])
    accepted = {Path(entry["path"]).name for entry in report["accepted"]}
    assert {"deep.png", "Bình minh.png", "evil.png"} <= accepted and len(accepted) == 3 + len(exotic.NAMES)
    assert_no_orphans(before)


def _filled(folder: Path, outside: Path) -> int:
    """The number of files that a report has to name."""
    deep = folder.joinpath(*(f"bậc {level}" for level in range(40)))
    deep.mkdir(parents=True)
    (deep / "deep.png").write_bytes(picture("PNG", seed=302))
    (folder / "Bình minh.png").write_bytes(picture("PNG", seed=303))
    os.mkfifo(folder / "pipe.jpg")
    _socket(folder / "socket")
    for name, target in {
        "nowhere.jpg": folder / "gone",
        "out.png": outside,
        "passwd.jpg": Path("/etc/passwd"),
        "zero.jpg": Path("/dev/zero"),
        "round": folder,
        "in.png": folder / "Bình minh.png",  # within the folder: the same bytes once more
    }.items():
        (folder / name).symlink_to(target)
    for number, text in enumerate(exotic.NAMES):
        (folder / f"{text}.png").write_bytes(picture("PNG", size=(8, 8), seed=310 + number))
    inside = {"../../evil.png": picture("PNG", seed=340), "inner.zip": zipped({"a": b"b"}), "notes.txt": b"words"}
    (folder / "a.zip").write_bytes(zipped(inside))
    bad = {name: data for name, data in exotic.bad().items() if len(data) < 20_000}
    for number, data in enumerate(list(bad.values())[::6]):
        (folder / f"{number}.jpg").write_bytes(data)
    return 2 + 2 + 6 + len(exotic.NAMES) + len(inside) + len(list(bad.values())[::6])


def _socket(path: Path) -> None:
    import socket

    here = Path.cwd()
    os.chdir(path.parent)  # a socket's address may have 108 bytes
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


def test_the_same_bytes_are_taken_once_whatever_else_goes_on() -> None:
    data = exotic.good()["mp4 in fragments"]
    kinds = [type(outcome) for _name, outcome, _trouble in outcomes({"a": data, "b": data, "c": data})]
    assert kinds == [Accepted, Duplicate, Duplicate]
