"""Text as it stands in metadata: cleaned, in several languages, cut to a number of octets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

X_DEFAULT = "x-default"
"""The XMP language alternative for a reader whose language is not among the others."""

TEXT_LIMIT = 65_536
"""Characters of one text that are read; a caption is a thousandth of it."""

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0, production 2 (Char), doesn't allow. It covers NUL and lone surrogates."""

_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}\Z")

_JOINERS = frozenset("\u200d\u17d2\u0e3a\u0eba\u094d")
"""What binds the *next* character to a cluster: zero-width joiner, Khmer coeng, viramas."""


def legal(text: str) -> str:
    """The text without the characters that XML 1.0 can't hold; nothing else is changed."""
    return _FORBIDDEN.sub("", text)


def clean(text: str) -> str:
    """A text read from a file: legal, NFC (macOS decomposes Vietnamese), with LF line ends, stripped."""
    unified = legal(text[:TEXT_LIMIT]).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unified).strip()


def canonical_tag(tag: str) -> str | None:
    """A language tag in the case BCP 47 recommends (`zh-Hans`, `en-GB`); None when it isn't one.

    Tags are compared case-insensitively everywhere; this is what makes plain comparison do so.
    """
    tag = tag.strip().replace("_", "-")
    if not _TAG.match(tag):
        return None
    first, *rest = tag.lower().split("-")
    if first == "x":
        return "-".join([first, *rest])
    return "-".join([first, *(_cased(part) for part in rest)])


def _cased(subtag: str) -> str:
    if len(subtag) == 2 and subtag.isalpha():
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag


class LangText(Mapping[str, str]):
    """One text in several languages, as {canonical BCP 47 tag: text}; `x-default` may be among them."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        self._texts = dict(texts or {})

    def __getitem__(self, tag: str) -> str:
        return self._texts[tag]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"LangText({self._texts!r})"

    @property
    def default(self) -> str:
        """The x-default text, else the first there is, else an empty string."""
        return self._texts.get(X_DEFAULT) or next(iter(self._texts.values()), "")

    def best(self, tag: str | None) -> str:
        """The text in `tag`, else in a variety of it (`en` finds `en-GB`), else the default."""
        wanted = canonical_tag(tag) if tag else None
        if wanted is None:
            return self.default
        exact = self._texts.get(wanted)
        varieties = (text for own, text in self._texts.items() if own.startswith(f"{wanted}-"))
        return exact or next(varieties, "") or self.default


def cut_to_octets(text: str, limit: int) -> str:
    """The longest beginning of `text` of at most `limit` UTF-8 octets that breaks no character.

    A base letter stays with its marks: half a stacked Khmer or Lao cluster is another word. When even
    the first cluster is too long the answer is empty.
    """
    encoded = text.encode("utf-8", "ignore")
    if len(encoded) <= limit:
        return text
    end = len(encoded[:limit].decode("utf-8", "ignore"))
    while end and _inside_cluster(text, end):
        end -= 1
    return text[:end].rstrip()


def _inside_cluster(text: str, at: int) -> bool:
    following = text[at] if at < len(text) else ""
    return bool(following) and (
        unicodedata.category(following).startswith("M") or following == "\u200d" or text[at - 1] in _JOINERS
    )
