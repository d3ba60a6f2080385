"""The captions file for people: readable anywhere, complete, in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from press.archive.captions import CaptionedFile, KitText, captions_path, captions_text

FILE = CaptionedFile(
    path="pictures/vinh.jpg",
    title="Ha Long Bay",
    caption="First line.\nCredit line: forged",
    creator="Nguyễn Văn A",
    credit_line="Photo: Quảng Ninh Newspaper",
    licence="CC BY 4.0",
    usage_terms="Credit the author.",
    place="Hạ Long",
    taken_at=datetime(2026, 2, 28, 23, 0, tzinfo=UTC),
)
KIT = KitText(
    title="Tourism week 2026",
    introduction="Pictures of the opening.",
    created=datetime(2026, 3, 1, 8, 30, tzinfo=UTC),
    files=[FILE, replace(FILE, path="pictures/other.jpg", caption="", place="", taken_at=None)],
    embargo_until=datetime(2026, 4, 1, 2, 0, tzinfo=UTC),
    terms="Editorial use only.",
    contact="press@example.org",
)


def read(kit: KitText, language: str = "en") -> str:
    with timezone.override("Asia/Ho_Chi_Minh"):
        return captions_text(kit, language).decode("utf-8-sig")


def test_everything_is_said() -> None:
    text = read(KIT)

    assert text.startswith("Tourism week 2026\r\n====")
    assert "Embargoed until: April 1, 2026, 9 a.m. (UTC+07:00)\r\n" in text
    assert "\r\nPictures of the opening.\r\n" in text
    assert "\r\nEditorial use only.\r\n" in text
    assert "\r\nContact: press@example.org\r\n" in text
    first, second = text.split("-" * 72)[1:]
    for line in (
        "pictures/vinh.jpg",
        "Title: Ha Long Bay",
        "Place: Hạ Long",
        "Date taken: March 1, 2026",
        "Creator: Nguyễn Văn A",
        "Credit line: Photo: Quảng Ninh Newspaper",
        "Licence: CC BY 4.0",
        "Usage terms: Credit the author.",
    ):
        assert f"\r\n{line}\r\n" in first
    assert "Caption" not in second and "Place" not in second and "Date taken" not in second


def test_a_text_cannot_pass_for_another_field() -> None:
    assert "Caption: First line.\r\n    Credit line: forged\r\n" in read(KIT)


def test_every_editor_can_open_it() -> None:
    content = captions_text(replace(KIT, introduction="a\r\nb"), "en")

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n") > 10
    assert b"\r\r" not in content


def test_a_text_in_another_language_says_so() -> None:
    text = read(replace(KIT, files=[replace(FILE, caption_tag="vi")]))

    assert "Title: Ha Long Bay [vi]\r\n" in text


def test_a_kit_without_anything_optional() -> None:
    text = read(KitText(title="Kit", introduction="", created=KIT.created, files=[]))

    assert "Embargoed" not in text and "Contact" not in text and "\r\n\r\n" not in text


@pytest.mark.parametrize("language", ["vi", "en", "zh-hans", "ja", "ko", "fr", "ru", "es", "de", "lo", "km"])
def test_in_every_language(language: str) -> None:
    text = read(KIT, language)

    assert "Tourism week 2026" in text and "+07:00" in text


def test_names_by_language_tag() -> None:
    assert captions_path("zh-Hans") == "captions.zh-Hans.txt"
