"""Tagged text as plain HTML for an engine, and back: codes as elements with an id, which engines keep."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from locales.exchange.markup import Code, Part, parse, write

_ID = re.compile(r"c([0-9]{1,5})")


def as_html(tagged: str) -> str:
    return "".join(_element(part) for part in parse(tagged))


def _element(part: Part) -> str:
    if isinstance(part, str):
        return escape(part, quote=False)
    if part.role == "close":
        return "</span>"
    return f'<span id="c{part.number}">' if part.role == "open" else f'<br id="c{part.number}">'


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Part] = []
        self.opened: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match = _ID.fullmatch(dict(attrs).get("id") or "")
        number = int(match[1]) if match else None
        if tag == "br":
            self.parts += [Code(number, "lone")] if number is not None else ["\n"]
        elif tag == "span":
            self.opened.append(number)
            if number is not None:
                self.parts.append(Code(number, "open"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self.opened:
            number = self.opened.pop()
            if number is not None:
                self.parts.append(Code(number, "close"))

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def from_html(text: str) -> str:
    """Tagged text. Elements that aren't ours are dropped, their words kept; codes are checked by whoever asked."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return write(reader.parts)
