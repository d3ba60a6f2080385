"""Rich text as segments, one for each paragraph, heading or list item, and back into its structure.

The structure is the source's: a translation can reword and rearrange what stands inside a paragraph, and no
tag or address ever comes out of a translator's file. Editors' paragraphs have a key (`data-block-key`), by
which source and translation are paired; texts without keys are paired by position where their structure agrees.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from locales.exchange.markup import Code, Part, fitted, parse, write
from locales.exchange.units import has_words
from locales.text_status.texts import Piece, differences

INLINE = frozenset(
    (
        "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark",
        "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip
_VOID = frozenset(("br", "wbr", "hr", "embed", "img"))
_DEEPEST = 200


@dataclass(slots=True)
class Run:
    """Running text: what is translated. `html` is how it stood, `parts` the same with codes in place of tags."""

    tokens: list[tuple[str, str, str]] = field(default_factory=list)
    """("text", words, ""), ("open" | "close" | "lone", raw tag, name)"""
    key: str = ""

    @property
    def html(self) -> str:
        return "".join(html.escape(raw, quote=False) if role == "text" else raw for role, raw, _name in self.tokens)

    @property
    def words(self) -> str:
        return "".join(raw for role, raw, _name in self.tokens if role == "text")

    @property
    def parts(self) -> list[Part]:
        return _with_codes(self.tokens)


@dataclass(slots=True)
class Element:
    """A structural tag and what is in it; the root has no tag."""

    name: str = ""
    start: str = ""
    key: str = ""
    children: list[Element | Run] = field(default_factory=list)
    is_void: bool = False

    @property
    def end(self) -> str:
        return f"</{self.name}>" if self.name and not self.is_void else ""

    @property
    def html(self) -> str:
        return self.start + "".join(child.html for child in self.children) + self.end

    def runs(self) -> Iterator[Run]:
        """All running text that has words, in order."""
        for child in self.children:
            if isinstance(child, Element):
                yield from child.runs()
            elif has_words(child.words):
                yield child


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element()
        self.stack = [self.root]

    def _run(self) -> Run:
        children = self.stack[-1].children
        if not children or not isinstance(children[-1], Run):
            children.append(Run())
        last = children[-1]
        assert isinstance(last, Run)  # noqa: S101  (for the type checker)
        return last

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or f"<{tag}>"
        if tag in INLINE:
            self._run().tokens.append(("lone" if tag in _VOID else "open", raw, tag))
            return
        element = Element(tag, raw, dict(attrs).get("data-block-key") or "", is_void=tag in _VOID)
        self.stack[-1].children.append(element)
        if not element.is_void and len(self.stack) < _DEEPEST:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or f"<{tag}/>"
        if tag in INLINE:
            self._run().tokens.append(("lone", raw, tag))
        else:
            self.stack[-1].children.append(Element(tag, raw, is_void=True))

    def handle_endtag(self, tag: str) -> None:
        if tag in INLINE:
            if tag not in _VOID:
                self._run().tokens.append(("close", f"</{tag}>", tag))
            return
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].name == tag:
                del self.stack[depth:]
                return

    def handle_data(self, data: str) -> None:
        self._run().tokens.append(("text", data, ""))


def read(text: str) -> Element:
    """The tree of a rich text, with a key on each of its runs."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    _number(reader.root)
    return reader.root


_IS_RICH = re.compile(r"\s*<(p|h[1-6]|ul|ol|blockquote|hr|embed)\b", re.IGNORECASE)


def as_read(text: str) -> str:
    """Rich text as its words, a paragraph or list item to a line; any other text as it is."""
    return "\n".join(run.words.strip() for run in read(text).runs()) if _IS_RICH.match(text) else text


def changes_as_read(before: str, after: str) -> list[Piece]:
    """`differences` of the words; empty where only the formatting or an address differs."""
    return differences(then, now) if (then := as_read(before)) != (now := as_read(after)) else []


def _number(root: Element) -> None:
    seen: dict[str, int] = {}
    count = 0
    for run, owner in _owned(root, ""):
        count += 1
        if not owner:
            run.key = f"n{count}"
            continue
        seen[owner] = seen.get(owner, 0) + 1
        run.key = f"k-{owner}" if seen[owner] == 1 else f"k-{owner}.{seen[owner]}"


def _owned(element: Element, owner: str) -> Iterator[tuple[Run, str]]:
    owner = element.key or owner
    for child in element.children:
        if isinstance(child, Element):
            yield from _owned(child, owner)
        elif has_words(child.words):
            yield child, owner


