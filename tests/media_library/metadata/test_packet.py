"""The packet and the table it follows."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_library.metadata import LangText, Licensor, Outgoing, PhotoMetadata, documentation, packet, read_packet
from media_library.metadata.errors import Journal
from media_library.metadata.mapping import BY_NAME, FIELDS, NAMESPACES, Field, Form, as_markdown
from media_library.metadata.text import clean
from media_library.metadata.vocabulary import code_of
from media_library.metadata.xmp import extended, rdf
from media_library.metadata.xmp.rdf import Listing

from .samples import TITLES, full

APPROVED = Path(__file__).with_name("approved_packet.xmp")


def test_the_octets_are_those_that_were_approved() -> None:
    """Stored digests rest on it: a change here changes every file that leaves, so it must be meant."""
    assert packet(full()) == APPROVED.read_bytes()


def test_equal_content_gives_equal_octets_whatever_its_order() -> None:
    turned = replace(full(), title=dict(reversed(TITLES.items())))
    assert packet(turned) == packet(full())
    assert packet(replace(full(), title={tag.upper(): text for tag, text in TITLES.items()})) == packet(full())


@pytest.mark.parametrize("field", [one for one in FIELDS if one.xmp], ids=lambda one: one.name)
def test_every_field_that_is_written_is_read_again(field: Field) -> None:
    written, found = getattr(full(), field.name), getattr(read_packet(packet(full())), field.name)
    match field.form:
        case Form.LANGUAGES:
            assert dict(found) == {"x-default": written["vi"], **written}
        case Form.DEGREES:
            assert found == pytest.approx(written, abs=1e-7)
        case _ if field.vocabulary:
            assert found == field.vocabulary + written
            assert code_of(found) == written
        case _:
            assert found == written
    assert read_packet(packet(full())).provenance[field.name] == f"XMP {field.xmp[0]}"


@pytest.mark.parametrize("field", FIELDS, ids=lambda one: one.name)
def test_the_table_agrees_with_the_types(field: Field) -> None:
    assert BY_NAME[field.name] is field
    assert field.name in {one.name for one in dataclass_fields(PhotoMetadata)}
    assert hasattr(Outgoing(), field.name) == (field.form is not Form.TECHNICAL)
    for path in field.xmp:
        assert all(step.partition(":")[0] in NAMESPACES for step in path.split("/"))
    assert f"| {field.name} |" in as_markdown()


def test_the_page_says_what_the_table_says() -> None:
    """Stale? `python -m media_library.metadata.documentation` writes it anew."""
    assert documentation.PAGE.read_text(encoding="utf-8") == documentation.page()


def test_nothing_stands_at_two_places_of_the_table() -> None:
    places = [
        *((field.name, path) for field in FIELDS for path in field.xmp),
        *((field.name, field.iim.name) for field in FIELDS if field.iim),
        *((field.name, tag) for field in FIELDS for tag in field.exif if field.form is not Form.DEGREES),
    ]
    assert len({place for _name, place in places}) == len(places)


def test_x_default_comes_first_and_speaks_the_working_language() -> None:
    properties = rdf.parse(packet(full()), Journal())
    title = properties["dc:title"]
    assert isinstance(title, Listing)
    tags = [tag for tag, _ in title.items]
    assert tags == ["x-default", *sorted(TITLES)]
    assert title.items[0][1] == TITLES["vi"]


@pytest.mark.parametrize(
    ("texts", "default"),
    [
        ({"en": "Port", "lo": "ທ່າ"}, "Port"),
        ({"lo": "ທ່າ", "km": "កំពង់"}, "កំពង់"),
        ({"VI": "Cảng", "en": "Port"}, "Cảng"),
        ({"x-default": "Own", "vi": "Cảng"}, "Own"),
        ({"vi": "  ", "en": "Port"}, "Port"),
    ],
)
def test_the_default_where_the_working_language_is_missing(texts: dict[str, str], default: str) -> None:
    assert read_packet(packet(Outgoing(title=texts))).title["x-default"] == default


@pytest.mark.parametrize("texts", [{"not a tag": "x"}, {"zh-Hans": "x", "ZH-hans": "y"}])
def test_keys_that_are_no_tags_are_refused(texts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"language tag|twice"):
        packet(Outgoing(title=texts))


@pytest.mark.parametrize("gps", [(91.0, 0.0), (0.0, 180.1), (float("nan"), 0.0)])
def test_positions_off_the_earth_are_refused(gps: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="GPS"):
        packet(Outgoing(gps=gps))


@pytest.mark.parametrize("gps", [(90.0, 180.0), (-89.9999999, -179.9999999), (10.99999999, 0.00001)])
def test_positions_at_the_edge(gps: tuple[float, float]) -> None:
    found = read_packet(packet(Outgoing(gps=gps)))
    assert [found.latitude, found.longitude] == pytest.approx(list(gps))


@pytest.mark.parametrize(
    "moment",
    [
        date(1975, 4, 30),
        datetime(2024, 2, 29, 23, 59, 59),
        datetime(2024, 2, 29, 23, 59, 59, 120000, tzinfo=UTC),
        datetime(2024, 2, 29, 1, 2, 3, tzinfo=timezone(-timedelta(hours=3, minutes=30))),
    ],
)
def test_moments(moment: date) -> None:
    found = read_packet(packet(Outgoing(date_created=moment)))
    assert found.taken_at is not None
    if isinstance(moment, datetime):
        assert found.taken_at == moment
        assert found.taken_precision == "second"
    else:
        assert found.taken_at.date() == moment
        assert found.taken_precision == "day"


def test_what_xml_cannot_hold_is_left_out() -> None:
    found = read_packet(packet(Outgoing(title={"vi": "B\0ình\x0b minh\ud800"}, headline="a\r\nb")))
    assert found.title["vi"] == "Bình minh"
    assert found.headline == "a\nb"


def test_only_a_licensor_s_address() -> None:
    found = read_packet(packet(Outgoing(licensor=Licensor(url="https://example.test/"))))
    assert (found.licensor_name, found.licensor_url) == ("", "https://example.test/")


def test_splitting_keeps_every_property_once() -> None:
    said = packet(replace(full(), description={"vi": "x" * 3000}, ext_descr={"vi": "y" * 70_000}))
    main, rest, guid = extended.split(said, 4000)
    assert len(main) <= 4000
    assert guid == extended.digest(rest)
    one, two = rdf.parse(main, Journal()), rdf.parse(rest, Journal())
    assert one.pop(extended.NOTE) == guid
    assert not set(one) & set(two)
    assert {**one, **two} == rdf.parse(said, Journal())
    assert extended.split(said, 4000) == (main, rest, guid)
    assert extended.split(said, 200_000) == (said, b"", "")


_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
_TAGS = st.sampled_from(["vi", "en", "lo", "km", "zh-Hans", "ja", "ar", "fr-CA", "sr-Latn-RS"])


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(_TAGS, _TEXT, max_size=5), st.lists(_TEXT, max_size=4), _TEXT)
def test_any_text_survives(title: dict[str, str], creator: list[str], credit: str) -> None:
    found = read_packet(packet(Outgoing(title=title, creator=tuple(creator), credit=credit)))
    assert found.warnings == ()
    expected = {tag: clean(text) for tag, text in title.items() if clean(text)}
    assert {tag: text for tag, text in found.title.items() if tag != "x-default"} == expected
    assert found.creator == tuple(dict.fromkeys(filter(None, map(clean, creator))))
    assert found.credit == clean(credit)


def test_lang_text() -> None:
    text = LangText({"x-default": "Cảng", "en-GB": "Harbour", "zh-Hans": "港"})
    assert text.default == "Cảng"
    assert text.best("en") == "Harbour"
    assert text.best("ZH-hans") == "港"
    assert text.best("fr") == text.best(None) == "Cảng"
    assert LangText().default == LangText().best("en") == ""
    assert LangText({"en": "a"}) == {"en": "a"}
    assert len({LangText({"en": "a"}), LangText({"en": "a"})}) == 1
