"""Names, caching and digests in headers."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from email.message import Message
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_library.delivery.headers import (
    PRIVATE,
    PUBLIC_REVALIDATE,
    CachePolicy,
    content_disposition,
    repr_digest,
    strong_etag,
)

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def test_a_plain_name_is_given_once() -> None:
    assert content_disposition("bai-tho.jpg", as_attachment=True) == 'attachment; filename="bai-tho.jpg"'
    assert content_disposition("bai-tho.jpg", as_attachment=False) == 'inline; filename="bai-tho.jpg"'


def test_a_vietnamese_name_is_given_twice() -> None:
    value = content_disposition("Đà Nẵng lúc bình minh.jpg", as_attachment=True)

    assert value == (
        'attachment; filename="Da Nang luc binh minh.jpg"; '
        "filename*=UTF-8''%C4%90%C3%A0%20N%E1%BA%B5ng%20l%C3%BAc%20b%C3%ACnh%20minh.jpg"
    )


def test_a_decomposed_name_is_composed() -> None:
    value = content_disposition("Hue\u0302\u0301.jpg", as_attachment=True)

    assert value is not None
    assert value.endswith("filename*=UTF-8''Hu%E1%BA%BF.jpg")


def test_a_lao_name_leaves_its_ending_to_old_readers() -> None:
    value = content_disposition("ວຽງຈັນ.jpg", as_attachment=False)

    assert value is not None
    assert value.startswith('inline; filename="_.jpg"; ')
    assert unquote(value.split("''")[1]) == "ວຽງຈັນ.jpg"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ('a"b.jpg', "a_b.jpg"),
        ("a\\b.jpg", "a_b.jpg"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("a\r\nSet-Cookie: x=1.jpg", "a__Set-Cookie: x=1.jpg"),
        ("100%41.jpg", "100_41.jpg"),
        ("a\u2028b.jpg", "a_b.jpg"),
    ],
)
def test_hostile_names_cannot_leave_their_quotes(name: str, plain: str) -> None:
    value = content_disposition(name, as_attachment=True)

    assert value is not None
    assert value.split("; ")[1] == f'filename="{plain}"'
    assert "\n" not in value and "\r" not in value


def test_without_a_name() -> None:
    assert content_disposition(None, as_attachment=True) == "attachment"
    assert content_disposition(None, as_attachment=False) is None
    assert content_disposition(" ", as_attachment=False) is None


@given(st.text(min_size=1).filter(lambda name: not any("\ud800" <= char <= "\udfff" for char in name)))
def test_any_name_gives_a_readable_header(name: str) -> None:
    value = content_disposition(name, as_attachment=True)

    assert value is not None
    assert value.isascii() and value.isprintable()
    message = Message()
    message["Content-Disposition"] = value
    assert message.get_content_disposition() == "attachment"


def test_everybody_asks_again_each_time() -> None:
    assert PUBLIC_REVALIDATE.cache_control() == "public, no-cache"
    assert PRIVATE.cache_control() == "private, no-cache"


def test_nothing_outlives_its_expiry() -> None:
    policy = CachePolicy.public(expires_at=NOW + timedelta(seconds=90.9))

    assert policy.cache_control(NOW) == "public, no-cache, max-age=90"
    assert policy.cache_control(NOW + timedelta(seconds=90.9)) == "private, no-store"
    assert policy.cache_control(NOW + timedelta(days=2)) == "private, no-store"


def test_repr_digest_is_the_hash_in_base64() -> None:
    digest = hashlib.sha256(b"bytes")

    assert repr_digest(digest.hexdigest()) == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"


@pytest.mark.parametrize("digest", ["", "abcd", "z" * 64, "ab" * 20])
def test_what_is_no_sha256_is_refused(digest: str) -> None:
    with pytest.raises(ValueError):
        repr_digest(digest)


def test_entity_tags_are_quoted_once() -> None:
    assert strong_etag("abc-1") == '"abc-1"'
    assert strong_etag('"abc-1"') == '"abc-1"'


@pytest.mark.parametrize("tag", ['W/"abc"', 'a"b', '"abc', "a b", "a\nb"])
def test_weak_and_malformed_tags_are_refused(tag: str) -> None:
    with pytest.raises(ValueError):
        strong_etag(tag)
