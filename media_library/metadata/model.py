"""What comes out of a file and what goes into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from media_library.metadata.dates import Precision
from media_library.metadata.text import LangText

NOTHING = LangText()


@dataclass(frozen=True, slots=True)
class PhotoMetadata:
    """What a picture file says of itself. A missing text is empty, a missing number or moment None.

    `taken_at` is aware when the file names an offset; a naive one is the camera's wall clock, to which
    the caller gives the province's time zone. `taken_precision` says how much of it was really stated
    (“day”: the midnight is ours). Latitude and longitude are WGS 84 degrees, north and east positive.
    `digital_source_type`, `model_release`, `property_release`, `minor_age` and `data_mining` are URIs of
    their vocabulary. `provenance` names for each field the place it was read from (“XMP dc:title”, “IIM 2:05”,
    “EXIF 0x010E”). `orientation` is how the decoded picture must be turned: always 1 for AVIF and HEIC, whose
    decoders do it. `warnings` name what was unreadable and therefore left out.
    """

    media_type: str
    title: LangText = NOTHING
    headline: str = ""
    description: LangText = NOTHING
    alt_text: LangText = NOTHING
    ext_descr: LangText = NOTHING
    keywords: tuple[str, ...] = ()
    creator: tuple[str, ...] = ()
    credit: str = ""
    source: str = ""
    copyright: LangText = NOTHING
    usage_terms: LangText = NOTHING
    web_statement: str = ""
    licensor_name: str = ""
    licensor_url: str = ""
    instructions: str = ""
    taken_at: datetime | None = None
    taken_precision: Precision | None = None
    sublocation: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    country_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    digital_source_type: str = ""
    model_release: str = ""
    model_release_ids: tuple[str, ...] = ()
    property_release: str = ""
    property_release_ids: tuple[str, ...] = ()
    minor_age: str = ""
    data_mining: str = ""
    identifier: str = ""
    orientation: int = 1
    camera: str = ""
    provenance: Mapping[str, str] = NOTHING
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Licensor:
    """Who gives the licence, and the address where one asks for it (PLUS LicensorName, LicensorURL)."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What we say of a picture that leaves, in all approved languages.

    Mappings are {BCP 47 tag: text}. `working` is the tag whose text becomes `x-default`; where it is
    missing English does, else the first tag in order. `digital_source_type`, `model_release`,
    `property_release`, `minor_age` and `data_mining` take the vocabulary's URI or its last part. `gps` is (latitude,
    longitude) in WGS 84 degrees; leave it None unless the editor published the place. `country_code` is
    ISO 3166-1; only three letters go into IIM. `identifier` is a URI (`urn:uuid:…`).
    """

    working: str = "vi"
    title: Mapping[str, str] = NOTHING
    headline: str = ""
    description: Mapping[str, str] = NOTHING
    alt_text: Mapping[str, str] = NOTHING
    ext_descr: Mapping[str, str] = NOTHING
    keywords: tuple[str, ...] = ()
    creator: tuple[str, ...] = ()
    credit: str = ""
    source: str = ""
    rights: Mapping[str, str] = NOTHING
    usage_terms: Mapping[str, str] = NOTHING
    web_statement: str = ""
    licensor: Licensor | None = None
    instructions: str = ""
    date_created: date | None = None
    sublocation: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    country_code: str = ""
    gps: tuple[float, float] | None = None
    digital_source_type: str = ""
    model_release: str = ""
    model_release_ids: tuple[str, ...] = ()
    property_release: str = ""
    property_release_ids: tuple[str, ...] = ()
    minor_age: str = ""
    data_mining: str = ""
    identifier: str = ""

    # The names under which the mapping table knows what is called or grouped differently here.
    @property
    def copyright(self) -> Mapping[str, str]:
        return self.rights

    @property
    def licensor_name(self) -> str:
        return self.licensor.name if self.licensor else ""

    @property
    def licensor_url(self) -> str:
        return self.licensor.url if self.licensor else ""

    @property
    def taken_at(self) -> date | None:
        return self.date_created

    @property
    def latitude(self) -> float | None:
        return self.gps[0] if self.gps else None

    @property
    def longitude(self) -> float | None:
        return self.gps[1] if self.gps else None
