"""The words of a mail: in whatever charset, out of HTML where there is nothing else, its repetitions folded away.

Nothing here raises for hostile input: what can't be read is replaced.
"""

from __future__ import annotations

import re
from email.message import EmailMessage, Message
from html.parser import HTMLParser
from typing import Any

from charset_normalizer import from_bytes

from promotion.guarded_forms import printable

MOST_CHARACTERS = 200_000
DEEPEST = 20
MOST_PARTS = 200

WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932",
    "x-sjis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8", "tis-620": "cp874",
}  # fmt: skip
"""Charsets that mail programs name when they write a wider one (WHATWG Encoding)."""


def decoded(octets: bytes, charset: str) -> str:
    """By the declared charset, else by what the bytes look like; never fails."""
    name = charset.strip().strip("\"'").lower()
    known = WIDER.get(name, name)
    if b"\x1b$" in octets and known in ("", "utf-8"):  # seven bits, so it would pass for ASCII
        known = "iso2022_jp_ext"
    for candidate in (known, "utf-8"):
        try:
            return octets.decode(candidate)
        except (LookupError, ValueError):
            continue
    guess = from_bytes(octets[:20_000]).best()
    try:
        return octets.decode(guess.encoding if guess else "cp1252", "replace")
    except (LookupError, ValueError):
        return octets.decode("cp1252", "replace")


def header(message: EmailMessage, name: str, most: int = 998) -> str:
    """One header as one printable line; empty where it is missing or can't be read."""
    try:
        value = str(message.get(name, ""))
    except Exception:
        return ""
    return " ".join(printable(value[: 4 * most]).split())[:most].encode("utf-8", "replace").decode("utf-8")


def parts(message: Message[Any, Any], depth: int = 0) -> list[Message[Any, Any]]:
    """The leaves, in order; what lies too deep, or is too much, is left out."""
    if not message.is_multipart() or message.get_content_maintype() == "message":
        return [message]
    found: list[Message[Any, Any]] = []
    if depth < DEEPEST:
        for part in message.get_payload():
            if isinstance(part, EmailMessage) and len(found) < MOST_PARTS:
                found += parts(part, depth + 1)
    return found[:MOST_PARTS]


def is_attachment(part: Message[Any, Any]) -> bool:
    return (
        bool(part.get_filename())
        or part.get_content_disposition() == "attachment"
        or (part.get_content_maintype() != "text")
    )


def octets_of(part: Message[Any, Any]) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except Exception:
        return b""
    return payload if isinstance(payload, bytes) else b""


def words_of(leaves: list[Message[Any, Any]]) -> str:
    """Plain text where there is some, else what the HTML says."""
    texts = [part for part in leaves if not is_attachment(part)]
    plain = [_text(part) for part in texts if part.get_content_subtype() != "html"]
    if any(text.strip() for text in plain):
        return _clean("\n".join(plain))
    return _clean("\n".join(_from_html(_text(part)) for part in texts if part.get_content_subtype() == "html"))


def _text(part: Message[Any, Any]) -> str:
    try:
        charset = str(part.get_content_charset() or "")
    except Exception:
        charset = ""
    return decoded(octets_of(part)[: 4 * MOST_CHARACTERS], charset)


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = printable(text.encode("utf-8", "replace").decode("utf-8"))[:MOST_CHARACTERS]
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text))


class _Reader(HTMLParser):
    """HTML as lines of text; what is quoted gets a mark as in plain mail. No address in it is ever fetched."""

    SILENT = frozenset({"script", "style", "head", "title", "template", "object"})
    BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "blockquote", "hr", "pre", "table"})
    VOID = frozenset({"br", "hr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.silent = self.quotes = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in self.SILENT:
            self.silent += 1
        if tag in self.BREAKS:
            self._line()
        if tag == "blockquote":
            self.quotes += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self.silent = max(0, self.silent - 1)
        if tag == "blockquote":
            self.quotes = max(0, self.quotes - 1)
        if tag in self.BREAKS and tag not in self.VOID:
            self._line()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            words = re.sub(r"\s+", " ", data)
            if words.strip() and self.quotes and (not self.out or self.out[-1] == "\n"):
                words = "> " + words.lstrip()
            self.out.append(words)

    def _line(self) -> None:
        if not self.silent and self.out and self.out[-1] != "\n":
            self.out.append("\n")


def _from_html(html: str) -> str:
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, RecursionError, ValueError):  # html.parser on broken declarations
        return re.sub(r"<[^>]{0,2000}>", " ", html)
    return "".join(reader.out)


_RULES = re.compile(
    r"^(-{3,}\s*(original message|originalnachricht|message d'origine|原始邮件|元のメッセージ).*|_{20,})\s*$",
    re.IGNORECASE,
)


def folded(text: str) -> tuple[str, str]:
    """(what is new, what the mail repeats at its end). Answers between quoted lines stay where they are."""
    lines = text.split("\n")
    end = len(lines)
    for number, line in enumerate(lines):
        if _RULES.match(line.strip()) and number:
            end = number
            break
    else:
        while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(">")):
            end -= 1
        if end == len(lines) or not any(line.lstrip().startswith(">") for line in lines[end:]):
            return text.strip(), ""
        # "On Monday … wrote:", in whatever language, over one line or two.
        if end and lines[end - 1].rstrip().endswith((":", "：")):
            end -= 1
            if (
                end
                and lines[end - 1].strip()
                and not lines[end].lstrip().lower().startswith(("on ", "am ", "le ", "vào "))
            ):
                end -= int(lines[end - 1].lstrip().lower().startswith(("on ", "am ", "le ", "vào ")))
    new = "\n".join(lines[:end]).strip()
    return (new, "\n".join(lines[end:]).strip()) if new else (text.strip(), "")
