"""Our own parsers under octets that nobody meant: whatever comes, only the errors that they declare come out.

Every run draws the same examples (`derandomize`), so that a failure is one that can be looked at again.
"""

from __future__ import annotations

import io
import struct
import time
import unicodedata
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from media_library.documents import cleaning, examiner, office
from media_library.films import mp4, webm
from media_library.films.boxes import Malformed
from media_library.films.patching import Changes, patched
from media_library.films.reasons import NotPlayable
from media_library.graphics import svg
from media_library.ingest.sorting import Sort, sort_of
from media_library.metadata import Outgoing, packet
from media_library.uploads.archives import Archive, BadArchive, unpacked
from media_library.uploads.zip_names import clean_path, entry_path
from tests.media_library.ingest import exotic, makers, odd_documents, odd_films

SAID = packet(Outgoing(working="vi", title={"vi": "Vịnh Hạ Long", "lo": "ອ່າວຮາລອງ"}))
SLOWEST = 20
"""Seconds for one example on a busy machine."""

FILMS = [
    makers.mp4(data_track=b"GPS 20.95", notes=b"+20.95/"),
    odd_films.fragmented(1),
    exotic.good()["mp4 with an edit list"],
    exotic.good()["mp4 with sizes of 64 bits"],
]
WEBM = [makers.webm(tags=b"x"), makers.webm(live=True), odd_films.webm_said(2)]
DRAWINGS = [
    makers.svg("<text x='1'>Hạ</text><style>.a{fill:url(#g)}</style><use href='#g'/>"),
    makers.svg(before="<!DOCTYPE svg><!-- x --><?x y?>", attributes="style='fill:red' xml:lang='vi'"),
]
OFFICE = [
    makers.docx(word__media__a=makers.picture("JPEG", size=(9, 9)), docProps__core_dot_xml="<a/>"),
    makers.docx(word__embeddings__a=makers.docx("trong")),
    odd_documents.odt_with_preview(),
]
DOCUMENTS = [makers.pdf(pages=2), exotic.good()["pdf with compressed objects"], exotic.good()["pdf changed later"]]


