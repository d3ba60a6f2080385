"""Where each field of a photo's metadata lives: the one table that reader and writer both follow.

Sources: IPTC Photo Metadata Standard 2025.1 (XMP property and IIM dataset of each field), IIM 4.2
(datasets and their greatest length in octets), Exif 2.32, PLUS LDF, and the Metadata Working Group's
guidelines 2.0 for which EXIF tag corresponds.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from media_library.metadata.vocabulary import DIGITAL_SOURCE_TYPE, PLUS

NAMESPACES: dict[str, str] = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
"""Prefix → namespace of every XMP schema that is read or written."""


class Form(Enum):
    """How a field stands in XMP, and so what type it has in Python."""

    LANGUAGES = "rdf:Alt, language alternatives"
    TEXT = "text"
    ORDERED = "rdf:Seq of text"
    UNORDERED = "rdf:Bag of text"
    DATE = "date"
    DEGREES = "GPS coordinate"
    TECHNICAL = "EXIF only"


@dataclass(frozen=True, slots=True)
class Dataset:
    """An IIM dataset of record 2. `octets` is its greatest length; a repeatable one holds one value each."""

    number: int
    octets: int
    repeatable: bool = False

    @property
    def name(self) -> str:
        return f"2:{self.number:02}"

    def __str__(self) -> str:
        return f"{self.name} ({self.octets}{', repeatable' if self.repeatable else ''})"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `name` is the attribute of `PhotoMetadata` and of `Outgoing`.

    `xmp` lists property paths: the first is written, all are read, in this order. `a/b` is the member
    `b` of the structure (or of the first structure of the list) `a`. `exif` lists tags, read in order.
    `vocabulary` is the URI under which a controlled value stands.
    """

    name: str
    form: Form
    xmp: tuple[str, ...] = ()
    iim: Dataset | None = None
    exif: tuple[int, ...] = ()
    vocabulary: str = ""
    note: str = ""


DATE_CREATED = Dataset(55, 8)
TIME_CREATED = Dataset(60, 11)

_SHOWN, _CREATED = "Iptc4xmpExt:LocationShown", "Iptc4xmpExt:LocationCreated"


def _place(legacy: str, member: str) -> tuple[str, ...]:
    return legacy, f"{_SHOWN}/Iptc4xmpExt:{member}", f"{_CREATED}/Iptc4xmpExt:{member}"


FIELDS: tuple[Field, ...] = (
    Field("title", Form.LANGUAGES, ("dc:title",), Dataset(5, 64), (0x9C9B,), note="IIM: object name"),
    Field("headline", Form.TEXT, ("photoshop:Headline",), Dataset(105, 256)),
    Field("description", Form.LANGUAGES, ("dc:description",), Dataset(120, 2000), (0x010E,)),
    Field("alt_text", Form.LANGUAGES, ("Iptc4xmpCore:AltTextAccessibility",)),
    Field("ext_descr", Form.LANGUAGES, ("Iptc4xmpCore:ExtDescrAccessibility",)),
    Field("keywords", Form.UNORDERED, ("dc:subject",), Dataset(25, 64, repeatable=True), (0x9C9E,)),
    Field("creator", Form.ORDERED, ("dc:creator",), Dataset(80, 32, repeatable=True), (0x013B, 0x9C9D)),
    Field("credit", Form.TEXT, ("photoshop:Credit",), Dataset(110, 32)),
    Field("source", Form.TEXT, ("photoshop:Source",), Dataset(115, 32)),
    Field("copyright", Form.LANGUAGES, ("dc:rights",), Dataset(116, 128), (0x8298,)),
    Field("usage_terms", Form.LANGUAGES, ("xmpRights:UsageTerms",)),
    Field("web_statement", Form.TEXT, ("xmpRights:WebStatement",), note="address of the licence's full text"),
    Field("licensor_name", Form.TEXT, ("plus:Licensor/plus:LicensorName",)),
    Field("licensor_url", Form.TEXT, ("plus:Licensor/plus:LicensorURL",)),
    Field("instructions", Form.TEXT, ("photoshop:Instructions",), Dataset(40, 256)),
    Field(
        "taken_at",
        Form.DATE,
        ("photoshop:DateCreated", "exif:DateTimeOriginal"),
        DATE_CREATED,
        (0x9003,),
        note="IIM: with 2:60; EXIF: with 0x9291, and 0x9011 or 0x882A for the offset",
    ),
    Field("sublocation", Form.TEXT, _place("Iptc4xmpCore:Location", "Sublocation"), Dataset(92, 32)),
    Field("city", Form.TEXT, _place("photoshop:City", "City"), Dataset(90, 32)),
    Field("state", Form.TEXT, _place("photoshop:State", "ProvinceState"), Dataset(95, 32)),
    Field("country", Form.TEXT, _place("photoshop:Country", "CountryName"), Dataset(101, 64)),
    Field(
        "country_code",
        Form.TEXT,
        _place("Iptc4xmpCore:CountryCode", "CountryCode"),
        Dataset(100, 3),
        note="IIM takes three letters only",
    ),
    Field("latitude", Form.DEGREES, ("exif:GPSLatitude",), exif=(0x0002,), note="EXIF: GPS IFD with 0x0001"),
    Field("longitude", Form.DEGREES, ("exif:GPSLongitude",), exif=(0x0004,), note="EXIF: GPS IFD with 0x0003"),
    Field(
        "digital_source_type",
        Form.TEXT,
        ("Iptc4xmpExt:DigitalSourceType",),
        vocabulary=DIGITAL_SOURCE_TYPE,
    ),
    Field("model_release", Form.TEXT, ("plus:ModelReleaseStatus",), vocabulary=PLUS),
    Field("model_release_ids", Form.UNORDERED, ("plus:ModelReleaseID",)),
    Field("property_release", Form.TEXT, ("plus:PropertyReleaseStatus",), vocabulary=PLUS),
    Field("property_release_ids", Form.UNORDERED, ("plus:PropertyReleaseID",)),
    Field("minor_age", Form.TEXT, ("plus:MinorModelAgeDisclosure",), vocabulary=PLUS),
    Field("data_mining", Form.TEXT, ("plus:DataMining",), vocabulary=PLUS),
    Field("identifier", Form.TEXT, ("Iptc4xmpExt:DigImageGUID", "dc:identifier"), note="a URI"),
    Field("orientation", Form.TECHNICAL, exif=(0x0112,), note="1 to 8; never written"),
    Field("camera", Form.TECHNICAL, exif=(0x010F, 0x0110), note="maker and model; never written"),
)

BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}


def as_markdown() -> str:
    """The table for people: one line a field."""
    lines = ["| field | XMP | form | IIM (octets) | EXIF | note |", "|---|---|---|---|---|---|"]
    for field in FIELDS:
        xmp = ", ".join(f"`{path}`" for path in field.xmp)
        exif = ", ".join(f"0x{tag:04X}" for tag in field.exif)
        notes = (field.note, f"under {field.vocabulary}" if field.vocabulary else "")
        note = "; ".join(filter(None, notes))
        lines.append(f"| {field.name} | {xmp} | {field.form.value} | {field.iim or ''} | {exif} | {note} |")
    return "\n".join(lines) + "\n"
