"""Texts of all scripts through PO and XLIFF: nothing is lost, nothing is added."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from locales.exchange import markup, po, richtext, xliff, xliff_reading
from locales.exchange.applying import _in_form
from locales.exchange.files import ExchangeFile
from locales.exchange.units import Item, Unit
from tests.locales.exchange.texts import SAMPLES, anything, items, tagged, texts

READERS = {"po": (po.write, po.read), "xliff": (xliff.write, xliff_reading.read)}


def back(name: str, given_items: list[Item]) -> ExchangeFile:
    write, read = READERS[name]
    return read(write(given_items, "vi", "lo"))


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=150, deadline=None)
@given(given_items=items())
def test_every_unit_comes_back_as_it_went_out(name: str, given_items: list[Item]) -> None:
    found = back(name, given_items)
    assert (found.source, found.target, found.strangers) == ("vi", "lo", 0)
    sent = given_items[0].units
    assert [offer.key for offer in found.offers] == [unit.key for unit in sent]
    for unit, offer in zip(sent, found.offers, strict=True):
        assert not offer.problem
        assert (offer.kind, offer.pk) == ("media_library.photo", 12)
        assert offer.source_digest == unit.source_digest
        assert offer.target_digest == unit.target_digest
        if unit.target:
            assert _in_form(unit, offer) == unit.target


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("text", SAMPLES)
def test_each_sample_as_source_and_translation(name: str, text: str) -> None:
    unit = Unit("caption", text, text[::-1])
    (offer,) = back(name, [Item("kit", 1, "x", "vi", "lo", (unit,))]).offers
    assert offer.target == text[::-1]
    assert offer.source_digest == unit.source_digest and not offer.problem


@settings(max_examples=200, deadline=None)
@given(text=tagged())
def test_tagged_text_is_read_as_it_was_written(text: str) -> None:
    assert markup.write(markup.parse(text)) == text


@settings(max_examples=200, deadline=None)
@given(words=texts)
@example(words="<b1>&lt;</b1>")
def test_any_words_can_stand_in_tagged_text(words: str) -> None:
    assert markup.plain(markup.parse(markup.escape(words))) == words


@settings(max_examples=150, deadline=None)
@given(words=st.lists(anything.filter(lambda text: any(c.isalpha() for c in text)), min_size=1, max_size=4))
def test_a_rich_text_translated_into_itself_stays_as_it_is(words: list[str]) -> None:
    import html

    paragraphs = [
        f'<p data-block-key="k{number}">{html.escape(text, quote=False)} <b>{number}x</b></p>'
        for number, text in enumerate(words)
    ]
    source = richtext.read("".join(paragraphs))
    same = {run.key: markup.write(run.parts) for run in source.runs()}
    rendered = richtext.render(source, richtext.read(""), same)
    again = richtext.read(rendered)
    assert [run.words for run in again.runs()] == [run.words for run in source.runs()]
    assert rendered == source.html
