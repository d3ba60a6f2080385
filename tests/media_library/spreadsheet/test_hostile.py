"""Files that a stranger or a careless program made: told apart in words, never half taken, never slow."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from locales.tables.errors import BadSheet
from media_library.spreadsheet.reading import ReadSheet, read

ID = "3f2c9d5e-0f5b-4a53-9a0e-0c6d1b1a2e11"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_sheet(xml: str, **parts: str) -> bytes:
    """A workbook whose first sheet is this XML."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["id", "revision", "caption_vi"]))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return out.getvalue()


def rows(body: str, before: str = "", extent: str = "A1:C2") -> str:
    return (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="{SHEET}"><dimension ref="{extent}"/>'
        f"<sheetData>{body}</sheetData></worksheet>"
    )


def text_row(number: int, *texts: str) -> str:
    cells = "".join(
        f'<c r="{"ABCDEFGH"[at]}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'


HEAD = text_row(1, "id", "revision", "caption_vi")


def test_formulas_are_named_all_of_them() -> None:
    data = workbook(["id", "revision", "caption_vi", "title_vi"], [ID, 1, "=1+1", "x"], [ID, 2, "y", "=NOW()"])
    with pytest.raises(BadSheet, match=r"C2, D3"):
        read(data)


def test_a_formula_in_csv_is_named_and_one_that_is_text_is_taken() -> None:
    with pytest.raises(BadSheet, match="C3"):
        read(f"id,revision,caption_vi\n{ID},1,x\n{ID},2,=HYPERLINK(1)\n".encode())
    assert read(f"id,revision,caption_vi\n{ID},1,'=x\n".encode()).rows[0].texts["caption_vi"] == "=x"


def test_what_excel_makes_of_typed_values() -> None:
    data = workbook(
        ["id", "revision", "taken_at", "expires_at", "shows_people", "latitude", "title_vi", "keywords"],
        [ID, 7, datetime(2026, 5, 4), datetime(2026, 5, 4, 6, 15), True, 20.9, 2026.0, 5],
    )
    texts = read(data).rows[0].texts
    assert texts["taken_at"] == "2026-05-04" and texts["expires_at"] == "2026-05-04T06:15:00"
    assert (texts["shows_people"], texts["latitude"], texts["title_vi"]) == ("yes", "20.9", "2026")


def test_errors_name_row_and_column() -> None:
    data = f"id,revision,caption_vi,farbe,\n{ID},1,a,,\nx,1,a,,\n{ID},z,a,rot,\n\n{ID},1,a,,lost\n".encode()
    told = "\n".join(read(data).errors)
    for part in ("farbe", "3", "4", "6", "E"):
        assert part in told
    assert len(read(data).errors) == 5


def test_the_row_numbers_are_those_of_the_spreadsheet() -> None:
    data = f'sep=;\nid;revision;caption_vi\n\n{ID};1;"a\nb\nc"\nx;1;d\n'.encode()
    (error,) = read(data).errors
    assert "5" in error


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
def test_separators_and_encodings(separator: str, encoding: str) -> None:
    # As Windows-1258 keeps it: the tone is a mark of its own.
    text = "Đà Nă\u0303ng; a, b\tc" if encoding == "cp1258" else "Đà Nẵng; a, b\tc"
    data = f'id{separator}revision{separator}caption_vi\r\n{ID}{separator}1{separator}"{text}"\r\n'
    assert read(data.encode(encoding)).rows[0].texts["caption_vi"] == "Đà Nẵng; a, b\tc"


def test_a_cut_off_file_isnt_guessed_at() -> None:
    whole = f"id,revision,caption_lo\n{ID},1,ຮາລອງ".encode("utf-8-sig")
    with pytest.raises(BadSheet):
        read(whole[:-1])


def test_an_open_quote_swallows_nothing() -> None:
    with pytest.raises(BadSheet):
        read(f'id,revision,caption_vi\n{ID},1,"a\n{ID},1,b\n'.encode())


def test_rows_beyond_the_extent_that_the_file_claims_are_read() -> None:
    body = HEAD + text_row(2, ID, "1", "a") + text_row(900, ID, "1", "b")
    assert [row.number for row in read(with_sheet(rows(body, extent="A1:A1"))).rows] == [2, 900]


def test_formatted_but_empty_rows_at_the_end_are_no_rows() -> None:
    body = HEAD + text_row(2, ID, "1", "a") + '<row r="1048576"><c r="A1048576"/></row>'
    assert len(read(with_sheet(rows(body))).rows) == 1


def test_too_many_rows() -> None:
    body = HEAD + "".join(text_row(number, ID, "1") for number in range(2, 1003))
    with pytest.raises(BadSheet, match="1000"):
        read(with_sheet(rows(body)))


def entities() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    before = f'<!DOCTYPE w [<!ENTITY l0 "ha">{levels}]>'
    return with_sheet(rows(HEAD + text_row(2, ID, "1", "&l9;"), before))


def file_entity() -> bytes:
    before = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return with_sheet(rows(HEAD + text_row(2, ID, "1", "&x;"), before))


def many_tags() -> bytes:
    return with_sheet(rows(HEAD + "<row>" + "<c/>" * 4_200_000 + "</row>"))


def wide() -> bytes:
    return with_sheet(rows(HEAD + f'<row r="2"><c r="XFD2" t="inlineStr"><is><t>{ID}</t></is></c></row>'))


def many_empty_rows() -> bytes:
    return with_sheet(rows(HEAD + "".join(f'<row r="{n}"><c r="KN{n}"/></row>' for n in range(2, 40_000))))


def zeros() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (101 * 1024 * 1024))
    return out.getvalue()


def many_parts() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(5000):
            archive.writestr(f"{number}.xml", b"")
    return out.getvalue()


def old_excel() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


def a_sheet_less_book() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return out.getvalue()


@pytest.mark.parametrize(
    "make",
    [entities, file_entity, many_tags, wide, many_empty_rows, zeros, many_parts, old_excel, a_sheet_less_book],
)
def test_bombs_and_strangers_are_refused_soon(make: Any) -> None:
    data = make()
    start = time.monotonic()
    with pytest.raises(BadSheet) as refused:
        read(data)
    assert "passwd" not in str(refused.value) and "root:" not in str(refused.value)
    assert time.monotonic() - start < 20


def taken(data: bytes) -> ReadSheet | None:
    """Read or refused in words; anything else raised is a defect."""
    try:
        return read(data)
    except BadSheet as refused:
        assert str(refused)
        return None


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    taken(data)
    taken(b"PK\x03\x04" + data)
    taken(b"id,revision,caption_vi\n" + data)


WHOLE = workbook(["id", "revision", "caption_vi"], [ID, 1, "a"], [ID, 2, "Hạ Long"])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_no_damaged_workbook_breaks_the_reader(place: int, bytes_: bytes) -> None:
    taken(WHOLE[:place] + bytes_ + WHOLE[place + len(bytes_) :])
    taken(WHOLE[:place])
