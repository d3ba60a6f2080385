"""What exiftool, cameras and agencies' programs write is what we read."""

from __future__ import annotations

import io
import struct
import unicodedata
import zlib
from datetime import UTC, datetime, timedelta, timezone

import pytest

from media_library.metadata import read

from .camera_files import camera_jpeg, xmp_packet
from .conftest import ExifTool
from .other_files import picture_file, tiff_file
from .samples import HANOI, TITLES

CAPTION_VI = "Ngư dân kéo lưới trên bãi biển Quy Nhơn lúc bình minh"


def bare() -> bytes:
    return camera_jpeg(64, 48, exif=False)


def test_xmp_of_exiftool(exiftool: ExifTool) -> None:
    options = [
        *(f"-XMP-dc:Title-{tag}={text}" for tag, text in TITLES.items()),
        f"-XMP-dc:Title={TITLES['vi']}",
        f"-XMP-dc:Description-vi={CAPTION_VI}",
        "-XMP-iptcCore:AltTextAccessibility-en=Men pulling a net",
        "-XMP-iptcCore:ExtDescrAccessibility=A longer description",
        "-XMP-photoshop:Headline=Fishermen",
        "-XMP-dc:Creator=Nguyễn Thị Ánh",
        "-XMP-dc:Creator=Trần Đức",
        "-XMP-dc:Subject=cá",
        "-XMP-dc:Subject=biển",
        "-XMP-photoshop:Credit=VNA",
        "-XMP-photoshop:Source=VNA",
        "-XMP-dc:Rights=© VNA",
        "-XMP-xmpRights:UsageTerms=Editorial",
        "-XMP-xmpRights:WebStatement=https://example.test/l",
        "-XMP-plus:Licensor=[{LicensorName=VNA,LicensorURL=https://example.test/ask}]",
        "-XMP-photoshop:Instructions=No crop",
        "-XMP-photoshop:DateCreated=2023:02:01 06:07:08+07:00",
        "-XMP-iptcCore:Location=Bãi Xép",
        "-XMP-photoshop:City=Quy Nhơn",
        "-XMP-photoshop:State=Bình Định",
        "-XMP-photoshop:Country=Việt Nam",
        "-XMP-iptcCore:CountryCode=VNM",
        "-XMP-exif:GPSLatitude=13.6789",
        "-XMP-exif:GPSLongitude=109.2345",
        "-XMP-iptcExt:DigitalSourceType=http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
        "-XMP-plus:ModelReleaseStatus#=MR-UMR",
        "-XMP-plus:PropertyReleaseStatus#=PR-NAP",
        "-XMP-iptcExt:DigitalImageGUID=urn:uuid:1",
    ]
    found = read(exiftool.written(bare(), *options))
    assert found.warnings == ()
    assert dict(found.title) == {"x-default": TITLES["vi"], **TITLES}
    assert found.description["vi"] == CAPTION_VI
    assert found.alt_text["en"] == "Men pulling a net"
    assert found.ext_descr.default == "A longer description"
    assert found.headline == "Fishermen"
    assert found.creator == ("Nguyễn Thị Ánh", "Trần Đức")
    assert found.keywords == ("cá", "biển")
    assert (found.credit, found.source, found.instructions) == ("VNA", "VNA", "No crop")
    assert found.copyright.default == "© VNA"
    assert found.usage_terms.default == "Editorial"
    assert found.web_statement == "https://example.test/l"
    assert (found.licensor_name, found.licensor_url) == ("VNA", "https://example.test/ask")
    assert found.taken_at == datetime(2023, 2, 1, 6, 7, 8, tzinfo=HANOI)
    assert (found.sublocation, found.city, found.state) == ("Bãi Xép", "Quy Nhơn", "Bình Định")
    assert (found.country, found.country_code) == ("Việt Nam", "VNM")
    assert found.latitude == pytest.approx(13.6789)
    assert found.longitude == pytest.approx(109.2345)
    assert found.digital_source_type == "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
    assert found.model_release == "http://ns.useplus.org/ldf/vocab/MR-UMR"
    assert found.property_release == "http://ns.useplus.org/ldf/vocab/PR-NAP"
    assert found.identifier == "urn:uuid:1"
    assert found.provenance["licensor_url"] == "XMP plus:Licensor/plus:LicensorURL"


