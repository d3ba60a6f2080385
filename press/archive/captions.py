"""What lies beside the pictures in a kit's archive for people: captions, credits and terms as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from locales.moments import with_zone

RULE = "-" * 72


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionedFile:
    """The texts of one file in one language; what is empty is left out.

    `caption_tag` is the BCP 47 tag of title and caption where that is another language than the file's; a text that
    a machine translated says so.
    """

    path: str
    title: str
    caption: str
    creator: str
    credit_line: str
    licence: str
    usage_terms: str
    place: str = ""
    taken_at: datetime | None = None
    disclosure: str = ""
    caption_tag: str = ""
    title_by_machine: bool = False
    caption_by_machine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KitText:
    """A kit as its captions file introduces it; times with zone, shown in the zone that is active."""

    title: str
    introduction: str
    created: datetime
    files: Sequence[CaptionedFile]
    embargo_until: datetime | None = None
    terms: str = ""
    contact: str = ""
    introduction_by_machine: bool = False


def captions_path(tag: str, extension: str = "txt") -> str:
    """The name of the captions file for a language by its BCP 47 tag: `captions.zh-Hans.txt`."""
    return f"captions.{tag}.{extension}"


def captions_text(kit: KitText, language: str) -> bytes:
    """The captions file, its labels in `language` (Django's code)."""
    with translation.override(language):
        lines = [*_introduction(kit), *(line for file in kit.files for line in _file(file))]
    return file_bytes("\n".join(lines) + "\n")


def file_bytes(text: str) -> bytes:
    """UTF-8 with a byte-order mark and CRLF, which every editor on a newsroom's desk opens rightly."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8-sig")


def _introduction(kit: KitText) -> Iterator[str]:
    yield kit.title
    yield "=" * 72
    for label, value in moments(kit):
        yield _labelled(label, value)
    for paragraph in (introduction(kit), kit.terms):
        if paragraph:
            yield from ("", paragraph)
    if kit.contact:
        yield from ("", _labelled(_("Contact"), kit.contact))


def moments(kit: KitText) -> Iterator[tuple[str, str]]:
    """(label, time with zone) of what has to be known before the captions, in the active language."""
    if kit.embargo_until:
        yield _("Embargoed until"), with_zone(kit.embargo_until)
    yield _("Contents as of"), with_zone(kit.created)


def introduction(kit: KitText) -> str:
    return _remarked(kit.introduction, "", by_machine=kit.introduction_by_machine)


def _file(file: CaptionedFile) -> Iterator[str]:
    yield from ("", RULE, file.path)
    yield from (_labelled(label, value) for label, value in labelled(file))


def labelled(file: CaptionedFile) -> list[tuple[str, str]]:
    """(label, text) of all that is said of a file, in the active language."""
    title = _remarked(file.title, file.caption_tag, by_machine=file.title_by_machine)
    caption = _remarked(file.caption, file.caption_tag, by_machine=file.caption_by_machine)
    facts = (
        (_("Title"), title),
        (_("Caption"), caption),
        (_("Place"), file.place),
        (_("Date taken"), date_format(localtime(file.taken_at), "DATE_FORMAT") if file.taken_at else ""),
        (_("Creator"), file.creator),
        (_("How it was made"), file.disclosure),
        (_("Credit line"), file.credit_line),
        (_("Licence"), file.licence),
        (_("Usage terms"), file.usage_terms),
    )
    return [(label, value) for label, value in facts if value]


def _remarked(text: str, tag: str, *, by_machine: bool) -> str:
    """The text with what has to be known of it: its language, and that a machine translated it."""
    remarks = (tag, _("Machine translation") if by_machine else "")
    return " ".join([text, *(f"[{remark}]" for remark in remarks if remark)]) if text else ""


def _labelled(label: str, value: str) -> str:
    """A label and its text; further lines of the text are set in, so that it can't pass for a label."""
    return f"{label}: " + textwrap.indent(value.strip(), "    ").removeprefix("    ")