def _with_codes(tokens: list[tuple[str, str, str]]) -> list[Part]:
    """Tags as codes, numbered as they begin. A tag without its partner stands alone."""
    partner: dict[int, int] = {}
    opened: list[int] = []
    for place, (role, _raw, name) in enumerate(tokens):
        if role == "open":
            opened.append(place)
        elif role == "close":
            while opened and tokens[opened[-1]][2] != name:
                opened.pop()
            if opened:
                start = opened.pop()
                partner[start], partner[place] = place, start
    parts: list[Part] = []
    numbers: dict[int, int] = {}
    for place, (role, raw, name) in enumerate(tokens):
        if role == "text":
            if parts and isinstance(parts[-1], str):
                parts[-1] += raw
            else:
                parts.append(raw)
        elif role == "close" and place in partner:
            parts.append(Code(numbers[partner[place]], "close", name, raw))
        else:
            numbers[place] = len(numbers) + 1
            parts.append(Code(numbers[place], "open" if place in partner else "lone", name, raw))
    return parts


# --- pairing source and translation -------------------------------------------------------------------
def _shape(element: Element) -> list[str]:
    return [
        f"{child.name}({','.join(_shape(child))})" if isinstance(child, Element) else "text"
        for child in element.children
        if isinstance(child, Element) or has_words(child.words)
    ]


def paired(source: Element, target: Element) -> dict[str, Run] | None:
    """{key of the source's run: run of the translation}; None where their structures can't be told apart."""
    originals, translations = list(source.runs()), list(target.runs())
    if not translations:
        return {}
    by_key = {run.key: run for run in translations if run.key.startswith("k-")}
    shared = {run.key: by_key[run.key] for run in originals if run.key in by_key}
    if shared:
        # A list to which the translator added a line can't be taken apart without losing that line.
        return None if any(_is_mixed(child, shared) for child in target.children) else shared
    if _shape(source) == _shape(target):
        return dict(zip((run.key for run in originals), translations, strict=True))
    return None


def _is_mixed(node: Element | Run, shared: Mapping[str, Run]) -> bool:
    found = [key in shared for key in _keys(node)]
    return any(found) and not all(found)


def tagged_as(source: list[Part], target: list[Part]) -> str:
    """The translation as tagged text, its codes numbered as the source's; codes of its own get higher numbers."""
    free = [part for part in source if isinstance(part, Code) and part.role != "close"]
    spare = len(free)
    numbers: dict[int, int] = {}
    for part in target:
        if not isinstance(part, Code) or part.role == "close":
            continue
        fits = [code for code in free if (code.name, code.role) == (part.name, part.role)]
        same = next((code for code in fits if code.raw == part.raw), fits[0] if fits else None)
        if same is None:
            spare += 1
            numbers[part.number] = spare
        else:
            free.remove(same)
            numbers[part.number] = same.number
    renumbered = [Code(numbers[p.number], p.role, p.name) if isinstance(p, Code) else p for p in target]
    return write(renumbered)


# --- writing back ---------------------------------------------------------------------------------------
def render(source: Element, target: Element, texts: Mapping[str, str]) -> str:
    """The translation with new tagged texts by key of the source's runs. What it has of its own stays.

    Paragraphs that aren't translated yet are left out. Raises BadMarkup where codes don't fit, and ValueError
    where the two can't be paired.
    """
    known = paired(source, target)
    if known is None:
        raise ValueError("the translation has another structure")
    ready = {key: run.html for key, run in known.items()}
    for run in source.runs():
        if run.key in texts:
            ready[run.key] = _as_html(run.parts, texts[run.key])
    own = _own_of(source, target, {id(run): key for key, run in known.items()})
    pieces = own.get("", [])
    for child in source.children:
        pieces.append(_rendered(child, ready))
        for key in _keys(child):
            pieces += own.get(key, [])
    return "".join(pieces)


def _as_html(source: list[Part], text: str) -> str:
    if not text:
        return ""
    parts = fitted(source, parse(text))
    return "".join(html.escape(part, quote=False) if isinstance(part, str) else part.raw for part in parts)


def _keys(node: Element | Run) -> list[str]:
    return [run.key for run in node.runs()] if isinstance(node, Element) else [node.key] if node.key else []


def _rendered(node: Element | Run, ready: Mapping[str, str]) -> str:
    if isinstance(node, Run):
        return ready.get(node.key, "") if node.key else node.html
    keys = _keys(node)
    if keys and not any(ready.get(key) for key in keys):
        return ""
    return node.start + "".join(_rendered(child, ready) for child in node.children) + node.end


def _own_of(source: Element, target: Element, pairs: Mapping[int, str]) -> dict[str, list[str]]:
    """What the translator added, as HTML by the key of the source's run after which it stands ("": first)."""
    originals = {child.html for child in source.children}
    own: dict[str, list[str]] = {}
    last = ""
    for child in target.children:
        runs = list(child.runs()) if isinstance(child, Element) else [child] if child.key else []
        found = [pairs[id(run)] for run in runs if id(run) in pairs]
        if found:
            last = found[-1]
        elif child.html.strip() and child.html not in originals and (runs or isinstance(child, Element)):
            own.setdefault(last, []).append(child.html)
    return own