def iim_options() -> list[str]:
    return [
        "-IPTC:ObjectName=Bình minh",
        "-IPTC:Headline=Fishermen",
        f"-IPTC:Caption-Abstract={CAPTION_VI}",
        "-IPTC:By-line=Ánh",
        "-IPTC:By-line=Đức",
        "-IPTC:Credit=VNA",
        "-IPTC:Source=TTXVN",
        "-IPTC:CopyrightNotice=© VNA",
        "-IPTC:Keywords=cá",
        "-IPTC:Keywords=biển",
        "-IPTC:DateCreated=2023:02:01",
        "-IPTC:TimeCreated=06:07:08-03:00",
        "-IPTC:City=Quy Nhơn",
        "-IPTC:Sub-location=Bãi Xép",
        "-IPTC:Province-State=Bình Định",
        "-IPTC:Country-PrimaryLocationCode=VNM",
        "-IPTC:Country-PrimaryLocationName=Việt Nam",
        "-IPTC:SpecialInstructions=No crop",
    ]


@pytest.mark.parametrize("declared", [True, False])
def test_iim_of_exiftool(exiftool: ExifTool, declared: bool) -> None:
    charset = ["-IPTC:CodedCharacterSet=UTF8"] if declared else ["-charset", "iptc=UTF8"]
    found = read(exiftool.written(bare(), *charset, *iim_options()))
    assert found.warnings == ()
    assert found.title.default == "Bình minh"
    assert found.description.default == CAPTION_VI
    assert found.creator == ("Ánh", "Đức")
    assert found.keywords == ("cá", "biển")
    assert (found.headline, found.credit, found.source) == ("Fishermen", "VNA", "TTXVN")
    assert found.copyright.default == "© VNA"
    assert found.taken_at == datetime(2023, 2, 1, 6, 7, 8, tzinfo=timezone(timedelta(hours=-3)))
    assert (found.city, found.sublocation, found.state) == ("Quy Nhơn", "Bãi Xép", "Bình Định")
    assert (found.country_code, found.country) == ("VNM", "Việt Nam")
    assert found.instructions == "No crop"
    assert found.provenance["title"] == "IIM 2:05"


def with_tones_apart(text: str) -> str:
    """Vietnamese as Windows-1258 holds it: â, ê, ơ … are letters, the five tones follow as marks."""
    parts = []
    for letter in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        parts.append(unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones)) + tones)
    return "".join(parts)


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("Latin", "Élèves à l’école, Hué, février: «Noël»"),
        ("Latin", "São Paulo, Düsseldorf, El Niño, Göteborg, Ærø"),
        ("Vietnam", CAPTION_VI),
        ("Vietnam", "Đà Nẵng"),
        ("Vietnam", "Lễ hội Cồng chiêng Tây Nguyên ở Pleiku, tỉnh Gia Lai"),
    ],
)
def test_undeclared_eight_bit_sets_of_exiftool(exiftool: ExifTool, charset: str, text: str) -> None:
    given = with_tones_apart(text) if charset == "Vietnam" else text
    data = exiftool.written(
        bare(), "-charset", f"iptc={charset}", "-charset", "utf8", f"-IPTC:Caption-Abstract={given}"
    )
    assert text.encode() not in data
    found = read(data)
    assert found.description.default == text
    assert "(cp125" in found.provenance["description"]


def test_exif_of_exiftool(exiftool: ExifTool) -> None:
    data = exiftool.written(
        bare(),
        "-EXIF:DateTimeOriginal=2022:12:31 23:59:58",
        "-EXIF:SubSecTimeOriginal=125",
        "-EXIF:OffsetTimeOriginal=+09:00",
        "-EXIF:GPSLatitude=33.8688",
        "-EXIF:GPSLatitudeRef=S",
        "-EXIF:GPSLongitude=70.5",
        "-EXIF:GPSLongitudeRef=W",
        "-EXIF:Orientation#=8",
        "-EXIF:Artist=Nguyễn Văn A; Trần B",
        "-EXIF:Copyright=© A",
        "-EXIF:ImageDescription=Bến cảng",
        "-EXIF:Make=SONY",
        "-EXIF:Model=ILCE-7M4",
        "-EXIF:XPTitle=Tiêu đề",
        "-EXIF:XPKeywords=một;hai",
    )
    found = read(data)
    assert found.warnings == ()
    assert found.taken_at == datetime(2022, 12, 31, 14, 59, 58, 125000, tzinfo=UTC)
    assert [found.latitude, found.longitude] == pytest.approx([-33.8688, -70.5])
    assert found.orientation == 8
    assert found.creator == ("Nguyễn Văn A", "Trần B")
    assert found.copyright.default == "© A"
    assert found.description.default == "Bến cảng"
    assert found.camera == "SONY ILCE-7M4"
    assert found.title.default == "Tiêu đề"
    assert found.keywords == ("một", "hai")
    assert found.provenance["description"] == "EXIF 0x010E"


