"""Characters: cutting, tags, character sets of before Unicode, dates."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_library.metadata import charsets, read
from media_library.metadata.charsets import is_syllable
from media_library.metadata.dates import as_iim, offset, parse_exif, parse_iim, parse_xmp
from media_library.metadata.text import canonical_tag, clean, cut_to_octets
from media_library.metadata.vocabulary import DIGITAL_SOURCE_TYPE, PLUS, uri_of

from .camera_files import camera_jpeg

VIETNAMESE = [
    "Ngư dân kéo lưới trên bãi biển Quy Nhơn lúc bình minh",
    "Lễ hội Cồng chiêng Tây Nguyên ở Pleiku, tỉnh Gia Lai",
    "Chợ nổi Cái Răng nhộn nhịp những ngày giáp Tết Nguyên đán",
    "Khuyến khích đầu tư nguyên liệu giấy, quốc lộ, quyết định, thuở xưa, ngoằn ngoèo",
]
WESTERN = [
    "Élèves à l'école de Hué, février",
    "São Paulo, Düsseldorf, Göteborg",
    "El Niño: año nuevo en Málaga",
    "Così è, però più su",
    "Café",
    "Le montant dû",
    "ÉTÉ À LA BAIE",
    "«Ça ira» – déjà vu, çà et là",
    "Größe: 30 m² © Müller",
]
NATIONAL = {
    "gb18030": ["下龙湾日出", "渔民清晨出海", "2026年9月3日,会安古镇的灯笼节", "Hoi An 会安古镇"],
    "big5": ["下龍灣日出", "越南會安古鎮的燈籠節", "胡志明市的夜景與咖啡"],
    "cp932": ["ハロン湾の夜明け", "ホイアンのランタン祭り、2026年", "漁船が港を出る"],
    "euc_jp": ["ハロン湾の夜明け", "ホイアンのランタン祭り、2026年"],
    "cp949": ["하롱베이의 새벽", "호이안 등불 축제 2026", "어선이 항구를 떠난다"],
    "cp1251": ["Рассвет над заливом Халонг", "Рыбаки выходят в море", "ФОНАРИ ХОЙАНА", "Фото: «Новости» – 2026"],
    "koi8_r": ["Рассвет над заливом Халонг", "Рыбаки выходят в море"],
}


def cp1258(text: str) -> bytes:
    """Windows-1258: tones follow their letter as marks."""
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", marks.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    return out


def tcvn3(text: str) -> bytes:
    """TCVN3, as ABC fonts held it: accented capitals as small letters."""
    codes = {letter: number for number, letter in enumerate(charsets.TCVN3) if number > 127}
    return bytes(
        ord(letter) if letter.isascii() else codes.get(letter) or codes[letter.lower()]
        for letter in unicodedata.normalize("NFC", text)
    )


@pytest.mark.parametrize("text", VIETNAMESE)
def test_vietnamese_of_before_unicode(text: str) -> None:
    assert charsets.decode(text.encode()) == text
    assert charsets.decode(cp1258(text)) == text
    assert charsets.decode(tcvn3(text)) == text


def test_tcvn3_in_a_file() -> None:
    title, caption = "Bến cảng", VIETNAMESE[0]
    found = read(camera_jpeg(32, 24, iim=[(5, tcvn3(title)), (120, tcvn3(caption)), (101, b"Viet Nam")]))
    assert (found.title.default, found.description.default) == (title, caption)
    assert found.provenance["title"] == "IIM 2:05 (tcvn3)"


@pytest.mark.parametrize("text", WESTERN)
def test_western_texts_stay_western(text: str) -> None:
    assert charsets.decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(("codec", "text"), [(codec, text) for codec, texts in NATIONAL.items() for text in texts])
def test_neighbours_texts_of_before_unicode(codec: str, text: str) -> None:
    """As short as a headline, and with nothing in the file that names the set."""
    assert charsets.decode(text.encode(codec)) == text


@given(st.binary(max_size=200))
def test_any_octets_give_text(raw: bytes) -> None:
    assert isinstance(charsets.decode(raw), str)


def test_octets_that_are_nothing_still_give_text() -> None:
    assert charsets.decode(b"\x81\x8d caf\xe9") == "\x81\x8d café"


def test_a_text_in_utf8_among_others() -> None:
    texts, name = charsets.decode_all(["Huế".encode(), "école".encode("latin-1")])
    assert texts == ["Huế", "école"]
    assert name == "cp1252"


@pytest.mark.parametrize(
    ("escape", "codec", "text"),
    [
        (b"\x1b%G", "utf-8", "Huế"),
        (b"\x1b%/I", "utf-8", "Huế"),
        (b"\x1b.A", "latin-1", "é"),
        (b"\x1b-L", "iso8859-5", "Ханой"),
    ],
)
def test_declared_sets(escape: bytes, codec: str, text: str) -> None:
    block = b"\x1c\x01\x5a\x00" + bytes([len(escape)]) + escape
    raw = text.encode(codec)
    block += b"\x1c\x02\x05\x00" + bytes([len(raw)]) + raw
    found = read(camera_jpeg(32, 24, resources=[(0x0404, block)]))
    assert found.title.default == text
    assert found.warnings == ()


@pytest.mark.parametrize("escape", [b"\x1b%G", b"\x1b$B"])
def test_a_declaration_that_is_wrong_or_unknown_costs_a_warning(escape: bytes) -> None:
    block = b"\x1c\x01\x5a\x00\x03" + escape + b"\x1c\x02\x05\x00\x05" + "Café ".encode("latin-1")
    found = read(camera_jpeg(32, 24, resources=[(0x0404, block)]))
    assert found.title.default == "Café"
    assert len(found.warnings) == 1


@pytest.mark.parametrize(
    "word", ["Nguyễn", "ưỡn", "Huế", "quê", "gì", "giếng", "khuya", "tuyết", "ĐẮK", "xoè", "thuở", "uyển"]
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["école", "Düsseldorf", "mañana", "Hué\u0300", "bÉ", "naïve", "Ærø", "dûment", "Săo"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("Quy Nhơn", 8, "Quy Nhơ"),
        ("Quy Nhơn", 9, "Quy Nhơn"),
        ("Quy Nhơn", 7, "Quy Nh"),
        ("Qui n", 4, "Qui"),
        ("ກໍ່ກໍ່", 9, "ກໍ່"),
        ("ກໍ່ກໍ່", 17, "ກໍ່"),
        ("ខ្មែរ", 9, ""),
        ("ខ្មែរ", 12, "ខ្មែ"),
        ("a👩‍👩‍👧b", 12, "a"),
        ("", 0, ""),
    ],
)
def test_cutting_breaks_no_character(text: str, limit: int, cut: str) -> None:
    assert cut_to_octets(text, limit) == cut


@settings(max_examples=200)
@given(st.text(max_size=60), st.integers(0, 80))
def test_cutting_any_text(text: str, limit: int) -> None:
    cut = cut_to_octets(text, limit)
    assert text.startswith(cut)
    assert len(cut.encode("utf-8", "ignore")) <= limit


@pytest.mark.parametrize(
    ("tag", "canonical"),
    [
        ("VI", "vi"),
        ("zh-hans", "zh-Hans"),
        ("ZH_HANS_cn", "zh-Hans-CN"),
        ("en-gb", "en-GB"),
        ("X-Default", "x-default"),
        ("", None),
        ("en us", None),
        ("en-", None),
        ("Việt", None),
    ],
)
def test_tags(tag: str, canonical: str | None) -> None:
    assert canonical_tag(tag) == canonical


def test_cleaning() -> None:
    decomposed = unicodedata.normalize("NFD", "Bến cảng")
    assert clean(f" \0{decomposed}\r\ndòng hai\ud800 ") == "Bến cảng\ndòng hai"


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2019", datetime(2019, 1, 1), "year"),
        ("2019-05", datetime(2019, 5, 1), "month"),
        ("2019-05-17", datetime(2019, 5, 17), "day"),
        ("2019-05-17T08:30", datetime(2019, 5, 17, 8, 30), "minute"),
        ("2019-05-17T08:30Z", datetime(2019, 5, 17, 8, 30, tzinfo=UTC), "minute"),
        ("2019:05:17 08:30:01.5", datetime(2019, 5, 17, 8, 30, 1, 500000), "second"),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC), "second"),
    ],
)
def test_dates_of_xmp(text: str, value: datetime, precision: str) -> None:
    found = parse_xmp(text)
    assert found is not None
    assert (found.value, found.precision) == (value, precision)


@pytest.mark.parametrize(
    "text", ["", "May 2019", "2019-13", "2019-02-30", "0000-00-00", "1700", "２０１９", "20190517"]
)
def test_what_is_no_date(text: str) -> None:
    assert parse_xmp(text) is None


@pytest.mark.parametrize(
    ("day", "time", "value", "precision"),
    [
        ("20190517", "083001+0700", "2019-05-17T08:30:01+07:00", "second"),
        ("20190517", "083001", "2019-05-17T08:30:01", "second"),
        ("2019-05-17", "", "2019-05-17T00:00:00", "day"),
        ("20190500", "083001", "2019-05-01T00:00:00", "month"),
        ("20190000", "", "2019-01-01T00:00:00", "year"),
        ("20190517", "nonsense", "2019-05-17T00:00:00", "day"),
        ("20190517", "256199", "2019-05-17T00:00:00", "day"),
    ],
)
def test_dates_of_iim(day: str, time: str, value: str, precision: str) -> None:
    found = parse_iim(day, time)
    assert found is not None
    assert (found.value.isoformat(), found.precision) == (value, precision)


def test_dates_of_exif() -> None:
    found = parse_exif("2019:05:17 08:30:01", "05 ", "-03:30")
    assert found is not None
    assert found.value.isoformat() == "2019-05-17T08:30:01.050000-03:30"
    assert parse_exif("not a date") is None


def test_offsets() -> None:
    seven = offset("+07:00")
    assert seven is not None
    assert seven.utcoffset(None) == timedelta(hours=7)
    assert offset("+99:00") is None
    assert offset("Hanoi") is None


def test_dates_for_iim() -> None:
    assert as_iim(datetime(2019, 5, 17, 8, 30, 1)) == ("20190517", "083001")
    assert as_iim(datetime(2019, 5, 17).date()) == ("20190517", "")


@pytest.mark.parametrize(
    ("value", "base", "uri"),
    [
        ("digitalCapture", DIGITAL_SOURCE_TYPE, DIGITAL_SOURCE_TYPE + "digitalCapture"),
        (f"https{DIGITAL_SOURCE_TYPE[4:]}print", DIGITAL_SOURCE_TYPE, DIGITAL_SOURCE_TYPE + "print"),
        ("DMI-ALLOWED", PLUS, PLUS + "DMI-ALLOWED"),
        ("http://example.test/own", PLUS, "http://example.test/own"),
        ("  ", PLUS, ""),
    ],
)
def test_vocabulary(value: str, base: str, uri: str) -> None:
    assert uri_of(value, base) == uri