@st.composite
def mutated(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A good file with octets changed, a piece cut out, doubled, moved or overwritten by numbers that hurt."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 4))):
        at, length = draw(st.integers(0, max(0, len(data) - 1))), draw(st.integers(0, 40))
        match draw(st.integers(0, 5)):
            case 0:
                data[at : at + length] = draw(st.binary(max_size=40))
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length]
            case 3:
                data[at : at + 4] = draw(st.sampled_from([b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff", b"\x80\0\0\0"]))
            case 4:
                del data[at:]
            case _:
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
    return bytes(data)


def quickly(run: Callable[[], Any], *declared: type[Exception]) -> Any:
    began = time.monotonic()
    try:
        return run()
    except declared:
        return None
    finally:
        assert time.monotonic() - began < SLOWEST


many = settings(max_examples=150, deadline=None, derandomize=True)
few = settings(max_examples=50, deadline=None, derandomize=True)


def check_film(reader: Any, data: bytes, changes: Callable[[io.BytesIO], Changes], tail: int) -> None:
    file = io.BytesIO(data)
    film = quickly(lambda: reader.read(file), Malformed, NotPlayable)
    if film is None:
        return
    assert 0 < film.width <= 32_768 and 0 < film.height <= 32_768
    after = b"".join(patched(file, changes(file), 1000))
    assert len(after) == len(data) + tail
    assert reader.read(io.BytesIO(after)) == film


@many
@given(mutated(FILMS))
def test_films_of_boxes(data: bytes) -> None:
    check_film(mp4, data, lambda file: mp4.changes(file, SAID), 24 + len(SAID))


@many
@given(mutated(WEBM))
def test_films_of_elements(data: bytes) -> None:
    check_film(webm, data, webm.changes, 0)


@many
@given(st.binary(max_size=300))
def test_any_film(rest: bytes) -> None:
    for start in (b"\0\0\0\x10ftypisom\0\0\2\0", makers.element(0x1A45DFA3, makers.element(0x4282, b"webm"))):
        for reader in (mp4, webm):
            quickly(lambda data=start + rest, reader=reader: reader.read(io.BytesIO(data)), Malformed, NotPlayable)


@many
@given(mutated(DRAWINGS))
def test_drawings(data: bytes) -> None:
    drawing = quickly(lambda: svg.read(data), svg.NotADrawing, svg.NotSafe)
    if drawing is not None:
        out = svg.prepared(data, SAID)
        assert svg.read(out) == drawing
        assert_harmless(out)


_PARTS = st.recursive(
    st.text(max_size=6).map(lambda text: text.replace("<", "").replace("&", "")),
    lambda inner: st.builds(
        lambda name, attribute, children: f"<{name} {attribute}>{''.join(children)}</{name.split()[0]}>",
        st.sampled_from(
            [
                *(
                    "g",
                    "path",
                    "style",
                    "script",
                    "a",
                    "image",
                    "use",
                    "foreignObject",
                    "svg",
                    "x:y xmlns:x='u'",
                    "set",
                ),
                *("h:script xmlns:h='http://www.w3.org/1999/xhtml'", "metadata", "title", "feImage", "iframe"),
            ]
        ),
        st.sampled_from(
            [
                *("", "onload='a()'", "ONCLICK='a'", "href='#a'", "href=' javascript:a'", "xlink:href='//e.org'"),
                *(
                    "style='fill:url(#g)'",
                    "style='fill:url(//e.org)'",
                    "style='b:\\75rl(//e)'",
                    "fill='url( \"http://e\" )'",
                ),
                *("xml:base='http://e.org'", "data-x='y'", "filter='url(data:x)'", "style='@import \"x\"'", "id='a'"),
            ]
        ),
        st.lists(inner, max_size=3),
    ),
    max_leaves=15,
)


@many
@given(_PARTS)
def test_any_drawing_that_passes_is_harmless(inside: str) -> None:
    data = makers.svg(inside)
    if quickly(lambda: svg.read(data), svg.NotADrawing, svg.NotSafe) is not None:
        assert_harmless(svg.prepared(data, b""))


def assert_harmless(data: bytes) -> None:
    """By a list of its own: what must never be in a drawing that leaves."""
    for element in etree.fromstring(data).iter():
        name = etree.QName(element.tag).localname.lower()
        assert name not in {"script", "foreignobject", "iframe", "image", "a", "animate", "set", "feimage", "handler"}
        for key, value in element.attrib.items():
            local = etree.QName(str(key)).localname.lower()
            plain = "".join(str(value).split()).lower()
            assert not local.startswith("on") and local not in ("base", "src")
            assert "javascript:" not in plain and "data:" not in plain
            assert local != "href" or plain.startswith("#")
            assert all(part.lstrip("'\"").startswith("#") for part in plain.split("url(")[1:])


@many
@given(mutated(OFFICE))
def test_office_documents(data: bytes) -> None:
    file = io.BytesIO(data)
    extension = quickly(lambda: office.extension_of(file, 10_000_000), office.Refused)
    if extension is None:
        return
    assert extension in ("docx", "odt")
    assert office.is_signed(file) is False
    out = io.BytesIO()
    cleaning.write_cleaned(file, out, SAID)
    assert office.extension_of(out, 10_000_000) == extension


@many
@given(st.dictionaries(st.text(max_size=20), st.binary(max_size=30), max_size=6))
def test_any_zip_of_parts(parts: dict[str, bytes]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (makers.docx_entries() | parts).items():
            archive.writestr(zipfile.ZipInfo(name.encode("utf-8", "replace").decode() or "x"), content)
    quickly(lambda: office.extension_of(out, 1_000_000), office.Refused)
    try:
        for entry, _content in unpacked(Archive(out)):
            assert ".." not in entry.path.split("/") and not entry.path.startswith("/")
    except BadArchive as error:
        assert str(error)


@many
@given(mutated([makers.zipped({"Ảnh/a.jpg": b"x" * 50, "b.png": b"y"})]))
def test_archives(data: bytes) -> None:
    def all_of_it() -> None:
        for entry, content in unpacked(Archive(io.BytesIO(data))):
            assert entry.path
            assert content if isinstance(content, str) else len(content.read()) <= 10_000

    quickly(all_of_it, BadArchive)


@many
@given(st.text(max_size=60))
def test_any_path(path: str) -> None:
    cleaned = clean_path(path)
    parts = cleaned.split("/")
    assert cleaned and not cleaned.startswith("/")
    assert not {"..", ".", ""} & set(parts) and "\\" not in cleaned
    assert not any(unicodedata.category(letter) == "Cc" for letter in cleaned)
    cleaned.encode()


@many
@given(st.binary(max_size=60), st.binary(max_size=60), st.booleans())
def test_any_name_in_a_zip(raw: bytes, extra: bytes, unicode_path: bool) -> None:
    info = zipfile.ZipInfo("x")
    info.orig_filename = raw.decode("cp437")
    info.extra = struct.pack("<HHB", 0x7075, len(extra), 1) + extra if unicode_path else extra
    assert entry_path(info)


@few
@given(mutated(DOCUMENTS))
def test_pdf(data: bytes) -> None:
    """In place here, so that errors show; the product runs it apart."""
    import logging
    import tempfile

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        told = quickly(lambda: examiner.examine(file.name), examiner.Refused)
    assert told is None or told["pages"] > 0


@many
@given(st.binary(max_size=5000))
def test_any_beginning(data: bytes) -> None:
    assert isinstance(sort_of(io.BytesIO(data)), Sort)


@pytest.mark.parametrize("seeds", [FILMS, WEBM, DRAWINGS, OFFICE])
def test_what_is_changed_was_good(seeds: list[bytes]) -> None:
    for data in seeds:
        assert sort_of(io.BytesIO(data)) in (Sort.MP4, Sort.WEBM, Sort.SVG, Sort.OFFICE)
