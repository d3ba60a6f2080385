"""The mapping table against exiftool, cell by cell: field × language × format, in both directions.

Each format is written once and exiftool started once for all of them, so that a thousand cells cost a few seconds. The
names on exiftool's side stand here on purpose: they come from its documentation, not from our table.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from media_library.films import mp4
from media_library.films.patching import patched
from media_library.graphics import svg
from media_library.metadata import Outgoing, PhotoMetadata, embed, packet, read
from media_library.metadata.mapping import FIELDS, Field, Form
from tests.media_library.ingest import makers

from .camera_files import camera_jpeg
from .conftest import ExifTool, in_language
from .samples import full

SPOKEN = {
    "vi": "Lễ hội Ok Om Bok: đua ghe ngo, nghệ thuật “chằm” lá",
    "en": "The boat race’s finish – “naïve” café",
    "zh-Hans": "归仁港的黎明，渔民拉网",
    "zh-Hant": "歸仁港的黎明，漁民拉網",
    "ja": "クイニョン港の夜明け、ｶﾀｶﾅ、葛󠄀城",
    "ko": "꾸이년 항구의 새벽, 각하",
    "fr": "L’œuvre, Noël à Đà Nẵng",
    "ru": "Рассвет над гаванью, ёлка",
    "es": "¿El amanecer? ¡Mañana!",
    "de": "Größe, Straße, Übergrößenträger",
    "lo": "ຮຸ່ງອາລຸນເທິງທ່າເຮືອກວີເຍີນ ນ້ຳໃຈ",
    "km": "ព្រឹកព្រលឹមលើកំពង់ផែគ្វីញ៉ន ស្ត្រី",
    "th": "รุ่งอรุณเหนือท่าเรือ น้ำ",
    "my": "ဆိပ်ကမ်းပေါ်က အရုဏ်ဦး ကြွယ်",
    "hi": "बंदरगाह पर भोर क्षत्रिय",
    "ar": "الفجر فوق ميناء كوي نون، ١٢٣",
    "he": "שחר מעל הנמל, שָׁלוֹם",
    "fa": "سپیده‌دم بر فراز بندر",
    "x-cham": "ꨀꨇꨩ 𑄌𑄋𑄴 🌅👨‍👩‍👧‍👦",
}
"""Combining marks, invisible joiners, variation selectors, characters beyond the first plane, right to left."""

IN_LANGUAGES = {
    "title": "XMP-dc:Title",
    "description": "XMP-dc:Description",
    "alt_text": "XMP-iptcCore:AltTextAccessibility",
    "ext_descr": "XMP-iptcCore:ExtDescrAccessibility",
    "copyright": "XMP-dc:Rights",
    "usage_terms": "XMP-xmpRights:UsageTerms",
}
PLAIN = {
    "headline": "XMP-photoshop:Headline",
    "keywords": "XMP-dc:Subject",
    "creator": "XMP-dc:Creator",
    "credit": "XMP-photoshop:Credit",
    "source": "XMP-photoshop:Source",
    "web_statement": "XMP-xmpRights:WebStatement",
    "licensor_name": "XMP-plus:Licensor/LicensorName",
    "licensor_url": "XMP-plus:Licensor/LicensorURL",
    "instructions": "XMP-photoshop:Instructions",
    "taken_at": "XMP-photoshop:DateCreated",
    "sublocation": "XMP-iptcCore:Location",
    "city": "XMP-photoshop:City",
    "state": "XMP-photoshop:State",
    "country": "XMP-photoshop:Country",
    "country_code": "XMP-iptcCore:CountryCode",
    "latitude": "XMP-exif:GPSLatitude",
    "longitude": "XMP-exif:GPSLongitude",
    "digital_source_type": "XMP-iptcExt:DigitalSourceType",
    "model_release": "XMP-plus:ModelReleaseStatus",
    "model_release_ids": "XMP-plus:ModelReleaseID",
    "property_release": "XMP-plus:PropertyReleaseStatus",
    "property_release_ids": "XMP-plus:PropertyReleaseID",
    "minor_age": "XMP-plus:MinorModelAgeDisclosure",
    "data_mining": "XMP-plus:DataMining",
    "identifier": "XMP-iptcExt:DigitalImageGUID",
}
IPTC = {
    "title": "ObjectName",
    "headline": "Headline",
    "description": "Caption-Abstract",
    "keywords": "Keywords",
    "creator": "By-line",
    "credit": "Credit",
    "source": "Source",
    "copyright": "CopyrightNotice",
    "instructions": "SpecialInstructions",
    "sublocation": "Sub-location",
    "city": "City",
    "state": "Province-State",
    "country": "Country-PrimaryLocationName",
}


def said() -> Outgoing:
    texts = {name: {tag: f"{text} ({name})" for tag, text in SPOKEN.items()} for name in IN_LANGUAGES}
    texts["rights"] = texts.pop("copyright")
    return replace(full(), **texts)


def _film(xmp: bytes) -> bytes:
    file = io.BytesIO(makers.mp4(seed=90))
    return b"".join(patched(file, mp4.changes(file, xmp), 4096))


def _in(data: bytes) -> Callable[[bytes], bytes]:
    return lambda xmp: embed(data, xmp, keep_location=True)


WRITERS: dict[str, Callable[[bytes], bytes]] = {
    "jpg": _in(camera_jpeg(32, 24)),
    "png": _in(makers.picture("PNG", size=(9, 9))),
    "webp": _in(makers.picture("WEBP", size=(9, 9))),
    "avif": _in(makers.picture("AVIF", size=(9, 9))),
    "heic": _in(makers.HEIC),
    "tif": _in(makers.picture("TIFF", size=(9, 9))),
    "mp4": _film,
    "svg": lambda xmp: svg.prepared(makers.svg(), xmp),
    "xmp": lambda xmp: xmp,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """{format: what exiftool reads of the file that we wrote}."""
    folder = tmp_path_factory.mktemp("written")
    tool = _tool(folder)
    paths = []
    for suffix, write in WRITERS.items():
        paths.append(folder / f"written.{suffix}")
        paths[-1].write_bytes(write(packet(said())))
    answer = json.loads(tool._run("-j", "-a", "-G1", "-n", "-struct", *map(str, paths)))
    return {Path(one["SourceFile"]).suffix[1:]: one for one in answer}


def _tool(folder: Path) -> ExifTool:
    import shutil

    program = shutil.which("exiftool")
    if program is None:
        pytest.skip("exiftool isn't installed (Debian: libimage-exiftool-perl)")
    return ExifTool(program, folder)


def test_every_field_of_the_table_is_asked_about() -> None:
    assert {field.name for field in FIELDS if field.xmp} == {*IN_LANGUAGES, *PLAIN}
    special = {"taken_at", "country_code"}  # forms of their own: `test_iim_dates_and_codes`
    assert {field.name for field in FIELDS if field.iim} == {*IPTC, *special}


@pytest.mark.parametrize("tag", SPOKEN)
@pytest.mark.parametrize("name", IN_LANGUAGES)
def test_each_language_of_each_field_is_read_in_each_format(
    told: dict[str, dict[str, Any]], name: str, tag: str
) -> None:
    for suffix in WRITERS:
        assert in_language(told[suffix], IN_LANGUAGES[name], tag) == f"{SPOKEN[tag]} ({name})", suffix
        assert told[suffix][IN_LANGUAGES[name]] == f"{SPOKEN['vi']} ({name})", suffix


@pytest.mark.parametrize("field", [one for one in FIELDS if one.name in PLAIN], ids=lambda one: one.name)
def test_each_plain_field_is_read_in_each_format(told: dict[str, dict[str, Any]], field: Field) -> None:
    written = getattr(said(), field.name)
    for suffix in WRITERS:
        found = _at(told[suffix], PLAIN[field.name])
        match field.form:
            case Form.DEGREES:
                assert found == pytest.approx(written, abs=1e-7), suffix
            case Form.DATE:
                assert found == "2025:04:30 05:42:07+07:00", suffix
            case Form.ORDERED | Form.UNORDERED:
                assert (found if isinstance(found, list) else [found]) == list(written), suffix
            case _ if field.vocabulary:  # some are printed by their last part
                assert found.rsplit("/", 1)[-1] == written, suffix
            case _:
                assert found == written, suffix


def test_no_format_makes_exiftool_complain(told: dict[str, dict[str, Any]]) -> None:
    for suffix, tags in told.items():
        assert not [name for name in tags if name in ("ExifTool:Warning", "ExifTool:Error")], suffix


def _at(tags: dict[str, Any], path: str) -> Any:
    name, _slash, member = path.partition("/")
    return tags[name][0][member] if member else tags[name]


# --- the other way ---------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def by_exiftool(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PhotoMetadata]:
    """{format: what we read of the file that exiftool wrote}."""
    folder = tmp_path_factory.mktemp("others")
    tool = _tool(folder)
    options = []
    for name, place in IN_LANGUAGES.items():
        options.append(f"-{place}={SPOKEN['vi']} ({name})")
        options += [f"-{place}-{tag}={text} ({name})" for tag, text in SPOKEN.items()]
    for name, place in PLAIN.items():
        if "/" not in place:
            options += [f"-{place}#={value}" for value in _given(name)]
    options.append("-XMP-plus:Licensor=[{LicensorName=VNA,LicensorURL=https://example.test/ask}]")
    sources = {
        "jpg": camera_jpeg(32, 24, exif=False),
        "png": makers.picture("PNG", size=(9, 9)),
        "webp": makers.picture("WEBP", size=(9, 9)),
        "avif": makers.picture("AVIF", size=(64, 64)),
        "heic": makers.HEIC,
        "tif": makers.picture("TIFF", size=(9, 9)),
    }
    paths = []
    for suffix, data in sources.items():
        paths.append(folder / f"others.{suffix}")
        paths[-1].write_bytes(data)
    tool._run("-overwrite_original", "-q", "-m", "-all=", *options, *map(str, paths))
    return {path.suffix[1:]: read(path.read_bytes()) for path in paths}


def _given(name: str) -> list[str]:
    value = getattr(full(), name)
    if name == "taken_at":
        return ["2023:02:01 06:07:08+07:00"]
    return [str(one) for one in value] if isinstance(value, tuple) else [str(value)]


@pytest.mark.parametrize("tag", SPOKEN)
@pytest.mark.parametrize("name", IN_LANGUAGES)
def test_each_language_of_exiftool_is_read_by_us(by_exiftool: dict[str, PhotoMetadata], name: str, tag: str) -> None:
    for suffix, found in by_exiftool.items():
        assert getattr(found, name)[tag] == f"{SPOKEN[tag]} ({name})", suffix


# Debian's exiftool doesn't know DataMining yet; what others write of it is in `test_written_by_others`.
@pytest.mark.parametrize(
    "field", [one for one in FIELDS if one.name in PLAIN and one.name != "data_mining"], ids=lambda one: one.name
)
def test_each_plain_field_of_exiftool_is_read_by_us(by_exiftool: dict[str, PhotoMetadata], field: Field) -> None:
    licensor = {"licensor_name": "VNA", "licensor_url": "https://example.test/ask"}
    for suffix, found in by_exiftool.items():
        value = getattr(found, field.name)
        match field.form:
            case Form.DEGREES:
                assert value == pytest.approx(getattr(full(), field.name), abs=1e-6), suffix
            case Form.DATE:
                assert value.isoformat() == "2023-02-01T06:07:08+07:00", suffix
            case Form.ORDERED | Form.UNORDERED:
                assert value == getattr(full(), field.name), suffix
            case _ if field.vocabulary:
                assert value == field.vocabulary + getattr(full(), field.name), suffix
            case _:
                assert value == licensor.get(field.name, getattr(full(), field.name)), suffix
        assert found.provenance[field.name] == f"XMP {field.xmp[0]}", suffix


# Values that fit each set; in Windows-1258 tones are marks behind their letter, which exiftool's table expects.
CHARSETS: dict[str, tuple[str, str]] = {
    "UTF-8, declared": ("UTF8", "Chợ nổi Cái Răng"),
    "UTF-8, undeclared": ("UTF8", "Chợ nổi Cái Răng"),
    "Windows-1252": ("Latin", "Été à l’île, Noël"),
    "Windows-1258": ("Vietnam", "Chơ\u0323 nô\u0309i Ca\u0301i Răng"),
}


@pytest.fixture(scope="module")
def of_charsets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PhotoMetadata]:
    folder = tmp_path_factory.mktemp("charsets")
    tool = _tool(folder)
    found = {}
    for name, (charset, text) in CHARSETS.items():
        declared = ["-IPTC:CodedCharacterSet=UTF8"] if name.endswith(", declared") else ["-charset", f"iptc={charset}"]
        options = [f"-IPTC:{place}={text}" for place in IPTC.values()]
        found[name] = read(tool.written(camera_jpeg(32, 24, exif=False), *declared, "-charset", "utf8", *options))
    return found


@pytest.mark.parametrize("name", IPTC)
@pytest.mark.parametrize("charset", CHARSETS)
def test_each_dataset_of_exiftool_is_read_by_us(of_charsets: dict[str, PhotoMetadata], charset: str, name: str) -> None:
    import unicodedata

    value = getattr(of_charsets[charset], name)
    text = value.default if hasattr(value, "default") else value
    assert (text[0] if isinstance(text, tuple) else text) == unicodedata.normalize("NFC", CHARSETS[charset][1])


def test_iim_dates_and_codes(tmp_path: Path) -> None:
    options = [
        "-IPTC:DateCreated=2023:02:01",
        "-IPTC:TimeCreated=06:07:08+07:00",
        "-IPTC:Country-PrimaryLocationCode=VNM",
    ]
    found = read(_tool(tmp_path).written(camera_jpeg(32, 24, exif=False), *options))
    assert found.taken_at is not None and found.taken_at.isoformat() == "2023-02-01T06:07:08+07:00"
    assert found.country_code == "VNM"


@pytest.mark.parametrize("kilobytes", [60, 70, 140, 500])
def test_a_packet_of_exiftool_of_more_than_64_kb_is_read_by_us(tmp_path: Path, kilobytes: int) -> None:
    """In JPEG exiftool spreads it over extension segments; its texts of all languages come back whole."""
    long = {
        tag: f"{text} " * (kilobytes * 1024 // len(f"{text} ".encode()) // len(SPOKEN)) for tag, text in SPOKEN.items()
    }
    arguments = tmp_path / "arguments"
    lines = [f"-XMP-dc:Description-{tag}={text.strip()}" for tag, text in long.items()]
    arguments.write_text("\n".join([f"-XMP-dc:Title={SPOKEN['lo']}", *lines]), encoding="utf-8")
    data = _tool(tmp_path).written(camera_jpeg(32, 24), "-@", str(arguments))
    assert (data.count(b"http://ns.adobe.com/xmp/extension/\0") > 0) == (kilobytes > 65)
    found = read(data)
    assert found.title.default == SPOKEN["lo"]
    for tag, text in long.items():
        assert found.description[tag] == text.strip(), tag
    assert not [line for line in found.warnings if "XMP" in line]


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif", "heic", "tif", "mp4"])
def test_a_packet_of_ours_of_more_than_64_kb_is_read_by_exiftool(tmp_path: Path, suffix: str) -> None:
    long = {tag: f"{text} " * 200 for tag, text in SPOKEN.items()}
    xmp = packet(replace(said(), description=long))
    assert len(xmp) > 100_000
    tags = _tool(tmp_path).tags(WRITERS[suffix](xmp), f".{suffix}")
    for tag, text in long.items():
        assert in_language(tags, "XMP-dc:Description", tag) == text.strip(), tag
    assert in_language(tags, "XMP-dc:Title", "lo") == f"{SPOKEN['lo']} (title)"
