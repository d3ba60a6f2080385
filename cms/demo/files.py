"""The JPEG files of the demo: drawn, with the metadata of a well-kept agency picture inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from PIL import Image, TiffImagePlugin

from cms.demo.drawing import Order, draw_all
from cms.demo.source import Entry
from locales.registry import tag_of
from media_library.metadata import Outgoing, embed, packet
from media_library.models import DigitalSourceType
from provinces.models import Province

SHAPES = {
    "landscape": (2400, 1600),
    "portrait": (1600, 2400),
    "square": (2000, 2000),
    "panorama": (3000, 1000),
    "large": (6000, 4000),
}
"""Width and height in pixels."""

SMALL = 5
"""Divisor of all sizes in the reduced demo."""

_IFD_EXIF, _IFD_GPS = 0x8769, 0x8825


def draw_files(entries: Iterable[Entry], *, small: bool, tell: Callable[[int, int], None]) -> dict[str, Path]:
    """{picture key: file with EXIF}; drawn once and then kept."""
    folder = Path(settings.MEDIA_ROOT).parent / "demo-pictures"
    return draw_all([_order(entry, small) for entry in entries], folder, tell)


def _order(entry: Entry, small: bool) -> Order:
    width, height = SHAPES[entry.get("shape", "landscape")]
    divisor = SMALL * (2 if width > 3000 else 1) if small else 1
    return Order(
        key=entry["key"],
        scene=entry["scene"],
        seed=entry.get("seed", 1),
        size=(width // divisor, height // divisor),
        palette=entry.get("palette"),
        exif=_exif(entry),
        ground=entry.get("ground", ""),
    )


def taken_at(entry: Mapping[str, Any]) -> datetime:
    """The moment written in the content file, wall clock in Vietnam."""
    moment: datetime = entry["taken_at"]
    return timezone.make_aware(moment)


def _exif(entry: Entry) -> bytes:
    moment = taken_at(entry)
    exif = Image.Exif()
    exif[0x010E] = entry["title"]["en"].encode("ascii", "replace").decode()
    exif[0x0131] = "Demo drawing"
    exif[0x0132] = moment.strftime("%Y:%m:%d %H:%M:%S")
    exif[0x0112] = 1
    exif.get_ifd(_IFD_EXIF).update({0x9003: moment.strftime("%Y:%m:%d %H:%M:%S"), 0x9011: "+07:00"})
    if "position" in entry:
        latitude, longitude = entry["position"]
        exif.get_ifd(_IFD_GPS).update({1: "N", 2: _degrees(latitude), 3: "E", 4: _degrees(longitude)})
    return exif.tobytes()


def _degrees(value: float) -> tuple[Any, Any, Any]:
    """Degrees, minutes, seconds of a northern or eastern coordinate (Exif 2.32)."""
    minutes, seconds = divmod(round(value * 3600, 2), 60)
    degrees, minutes = divmod(minutes, 60)
    rational = TiffImagePlugin.IFDRational
    return rational(int(degrees), 1), rational(int(minutes), 1), rational(round(seconds * 100), 100)


def with_metadata(path: Path, entry: Entry, province: Province) -> bytes:
    """The file as its maker hands it in: title, caption, keywords, creator, credit and place inside."""
    fields = Outgoing(
        title={tag_of(code): text for code, text in entry["title"].items() if code in ("vi", "en")},
        description={tag_of(code): text for code, text in entry["caption"].items() if code in ("vi", "en")},
        keywords=tuple(entry["keywords"]),
        creator=(entry["creator"],),
        credit=entry["credit_line"],
        date_created=taken_at(entry),
        sublocation=entry["place"]["vi"],
        state=entry.get("state_name", str(province.name_vi)),
        country="Việt Nam",
        country_code="VNM",
        digital_source_type=DigitalSourceType.ALGORITHMIC.uri,
    )
    return embed(path.read_bytes(), packet(fields), keep_location=True)
