"""`import_assets` with a list of captions: every file in one list, every row told, nothing lost."""

from __future__ import annotations

import io
import json
import os
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from locales.tables.errors import BadSheet
from locales.tables.text import decoded, separator_of
from media_library.columns import columns
from media_library.columns.headings import column_named, read_typed
from media_library.models import Asset, Photo
from media_library.uploads.sheet import read_sheet
from provinces.models import Sector
from provinces.teams import Role
from tests.media_library import factories
from tests.media_library.metadata.camera_files import camera_jpeg

pytestmark = pytest.mark.django_db


def run(*arguments: Any) -> dict[str, list[dict[str, str]]]:
    out = io.StringIO()
    call_command("import_assets", *map(str, arguments), "--json", stdout=out)
    report: dict[str, list[dict[str, str]]] = json.loads(out.getvalue())
    assert set(report) == {"accepted", "duplicates", "refused"}
    return report


def picture(path: Path, seed: int | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(factories.jpeg(300, 200, seed=seed))
    return path


def paths(report: dict[str, list[dict[str, str]]]) -> list[str]:
    return sorted(entry["path"] for entries in report.values() for entry in entries)


HEADINGS = "file;title_vi;caption_vi;caption_en;keywords;creator;credit_line;licence;province;taken_at;shows_people"
ROW = (
    "a.jpg;Bình minh;Vịnh Hạ Long;Ha Long Bay;biển, vịnh;Nguyễn Văn A;Ảnh: Báo QN;province-open;22;"
    "04/05/2026 06:15;không"
)


def test_a_list_fills_the_fields(tmp_path: Path) -> None:
    picture(tmp_path / "a.jpg")
    (tmp_path / "list.csv").write_text(f"{HEADINGS}\n{ROW}\n", encoding="utf-8")
    report = run(tmp_path, "--csv", tmp_path / "list.csv")
    assert paths(report) == [str(tmp_path / "a.jpg")]
    photo = Photo.objects.get(uuid=report["accepted"][0]["id"])
    assert (photo.title_vi, photo.caption_vi, photo.caption_en) == ("Bình minh", "Vịnh Hạ Long", "Ha Long Bay")
    assert (photo.keywords, photo.creator, photo.credit_line) == ("biển, vịnh", "Nguyễn Văn A", "Ảnh: Báo QN")
    assert photo.licence == factories.licence() and photo.province == factories.province("22")
    assert photo.taken_at is not None and photo.taken_at.isoformat() == "2026-05-03T23:15:00+00:00"
    assert photo.shows_people is False


def test_the_list_wins_and_an_empty_cell_leaves_what_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(camera_jpeg(300, 200, iim=[(120, "Của máy ảnh"), (80, "Trần Văn Bình")]))
    (tmp_path / "l.csv").write_text("file,caption_vi,creator\na.jpg,Của biên tập,\n", encoding="utf-8")
    run(tmp_path, "--csv", tmp_path / "l.csv")
    photo = Photo.objects.get()
    assert (photo.caption_vi, photo.creator) == ("Của biên tập", "Trần Văn Bình")


def test_sectors_and_every_language(tmp_path: Path) -> None:
    slugs = list(Sector.objects.values_list("slug", flat=True)[:2])
    picture(tmp_path / "a.jpg")
    texts = {
        name: f"văn bản {name}" for name in columns() if name.startswith(("title_", "caption_", "alt_text_", "place_"))
    }
    assert len(texts) == 44
    lines = [["file", "sectors", *texts], ["a.jpg", "; ".join(slugs), *texts.values()]]
    (tmp_path / "l.csv").write_text("\n".join("\t".join(line) for line in lines), encoding="utf-8")
    run(tmp_path, "--csv", tmp_path / "l.csv")
    photo = Photo.objects.get()
    assert sorted(sector.slug for sector in photo.sectors.all()) == sorted(slugs)
    assert {name: getattr(photo, name) for name in texts} == texts


def as_1258(text: str) -> bytes:
    """As Vietnamese Windows writes it: a tone is a sign of its own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    made = []
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        made.append(unicodedata.normalize("NFC", "".join(sign for sign in apart if sign not in tones)))
        made.append("".join(sign for sign in apart if sign in tones))
    return "".join(made).encode("cp1258")


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        as_1258,
        lambda text: unicodedata.normalize("NFD", text).encode(),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 be", "utf-16 without mark", "windows-1258", "decomposed"],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(tmp_path: Path, encode: Any, separator: str) -> None:
    text = "file|caption_vi|title_vi\r\na.jpg|Đường ven biển Quảng Ninh, buổi sớm|Đường\r\n"
    quoted = "\r\n".join('"' + '"|"'.join(line.split("|")) + '"' for line in text.strip().split("\r\n"))
    (tmp_path / "l.csv").write_bytes(encode(quoted.replace("|", separator)))
    row, trouble = read_sheet(tmp_path / "l.csv").row_for("/x/a.jpg")
    assert row is not None and not trouble
    assert row.typed.values == {"caption_vi": "Đường ven biển Quảng Ninh, buổi sớm", "title_vi": "Đường"}


def test_excels_own_first_line(tmp_path: Path) -> None:
    assert separator_of("sep=;\nfile;a") == ";"
    (tmp_path / "l.csv").write_text("sep=;\nfile;title_vi\na.jpg;x\n")
    assert read_sheet(tmp_path / "l.csv").row_for("a.jpg")[0] is not None


@pytest.mark.parametrize(
    ("heading", "cell", "part"),
    [
        ("caption_vn", "x", "caption_vn"),
        ("licence", "nowhere", "nowhere"),
        ("province", "99", "99"),
        ("sectors", "tourism-nonsense", "tourism-nonsense"),
        ("taken_at", "hôm qua", "hôm qua"),
        ("taken_at", "2026-13-45", "2026-13-45"),
        ("taken_at", "0001-01-01", "0001-01-01"),
        ("taken_at", "9999-12-31", "9999-12-31"),
        ("shows_people", "maybe", "maybe"),
        ("latitude", "91", "latitude"),
        ("latitude", "nan", "nan"),
        ("title_vi", "x" * 5000, "title_vi"),
        ("digital_source_type", "magic", "magic"),
    ],
)
def test_a_bad_cell_keeps_its_file_out_and_says_the_row(tmp_path: Path, heading: str, cell: str, part: str) -> None:
    picture(tmp_path / "a.jpg")
    picture(tmp_path / "b.jpg")
    (tmp_path / "l.csv").write_text(f"file\t{heading}\nb.jpg\t\na.jpg\t{cell}\n", encoding="utf-8")
    report = run(tmp_path, "--csv", tmp_path / "l.csv")
    (refused,) = report["refused"]
    assert refused["path"] == str(tmp_path / "a.jpg") and "3" in refused["reason"] and part in refused["reason"]
    assert str(tmp_path / "b.jpg") in [entry["path"] for entry in report["accepted"]]


def test_rows_without_a_file_rows_twice_and_more_cells_than_columns(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        picture(tmp_path / name)
    (tmp_path / "l.csv").write_text(
        "file,title_vi\na.jpg,một\na.jpg,hai\nb.jpg,ba,bốn\nmissing.jpg,x\nc.jpg,năm\n\n", encoding="utf-8"
    )
    report = run(tmp_path, "--csv", tmp_path / "l.csv")
    assert [entry["path"] for entry in report["accepted"]] == [str(tmp_path / "c.jpg")]
    assert sorted(entry["path"] for entry in report["refused"]) == sorted(
        [str(tmp_path / "a.jpg"), str(tmp_path / "b.jpg"), "missing.jpg"]
    )


def test_a_row_that_fits_several_files_fits_none(tmp_path: Path) -> None:
    picture(tmp_path / "hue" / "a.jpg")
    picture(tmp_path / "sapa" / "a.jpg")
    (tmp_path / "l.csv").write_text("file,title_vi\na.jpg,x\n")
    assert len(run(tmp_path, "--csv", tmp_path / "l.csv")["refused"]) == 2
    (tmp_path / "l.csv").write_text("file,title_vi\nhue/a.jpg,Huế\nSAPA\\A.JPG,Sa Pa\n", encoding="utf-8")
    assert len(run(tmp_path, "--csv", tmp_path / "l.csv")["accepted"]) == 2
    assert {photo.title_vi for photo in Photo.objects.all()} == {"Huế", "Sa Pa"}


@pytest.mark.parametrize(
    "text", ["", "\n\n", "title_vi\nx\n", "file,title_vi,title_vi\na.jpg,x,y\n", "file\n" + "x" * 200_000]
)
def test_no_list_at_all_stops_before_anything(tmp_path: Path, text: str) -> None:
    picture(tmp_path / "a.jpg")
    (tmp_path / "l.csv").write_text(text)
    with pytest.raises(CommandError):
        run(tmp_path, "--csv", tmp_path / "l.csv")
    with pytest.raises(CommandError):
        run(tmp_path, "--csv", tmp_path / "nowhere.csv")
    assert not Asset.objects.exists()


def test_letters_that_cant_be_read() -> None:
    with pytest.raises(BadSheet):
        decoded(b"file,title_vi\na.jpg,\x81\x8d\xd2\x90")


def test_zips_are_opened_with_their_rows(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("hue/x.jpg", factories.jpeg(300, 200))
        archive.writestr("notes.txt", "words")
    (tmp_path / "bad.zip").write_bytes(b"PK\3\4 nothing")
    (tmp_path / "l.csv").write_text("file,title_vi\nhue/x.jpg,Huế\n", encoding="utf-8")
    report = run(tmp_path, "--csv", tmp_path / "l.csv")
    assert [entry["path"] for entry in report["accepted"]] == [f"{tmp_path}/a.zip/hue/x.jpg"]
    assert sorted(entry["path"] for entry in report["refused"]) == [
        f"{tmp_path}/a.zip/notes.txt",
        f"{tmp_path}/bad.zip",
    ]
    assert Photo.objects.get().title_vi == "Huế"


def test_whatever_lies_in_a_folder(tmp_path: Path) -> None:
    picture(tmp_path / "a.jpg")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "broken.jpg").symlink_to(tmp_path / "nowhere")
    (tmp_path / "link.jpg").symlink_to(tmp_path / "a.jpg")
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "empty").mkdir()
    report = run(tmp_path, tmp_path / "missing.jpg", tmp_path / "a.jpg")
    names = ("a.jpg", "broken.jpg", "link.jpg", "loop", "missing.jpg", "pipe.jpg")
    assert paths(report) == [str(tmp_path / name) for name in names]
    assert len(report["accepted"]) == 1 and len(report["duplicates"]) == 1
    assert all(entry["reason"] for entry in report["refused"])


def test_a_name_of_another_code_page(tmp_path: Path) -> None:
    os.fsencode(tmp_path)
    raw = os.fsencode(tmp_path) + b"/\xc4nh.jpg"
    with open(raw, "wb") as file:  # noqa: PTH123  (a name that isn't text)
        file.write(factories.jpeg(300, 200))
    report = run(tmp_path)
    assert len(report["accepted"]) == 1


def test_a_user_brings_files_only_where_they_may(tmp_path: Path) -> None:
    factories.user("editor", Role.EDITOR)
    picture(tmp_path / "a.jpg")
    picture(tmp_path / "b.jpg")
    (tmp_path / "l.csv").write_text("file,province\na.jpg,22\nb.jpg,1\n")
    report = run(tmp_path, "--csv", tmp_path / "l.csv", "--user", "editor", "--province", "22")
    assert [entry["path"] for entry in report["accepted"]] == [str(tmp_path / "a.jpg")]
    assert Photo.objects.get().uploaded_by_user.username == "editor"


def test_headings_as_people_write_them() -> None:
    assert column_named("Caption_zh-CN") == "caption_zh_hans"
    assert column_named(" ALT_TEXT_en ") == "alt_text_en"
    assert column_named("license") == "licence"
    assert column_named("caption") is None and column_named("sha256") is None and column_named("approved_at") is None
    assert read_typed({"shows_people": "Có"}).values == {"shows_people": True}
    assert read_typed({"latitude": "20,91"}).values == {"latitude": 20.91}