def test_a_camera_file_is_read_from_octets_and_from_a_stream() -> None:
    data = camera_jpeg(
        orientation=6,
        gps=(-8.5, 115.25),
        iim=[(120, CAPTION_VI), (80, "Ánh")],
        xmp=xmp_packet(title={"x-default": "Bình minh", "EN-us": "Dawn"}),
    )
    stream = io.BytesIO(data)
    stream.seek(7)
    found = read(stream)
    assert stream.tell() == 7
    assert found == read(data)
    assert dict(found.title) == {"x-default": "Bình minh", "en-US": "Dawn"}
    assert found.description.default == CAPTION_VI
    assert [found.latitude, found.longitude] == pytest.approx([-8.5, 115.25])
    assert found.taken_at == datetime(2024, 4, 30, 6, 15, 42, 370000, tzinfo=HANOI)
    assert found.orientation == 6
    assert found.camera == "Canon EOS R5"


def test_a_wall_clock_stays_naive() -> None:
    found = read(camera_jpeg(64, 48, offset=None))
    assert found.taken_at is not None
    assert found.taken_at.tzinfo is None
    assert found.taken_precision == "second"


def test_a_camera_s_boilerplate_is_no_caption() -> None:
    assert not read(camera_jpeg(64, 48, description="OLYMPUS DIGITAL CAMERA         ")).description


def test_structures_and_shorthand_of_other_programs() -> None:
    packet = xmp_packet(
        extra="""
        <Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li><rdf:Description
          Iptc4xmpExt:City="Quy Nhơn" Iptc4xmpExt:CountryName="Việt Nam"/></rdf:li></rdf:Bag>
        </Iptc4xmpExt:LocationShown>
        <Iptc4xmpExt:LocationCreated rdf:parseType="Resource"><Iptc4xmpExt:Sublocation>Bãi Xép
          </Iptc4xmpExt:Sublocation></Iptc4xmpExt:LocationCreated>
        <plus:Licensor plus:LicensorURL="https://example.test/ask"/>
        <plus:DataMining>DMI-PROHIBITED</plus:DataMining>
        <dc:title>Plain title</dc:title>
        <dc:creator>One name</dc:creator>
        <photoshop:Headline><rdf:Alt><rdf:li xml:lang="en">no</rdf:li>
          <rdf:li xml:lang="x-default">yes</rdf:li></rdf:Alt></photoshop:Headline>
        <dc:description rdf:parseType="Resource"><rdf:value>Qualified</rdf:value></dc:description>
        <Iptc4xmpExt:DigitalSourceType
          rdf:resource="https://cv.iptc.org/newscodes/digitalsourcetype/negativeFilm"/>
        """
    )
    found = read(camera_jpeg(64, 48, xmp=packet))
    assert (found.city, found.country, found.sublocation) == ("Quy Nhơn", "Việt Nam", "Bãi Xép")
    assert found.licensor_url == "https://example.test/ask"
    assert found.data_mining == "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"
    assert found.title.default == "Plain title"
    assert found.creator == ("One name",)
    assert found.headline == "yes"
    assert found.description.default == "Qualified"
    assert found.digital_source_type == "http://cv.iptc.org/newscodes/digitalsourcetype/negativeFilm"


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "TIFF"])
def test_other_containers(kind: str) -> None:
    packet = xmp_packet(title={"x-default": "Bình minh"})
    if kind == "TIFF":
        iim = b"\x1c\x02\x78\x00\x08B\xe1\xba\xbfn ti"
        data = tiff_file({700: packet, 33723: iim, 0x010E: b"unused"})
    else:
        data = picture_file(kind, gps=True, xmp=packet)
    found = read(data)
    assert found.media_type == f"image/{kind.lower()}"
    assert found.title.default == "Bình minh"
    if kind != "TIFF":
        assert found.orientation == (1 if kind == "AVIF" else 6)
        assert found.latitude == pytest.approx(13.7763)
        assert found.description.default == "Harbour"
    else:
        assert found.description.default == "Bến ti"
    assert found.warnings == ()


def test_tiff_of_exiftool(exiftool: ExifTool) -> None:
    data = exiftool.written(
        picture_file("TIFF", exif=False),
        "-XMP-dc:Title-lo=ຮຸ່ງອາລຸນ",
        "-IPTC:CodedCharacterSet=UTF8",
        "-IPTC:City=Huế",
        "-EXIF:Artist=Ánh",
        suffix=".tif",
    )
    found = read(data)
    assert found.title["lo"] == "ຮຸ່ງອາລຸນ"
    assert found.city == "Huế"
    assert found.creator == ("Ánh",)


def test_compressed_packet_in_png() -> None:
    text = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(xmp_packet(title={"x-default": "Bình minh"}))
    chunk = struct.pack(">I", len(text)) + b"iTXt" + text + struct.pack(">I", zlib.crc32(b"iTXt" + text))
    data = picture_file("PNG")
    assert read(data[:33] + chunk + data[33:]).title.default == "Bình minh"


def test_gif_gives_nothing_and_says_so() -> None:
    found = read(b"GIF89a" + bytes(40))
    assert found.media_type == "image/gif"
    assert found.warnings
