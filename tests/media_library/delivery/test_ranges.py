"""The Range and If-Range headers, case by case of RFC 9110."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date
from hypothesis import given
from hypothesis import strategies as st

from media_library.delivery.ranges import Span, Unsatisfiable, parse_range, requested_span

ETAG = '"abc"'
THEN = datetime(2026, 3, 1, 8, 30, 15, 700_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", Span(0, 1)),
        ("bytes=0-99", Span(0, 100)),
        ("bytes=10-", Span(10, 100)),
        ("bytes=99-", Span(99, 100)),
        ("bytes=0-5000", Span(0, 100)),
        ("bytes=-1", Span(99, 100)),
        ("bytes=-500", Span(0, 100)),
        ("BYTES=5-9", Span(5, 10)),
        (" bytes= 5-9 ", Span(5, 10)),
    ],
)
def test_one_range(header: str, expected: Span) -> None:
    assert parse_range(header, 100) == expected


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=9-5",
        "bytes=a-b",
        "bytes=1-2,5-6",
        "bytes=1-2,",
        "items=0-5",
        "bytes=+1-5",
        "bytes=١-٢",
        "bytes=0-" + "9" * 5000,
        "bytes=--5",
        "bytes=0x1-0x5",
    ],
)
def test_what_is_no_single_range_asks_for_the_whole(header: str) -> None:
    assert parse_range(header, 100) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999999999-"])
def test_outside_the_file(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        parse_range(header, 100)


def test_of_an_empty_file() -> None:
    assert parse_range("bytes=-5", 0) is None
    with pytest.raises(Unsatisfiable):
        parse_range("bytes=0-", 0)


def test_content_range_counts_inclusively() -> None:
    assert Span(5, 10).content_range(100) == "bytes 5-9/100"
    assert len(Span(5, 10)) == 5


@given(header=st.one_of(st.text(), st.from_regex(r"bytes=[0-9]{0,3}-[0-9]{0,3}")), length=st.integers(0, 500))
def test_whatever_comes_the_span_lies_within(header: str, length: int) -> None:
    try:
        span = parse_range(header, length)
    except Unsatisfiable:
        return
    if span is not None:
        assert 0 <= span.start < span.stop <= length


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (None, True),
        (ETAG, True),
        ('"other"', False),
        ('W/"abc"', False),
        (http_date(THEN.timestamp()), True),
        (http_date(THEN.timestamp() + 60), False),
        (http_date(THEN.timestamp() - 60), False),
        ("yesterday", False),
        ("abc", False),
    ],
)
def test_if_range(condition: str | None, holds: bool) -> None:
    headers = {"Range": "bytes=0-4"} | ({"If-Range": condition} if condition else {})

    assert requested_span(headers, 100, ETAG, THEN) == (Span(0, 5) if holds else None)


def test_if_range_without_a_range_asks_for_the_whole() -> None:
    assert requested_span({"If-Range": ETAG}, 100, ETAG, THEN) is None


def test_a_failed_if_range_outweighs_an_impossible_range() -> None:
    assert requested_span({"Range": "bytes=500-", "If-Range": '"old"'}, 100, ETAG, THEN) is None


def test_a_date_of_this_second_is_too_weak_to_join_parts_by() -> None:
    now = timezone.now()
    headers = {"Range": "bytes=0-4", "If-Range": http_date(now.timestamp())}

    assert requested_span(headers, 100, ETAG, now) is None
    assert requested_span(headers, 100, ETAG, now + timedelta(hours=1)) is None
    assert requested_span(headers, 100, ETAG, None) is None
