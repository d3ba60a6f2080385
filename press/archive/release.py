"""The release of a kit in one language, and as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from press.archive.captions import file_bytes
from press.kit_content import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What stands in a release; what is empty is left out.

    `embargo` is a sentence with its moment and zone, `contacts` has one line or more for each who may be called.
    """

    headline: str
    paragraphs: Sequence[str]
    facts: Sequence[str] = ()
    quotes: Sequence[Quote] = ()
    contacts: Sequence[str] = ()
    embargo: str = ""
    by_machine: bool = False

    @property
    def remarks(self) -> list[str]:
        """What has to be read before the text, in the active language."""
        machine = _("Translated by a machine; it may contain mistakes.") if self.by_machine else ""
        return [remark for remark in (machine, self.embargo) if remark]


def release_path(tag: str, extension: str = "txt") -> str:
    return f"release.{tag}.{extension}"


def said_by(quote: Quote) -> str:
    """`Nguyễn Văn A, director`; empty where nobody is named."""
    return ", ".join(part for part in (quote.speaker, quote.role) if part)


def quote_block(quote: Quote) -> str:
    speaker = said_by(quote)
    return f"{quote.text}\n— {speaker}" if speaker else quote.text


def release_text(release: Release, language: str) -> bytes:
    """The release as plain text, its labels in `language` (Django's code); bytes as the captions file's."""
    with translation.override(language):
        return file_bytes("\n\n".join(_blocks(release)) + "\n")


def _blocks(release: Release) -> Iterator[str]:
    yield release.headline
    yield from release.remarks
    yield from release.paragraphs
    if release.facts:
        yield "\n".join([_("Facts and figures"), *(f"- {line}" for line in release.facts)])
    if release.quotes:
        yield "\n\n".join([_("Quotes"), *(quote_block(quote) for quote in release.quotes)])
    if release.contacts:
        yield "\n".join([_("Contact for the press"), *release.contacts])
