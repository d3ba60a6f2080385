"""The adapter against a server that answers well, badly, slowly, endlessly or not at all."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from locales.exchange import markup
from locales.machine.engines import EngineError
from locales.machine.html import as_html, from_html
from locales.machine.libretranslate import LibreTranslate
from tests.locales.exchange.texts import tagged
from tests.locales.machine.server import Fake, running


@pytest.fixture
def fake() -> Iterator[Fake]:
    with running() as server:
        yield server


def test_texts_come_back_in_order_with_their_codes(fake: Fake) -> None:
    engine = LibreTranslate(fake.url + "/", "secret")
    assert engine.translate(["chào <b1>bạn</b1>,<br2/>nhé &amp; &lt;x&gt;", "hai"], "vi", "zh-hans") == [
        "CHÀO <1>BẠN</1>,<2/>NHÉ &amp; &lt;X&gt;",
        "HAI",
    ]
    (question,) = fake.questions
    assert question["path"] == "/translate" and question["api_key"] == "secret"
    assert (question["source"], question["target"], question["format"]) == ("vi", "zh-Hans", "html")


def test_many_texts_go_in_parts(fake: Fake) -> None:
    texts = [f"câu {number}" for number in range(60)]
    assert LibreTranslate(fake.url).translate(texts, "vi", "en") == [text.upper() for text in texts]
    assert [len(question["q"]) for question in fake.questions] == [25, 25, 10]


@pytest.mark.parametrize(
    "mode",
    ["429", "500", "503", "403", "400", "unsupported", "too few", "numbers", "a list", "garbage", "deep", "huge",
     "hangs", "redirect"],
)  # fmt: skip
def test_a_bad_answer_is_told_in_words(fake: Fake, mode: str) -> None:
    fake.mode = mode
    started = time.monotonic()
    with pytest.raises(EngineError) as error:
        LibreTranslate(fake.url, "secret", read_seconds=1).translate(["một", "hai"], "vi", "lo")
    assert len(str(error.value)) > 20
    assert "secret" not in str(error.value) and "127.0.0.1" not in str(error.value)
    assert time.monotonic() - started < 20 and len(fake.questions) == 1


def test_a_server_that_isnt_there() -> None:
    with pytest.raises(EngineError):
        LibreTranslate("http://127.0.0.1:9").translate(["một"], "vi", "en")


@settings(max_examples=150, deadline=None)
@given(text=tagged())
def test_html_for_engines_keeps_words_and_codes(text: str) -> None:
    text = text.replace("\r", "")
    back = markup.parse(from_html(as_html(text)))
    assert markup.write(markup.fitted(markup.parse(text), back)) == text
