"""What a province says of a picture, in the languages that break software."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from media_library.metadata import Licensor, Outgoing

TITLES = {
    "vi": "Bình minh trên bến cảng Quy Nhơn",
    "en": "Dawn over Quy Nhon harbour",
    "lo": "ຮຸ່ງອາລຸນເທິງທ່າເຮືອກວີເຍີນ ແຂວງຢາລາຍ ພາກກາງຫວຽດນາມ",
    "km": "ព្រឹកព្រលឹមលើកំពង់ផែគ្វីញ៉ន ខេត្តយ៉ាឡាយ ប្រទេសវៀតណាម",
    "zh-Hans": "归仁港的黎明",
    "ja": "クイニョン港の夜明け",
    "ar": "الفجر فوق ميناء كوي نون",
}
HANOI = timezone(timedelta(hours=7))


def full() -> Outgoing:
    """Every field filled; the position is given away."""
    return Outgoing(
        title=TITLES,
        headline="Dawn over Quy Nhon harbour",
        description={tag: f"{text}.\n{text} <&> “2025”." for tag, text in TITLES.items()},
        alt_text={tag: f"{text} (alt)" for tag, text in TITLES.items()},
        ext_descr={tag: f"{text} (ext)" for tag, text in TITLES.items()},
        keywords=("bến cảng", "harbour", "港口"),
        creator=("Nguyễn Thị Ánh", "Trần Đức"),
        credit="Gia Lai Province / Nguyễn Thị Ánh",
        source="Gia Lai Province",
        rights={"vi": "© Tỉnh Gia Lai", "en": "© Gia Lai Province"},
        usage_terms={"vi": "Được dùng cho báo chí.", "en": "For editorial use."},
        web_statement="https://example.test/licences/press",
        licensor=Licensor("Gia Lai Province", "https://example.test/licensing"),
        instructions="Credit as given.",
        date_created=datetime(2025, 4, 30, 5, 42, 7, tzinfo=HANOI),
        sublocation="Cảng Quy Nhơn",
        city="Quy Nhơn",
        state="Gia Lai",
        country="Việt Nam",
        country_code="VNM",
        gps=(13.776312, 109.240987),
        digital_source_type="digitalCapture",
        model_release="MR-NAP",
        model_release_ids=("GL-2025-017", "GL-2025-018"),
        property_release="PR-UPR",
        property_release_ids=("Cảng 7/2025",),
        minor_age="AG-A25",
        data_mining="DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING",
        identifier="urn:uuid:0b9c0f0a-6f0e-4d0f-9f0b-2b8f5a3c1d2e",
    )


def without_position() -> Outgoing:
    """Every field but the position."""
    return replace(full(), gps=None)
