"""Spreadsheets: out and back without loss, all or nothing, errors by row."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from cms.site_setup import ensure_site
from locales.tables.cells import guarded, unguarded
from locales.tables.errors import BadSheet
from media_library.batch import services
from media_library.batch.hindrances import changeable
from media_library.columns import as_text
from media_library.models import Photo
from media_library.spreadsheet import writing
from media_library.spreadsheet.importing import Refused, plan_import
from media_library.spreadsheet.reading import read
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db

ODD = [
    '=HYPERLINK("http://x")',
    "+84 203",
    "-1",
    "@cmd",
    "'quoted",
    "007",
    "a\nb\n\nc",
    'say "hi"; a,b\tc',
    "ລາວ ភាសា 日本",
    "مرحبا",
    "🎏 cờ",
    "e\u0323\u0302 → ệ",
    "1e5",
    "TRUE",
    "2026-05-04",
    "_x000D_",
    "&amp;<b>",
]


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])


@pytest.fixture
def editor() -> Any:
    return factories.user("editor", Role.EDITOR, of=factories.province())


def chosen(editor: Any) -> Any:
    return changeable(editor).select_related("latest_revision", "province")


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def as_csv(rows: list[dict[str, str]], **options: Any) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), **options)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@given(st.text(max_size=50))
def test_a_guarded_cell_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("write", [writing.as_csv, writing.as_xlsx])
def test_out_and_back_changes_nothing(editor: Any, write: Any) -> None:
    for number, text in enumerate(ODD):
        factories.draft(caption_vi=text, caption_en=ODD[-number], keywords="a, b", place_vi=text[:50], creator=text)
    factories.approved()
    factories.withdrawn()
    batch = plan_import(read(write(chosen(editor))), user=editor, name="x")
    assert [item.changes for item in batch.items.all() if item.changes] == []
    assert batch.items.count() == len(ODD) + 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_goes_out_and_back(text: str) -> None:
    user = factories.user("admin", is_superuser=True)
    photo = factories.draft(caption_vi=as_text(text))
    photos = changeable(user).filter(pk=photo.pk).select_related("latest_revision", "province")
    for write in (writing.as_csv, writing.as_xlsx):
        (row,) = read(write(photos)).rows
        assert row.texts["caption_vi"] == as_text(text)
    photo.delete()
    user.delete()


def test_what_was_edited_is_planned_made_and_undone(editor: Any) -> None:
    photo = factories.draft(caption_vi="Cũ", caption_en="Old")
    rows = table(writing.as_csv(chosen(editor)))
    rows[0] |= {
        "caption_vi": "Mới, dài\nhai dòng",
        "caption_en": "",
        "shows_people": "Có",
        "taken_at": "04/05/2026 06:15",
    }
    batch = plan_import(read(as_csv(rows, delimiter=";")), user=editor, name="x.csv")
    services.apply(batch, user=editor)
    now = Photo.objects.get(pk=photo.pk)
    assert (now.caption_vi, now.caption_en, now.shows_people) == ("Mới, dài\nhai dòng", "", True)
    assert now.taken_at and now.taken_at.year == 2026
    services.undo(batch, user=editor)
    assert Photo.objects.get(pk=photo.pk).caption_en == "Old"


def test_one_bad_row_keeps_everything(editor: Any) -> None:
    for _ in range(3):
        factories.draft(caption_vi="Cũ")
    rows = table(writing.as_csv(chosen(editor)))
    rows[0]["caption_vi"] = "Mới"
    rows[1] |= {"licence": "nope", "shows_people": "maybe"}
    rows[2]["consent"] = "99999"
    with pytest.raises(Refused) as refused:
        plan_import(read(as_csv(rows)), user=editor, name="x")
    told = "\n".join(refused.value.errors)
    assert "nope" in told and "maybe" in told and "99999" in told and "3" in told and "4" in told
    assert not Photo.objects.filter(caption_vi="Mới").exists()


def test_rows_of_others_unknown_ones_and_stale_ones(editor: Any) -> None:
    mine = factories.draft()
    theirs = factories.draft(of=factories.province("01"))
    rows = table(writing.as_csv(chosen(editor)))
    stolen = rows[0] | {"id": str(theirs.uuid), "caption_vi": "x"}
    with pytest.raises(Refused):
        plan_import(read(as_csv([stolen])), user=editor, name="x")
    with pytest.raises(Refused):
        plan_import(read(as_csv([rows[0], rows[0]])), user=editor, name="x")
    mine.save_revision(user=editor)
    with pytest.raises(Refused, match="editor"):
        plan_import(read(as_csv([rows[0] | {"caption_vi": "y"}])), user=editor, name="x")


def test_the_province_cant_be_changed_but_may_lose_its_zero(editor: Any) -> None:
    factories.draft(of=factories.province("01"))
    hanoi = factories.user("hanoi", Role.EDITOR, of=factories.province("01"))
    (row,) = table(writing.as_csv(chosen(hanoi)))
    assert row["province"] == "01"
    plan_import(read(as_csv([row | {"province": "1", "caption_vi": "Mới"}])), user=hanoi, name="x")
    with pytest.raises(Refused):
        plan_import(read(as_csv([row | {"province": "22"}])), user=hanoi, name="x")


def test_a_change_between_preview_and_making_stops_all(editor: Any) -> None:
    one, two = factories.draft(caption_vi="1"), factories.draft(caption_vi="2")
    rows = [row | {"caption_vi": "Mới"} for row in table(writing.as_csv(chosen(editor)))]
    batch = plan_import(read(as_csv(rows)), user=editor, name="x")
    one.save_revision(user=editor)
    client = Client()
    client.force_login(editor)
    client.post(reverse("media_library_batch_edit_apply", args=[batch.pk]))
    assert Photo.objects.get(pk=two.pk).caption_vi == "2"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (201 * 1024 * 1024))
    return out.getvalue()


def formula() -> bytes:
    book = Workbook()
    book.active.append(["id", "revision", "caption_vi"])
    book.active.append(["x", 1, "=1+1"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"id\n1\n", b"PK\x03\x04broken", b"\x00\x01\x02\x03\x04\x05", b"\xff\xd8\xff\xe0jpeg",
     b"id,id,revision\n", b"caption_vi\nx\n", b"x" * (20 * 1024 * 1024 + 1), bomb, formula,
     b"id,revision\n" + b"a,1\n" * 1002],
)  # fmt: skip
def test_no_table_is_said_so(data: Any, editor: Any) -> None:
    data = data() if callable(data) else data
    with pytest.raises(BadSheet):
        read(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_encodings_of_windows(editor: Any, encoding: str) -> None:
    factories.draft(caption_vi="Cũ")
    rows = table(writing.as_csv(chosen(editor)))
    keep = ("id", "revision", "caption_vi")
    text = as_csv([{name: row[name] for name in keep} | {"caption_vi": "Đà Nẵng"} for row in rows]).decode()
    if encoding == "cp1258":
        text = text.replace("Đà Nẵng", "Đà Nă\u0303ng")
    batch = plan_import(read(text.encode(encoding)), user=editor, name="x")
    assert batch.items.get().changes["caption_vi"][1] == "Đà Nẵng"


def test_the_pages(editor: Any) -> None:
    photo = factories.draft(caption_vi="Cũ")
    client = Client()
    client.force_login(editor)
    answer = client.get(reverse("media_library_export"), {"ids": photo.pk, "format": "xlsx"})
    assert "no-store" in answer["Cache-Control"]
    book = load_workbook(io.BytesIO(answer.content))
    heads = [cell.value for cell in book.active[1]]
    book.active.cell(2, heads.index("caption_vi") + 1).value = "Từ bảng tính"
    out = io.BytesIO()
    book.save(out)
    page = client.post(reverse("media_library_import"), {"file": SimpleUploadedFile("a.xlsx", out.getvalue())})
    assert page.status_code == 302
    shown = client.get(page["Location"])
    assert "Từ bảng tính" in shown.content.decode() and shown.context["numbers"]["changing"] == 1
    bad = client.post(reverse("media_library_import"), {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")})
    assert bad.status_code == 422
    assert client.post(reverse("media_library_import")).status_code == 422
    assert client.get(reverse("media_library_export"), {"ids": photo.pk, "format": "exe"}).status_code == 404
