"""Texts of every kind that a round trip must survive."""

from __future__ import annotations

from hypothesis import strategies as st

from locales.exchange.markup import Code, Part, write
from locales.exchange.units import Item, Unit

SAMPLES = (
    "Vịnh Hạ Long – “di sản” của thế giới",
    "Thủy\u0065\u0302\u0323 phân rã",
    "越南下龙湾风景 ハノイの日の出 하롱베이",
    "ຮ່າລອງ ເປັນອ່າວທີ່ງາມ ហាឡុងបេ ชายหาด",
    "مرحبا \u202bבעברית\u202c \u2066mixed\u2069",
    "👩🏽‍🌾🇻🇳 ✈️",
    "a < b && c > d &amp; &lt;b1&gt; <b1> </b1>",
    "quotes \" ' \\ \\n \\t “”",
    "line\nbreaks\r\nof\rall\u2028kinds\u2029and\x85more\x0b\x0c",
    "controls \x01\x1b\x7f ~ ~~ ~u0001; ~~u2028;",
    "  spaces at both ends\t",
    "zero\u200bwidth\u00a0and\ufeffmarks\u00ad",
    'msgid ""\nmsgstr "x"\n#, fuzzy',
    "%(name)s {0} %s",
)

anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
texts = st.one_of(st.sampled_from(SAMPLES), anything, st.lists(st.sampled_from(SAMPLES), max_size=3).map("".join))


@st.composite
def tagged(draw: st.DrawFn) -> str:
    """A well-nested tagged text."""
    counter = iter(range(1, 100))
    return write(_parts(draw, counter, 0))


def _parts(draw: st.DrawFn, counter: object, depth: int) -> list[Part]:
    parts: list[Part] = []
    for _number in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["text", "pair", "lone"] if depth < 3 else ["text"]))
        if kind == "text":
            parts.append(draw(texts))
        elif kind == "lone":
            parts.append(Code(next(counter), "lone", "br"))  # type: ignore[call-overload]
        else:
            number, name = next(counter), draw(st.sampled_from(["b", "i", "a"]))  # type: ignore[call-overload]
            inner = _parts(draw, counter, depth + 1)
            parts += [Code(number, "open", name), *inner, Code(number, "close", name)]
    return parts


@st.composite
def units(draw: st.DrawFn, number: int = 1) -> Unit:
    markup = draw(st.booleans())
    kind = tagged() if markup else texts
    source = draw(kind.filter(bool))
    target = draw(st.one_of(st.just(""), st.just(source) if markup else texts))
    return Unit(f"field/{number}#k", source, target, label="Chú thích", limit=80, note="x", markup=markup)


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    count = draw(st.integers(1, 4))
    made = tuple(draw(units(number)) for number in range(count))
    return [Item("media_library.photo", 12, "Ảnh <1> & “2”", "vi", "lo", made)]
