"""The shapes find what they are for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.crawl import structured

STORY: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "@id": "http://testserver/en/x/",
    "headline": "Dawn",
    "datePublished": "2026-01-31",
    "inLanguage": "en",
    "mainEntityOfPage": "http://testserver/en/x/",
    "publisher": {"@type": "Organization", "name": "Quảng Ninh"},
}


def told(**changes: Any) -> list[str]:
    return structured.findings([json.dumps({key: value for key, value in (STORY | changes).items() if value})])


def test_a_whole_one_passes() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"headline": ""}, "lacks headline"),
        ({"headlien": "Dawn"}, "has no headlien"),
        ({"datePublished": "31.1.2026"}, "datePublished is"),
        ({"mainEntityOfPage": "/en/x/"}, "mainEntityOfPage is"),
        ({"publisher": {"@type": "Organization"}}, "Organization lacks name"),
        ({"publisher": {"@type": "Ministry", "name": "x"}}, "unknown type Ministry"),
        ({"inLanguage": "zh_hans"}, "inLanguage is"),
        ({"@context": ""}, "no @context"),
        ({"image": ["http://testserver/a.jpg", "/b.jpg"]}, "image is"),
    ],
)
def test_faults_are_found(changes: dict[str, Any], finding: str) -> None:
    assert any(finding in line for line in told(**changes))


def test_what_is_no_json_is_found() -> None:
    assert structured.findings(["{"])[0].startswith("not JSON")
