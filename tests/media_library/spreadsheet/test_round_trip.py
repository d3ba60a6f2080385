"""What is exported and sent back unchanged is the same to the letter, whatever was typed."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from locales.registry import LANGUAGES, column
from locales.tables.cells import guarded, unguarded
from media_library.columns import as_text, changed_together, texts_of
from media_library.drafts import draft_of
from media_library.models import Photo
from media_library.models.asset import TEXT_FIELDS
from media_library.spreadsheet import writing
from media_library.spreadsheet.cells import FIXED
from media_library.spreadsheet.reading import read
from tests.media_library import factories

pytestmark = pytest.mark.django_db

FORMATS = {"csv": writing.as_csv, "xlsx": writing.as_xlsx}
SPEECH = {
    "vi": "Bình minh trên vịnh Hạ Long – “kỳ quan”",
    "en": 'He said "yes", then; left\tagain',
    "fr": "L'été à la « baie » …",
    "lo": "ອ່າວຮາລອງ ໃນຕອນເຊົ້າ",
    "km": "ឆកសមុទ្រហាឡុង",
    "zh_hans": "下龙湾的日出",
    "ja": "ハロン湾の日の出\n二行目",
    "ko": "하롱베이의 일출",
    "ru": "Рассвет над заливом",
}
ODD = [
    "=1+1",
    "+84 24 3822",
    "-5 °C",
    "@tinh",
    "'quoted",
    "''=x",
    "007",
    "1e5",
    "2026-05-04",
    "TRUE",
    "_x0041_",
    "_x005F_x0041_",
    "_x000D_",
    "a\nb\n\nc",
    "a;b,c\td",
    '"',
    '""",""',
    "👩‍👩‍👧‍👦 🇻🇳",
    "صباح الخير \u200f(عربي)\u200e",
    "\u200bko\u0323\u0302",
    "]]>&<script>",
    "=cmd|' /C calc'!A0",
    "\\n",
    "#N/A",
    "sep=;",
]
typed = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), max_codepoint=0x1FFFF) | st.sampled_from("\n\t=+-@'\"_x0;,"),
    max_size=60,
)


@pytest.fixture
def photo() -> Photo:
    made = factories.draft()
    return Photo.objects.select_related("province", "latest_revision").get(pk=made.pk)


def back(photo: Photo, form: str, data: bytes | None = None) -> dict[str, str]:
    """The texts that come back from a file, which must be whole and hold one row."""
    sheet = read(data or FORMATS[form]([photo]))
    assert not sheet.errors
    (row,) = sheet.rows
    assert row.uuid == photo.uuid and row.stamp == photo.latest_revision_id
    return row.texts


@pytest.mark.parametrize("form", FORMATS)
def test_every_column_of_every_language_comes_back(photo: Photo, form: str) -> None:
    photo = texted(photo, {code: SPEECH.get(code, f"Text {code}") for code in LANGUAGES})
    assert back(photo, form) == texts_of(draft_of(photo))
    assert {column(name, code) for name in TEXT_FIELDS for code in LANGUAGES} <= set(changed_together())


def texted(photo: Photo, texts: dict[str, str]) -> Photo:
    """The photo with a draft whose texts in each language are these; not saved."""
    revision = photo.latest_revision
    assert revision is not None
    for code, text in texts.items():
        for name in TEXT_FIELDS:
            revision.content[column(name, code)] = text
    return photo


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", ODD)
def test_odd_texts_come_back(photo: Photo, form: str, text: str) -> None:
    found = back(texted(photo, {"vi": text, "en": text}), form)
    assert found["caption_vi"] == found["title_en"] == as_text(text)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=typed, two=typed)
@example(one="=", two="'")
@example(one="\t=1", two=" - ")
def test_any_text_comes_back(photo: Photo, form: str, one: str, two: str) -> None:
    found = back(texted(photo, {"vi": one, "km": two}), form)
    assert (found["caption_vi"], found["caption_km"]) == (as_text(one), as_text(two))


@given(typed)
def test_what_is_guarded_is_no_formula_and_comes_back(text: str) -> None:
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(cell) == text


@pytest.mark.parametrize("form", FORMATS)
def test_control_characters_of_an_old_file_break_nothing(photo: Photo, form: str) -> None:
    """Metadata of old cameras hold them; what can't stand in a spreadsheet is left out."""
    found = back(texted(photo, {"vi": "Hạ\x0bLong\x00 \x1fvịnh\x7f", "en": "\ufffe\uffffend"}), form)
    assert found["title_vi"].startswith("Hạ") and found["title_vi"].endswith("vịnh")


@pytest.mark.parametrize("form", FORMATS)
def test_decomposed_letters_count_as_the_same_text(photo: Photo, form: str) -> None:
    assert back(texted(photo, {"vi": "Ha\u0323 Long"}), form)["title_vi"] == "Hạ Long"


@pytest.mark.parametrize("form", FORMATS)
def test_the_longest_texts(photo: Photo, form: str) -> None:
    long = "Việt🌾" * 400
    assert back(texted(photo, {"vi": long, "en": long}), form)["caption_vi"] == long


def test_the_csv_opens_in_excel_with_all_its_letters(photo: Photo) -> None:
    data = writing.as_csv([photo])
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert lines[0][: len(FIXED)] == list(FIXED) and len(lines) == 2


def test_the_workbook_locks_what_says_which_photo_a_row_is(photo: Photo) -> None:
    """The revision isn't shown, and the ids can't be typed over by accident."""
    sheet = load_workbook(io.BytesIO(writing.as_xlsx([photo]))).worksheets[0]
    assert sheet.protection.sheet
    assert sheet.column_dimensions["B"].hidden
    assert sheet["A2"].protection.locked and not sheet.cell(2, len(FIXED) + 1).protection.locked
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert {cell.number_format for row in sheet.iter_rows() for cell in row if cell.value} == {"@"}
