"""Broken, hostile and huge files: a clear word each time, and nothing hangs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locales.exchange import po, reading, xliff
from locales.exchange.files import BYTES_AT_MOST, BadFile
from locales.exchange.units import Item, Unit

ITEMS = [Item("page", 3, "Trang", "vi", "en", (Unit("title", "Chào", "Hello"), Unit("lead", "Xin", "")))]
CORE = "urn:oasis:names:tc:xliff:document:2.0"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else chr(32).strip()};" * 10}">' for n in range(1, 12))
    + ']><xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="vi" trgLang="en">&a11;</xliff>'
)


def xml(inner: str = "", attributes: str = 'srcLang="vi" trgLang="en"') -> bytes:
    return f'<xliff xmlns="{CORE}" version="2.0" {attributes}>{inner}</xliff>'.encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"PK\x03\x04zip",
        b"\xff\xd8\xff\xe0 a picture",
        b"just words",
        b"/etc/passwd",
        b'msgid "half',
        b'msgid "a"\nmsgstr "b"\n',
        b"<",
        b"<html><body>x</body></html>",
        b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>',
        xml(),
        xml(attributes=""),
        xml(attributes='srcLang="vi" trgLang="tlh"'),
        xml('<file id="f" original="page:1"><unit id="u"><segment><source>x</source></segment></unit></file>'),
        BOMB.encode(),
        BOMB.encode("utf-16"),
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xliff/>',
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + xml("&e;"),
        xml('<file id="f" original="page:1"><unit id="u" name="t"><segment><source>') + b'<pc id="1">' * 3000,
        xml(
            '<file id="f" original="page:1"><unit id="u" name="t"><segment><source>'
            + '<mrk id="m">' * 300
            + "x"
            + "</mrk>" * 300
            + "</source></segment></unit></file>"
        ),
        xml(
            '<file id="f" original="page:1"><unit id="u" name="t"><segment><source><cp hex="FFFFFFFFFF"/></source>'
            "</segment></unit></file>"
        ),
        b"x" * (BYTES_AT_MOST + 1),
    ],
)
def test_a_bad_file_is_refused_in_words(data: bytes) -> None:
    started = time.monotonic()
    with pytest.raises(BadFile) as refused:
        reading.read(data)
    assert str(refused.value).endswith(".")
    assert "/etc/passwd" not in str(refused.value)
    assert time.monotonic() - started < 5


def test_a_file_named_in_the_upload_is_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.po"
    secret.write_bytes(po.write(ITEMS, "vi", "en"))
    with pytest.raises(BadFile):
        reading.read(str(secret).encode())


@pytest.mark.parametrize("write", [po.write, xliff.write])
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(write: object, data: st.DataObject) -> None:
    whole: bytes = write(ITEMS, "vi", "en")  # type: ignore[operator]
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    damaged = whole[:start] + data.draw(st.binary(max_size=12)) + whole[end:]
    try:
        found = reading.read(damaged)
    except BadFile:
        return
    assert all(isinstance(offer.target, str) for offer in found.offers)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(BadFile):
        reading.read(data)


def test_xliff_of_other_programs_split_segments_and_other_codes() -> None:
    unit = (
        '<unit id="u1" name="body#k-a"><segment id="s1"><source>Một <sc id="1"/>hai. </source>'
        '<target>One <sc id="1"/>two. </target></segment><ignorable><source> </source></ignorable>'
        '<segment id="s2"><source>Ba<ec startRef="1"/></source>'
        '<target><mrk id="m1" type="term">Three</mrk><ec startRef="1"/></target></segment></unit>'
    )
    group = f'<group id="g"><group id="h">{unit}</group></group>'
    (offer,) = reading.read(xml(f'<file id="f" original="page:3">{group}</file>')).offers
    assert (offer.target, offer.form, offer.unfinished) == ("One <1>two.  Three</1>", "tagged", False)


def test_a_half_translated_unit_is_unfinished() -> None:
    unit = (
        '<unit id="u1" name="t"><segment><source>Một. </source><target>One. </target></segment>'
        "<segment><source>Hai.</source></segment></unit>"
    )
    (offer,) = reading.read(xml(f'<file id="f" original="page:3">{unit}</file>')).offers
    assert offer.unfinished
