"""Captions and release as Word documents (ECMA-376), each passage marked with its language and direction."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from locales.registry import LANGUAGES
from press.archive.captions import KitText, introduction, labelled, moments
from press.archive.release import Release, said_by

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SETTLED = datetime(2020, 1, 1, tzinfo=UTC)
"""In all documents, whenever they are written: the same contents are the same bytes, so that a download can go on."""


class Paper:
    """A document that is being written in one language, from its title on."""

    def __init__(self, title: str, language: str) -> None:
        known = LANGUAGES.get(language)
        self._tag = known.tag if known else language
        self._is_rtl = known.direction == "rtl" if known else translation.get_language_info(language)["bidi"]
        self._document = Document()
        self.heading(title, 0)
        about = self._document.core_properties
        about.title, about.language, about.author, about.comments = _cleaned(title)[:255], self._tag, "", ""
        about.created = about.modified = _SETTLED.replace(tzinfo=None)

    def heading(self, text: str, level: int = 1) -> None:
        self._mark(self._document.add_heading(_cleaned(text), level))

    def paragraph(self, text: str, *, style: str | None = None, label: str = "", bold: bool = False) -> None:
        """`label` stands before the text in bold; line breaks stay."""
        made = self._document.add_paragraph(style=style)
        if label:
            made.add_run(f"{_cleaned(label)}: ").bold = True
        made.add_run(_cleaned(text)).bold = bold
        self._mark(made)

    def list_of(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.paragraph(line, style="List Bullet")

    def _mark(self, paragraph: Any) -> None:
        """Language for the spelling checker; direction, without which Arabic stands on the wrong side."""
        if self._is_rtl:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in paragraph.runs:
            properties = run._r.get_or_add_rPr()
            if self._is_rtl:
                properties.append(OxmlElement("w:rtl"))
            language = OxmlElement("w:lang")
            for name in ("w:val", "w:eastAsia", "w:bidi"):
                language.set(qn(name), self._tag)
            properties.append(language)

    def bytes(self) -> bytes:
        written, settled = io.BytesIO(), io.BytesIO()
        self._document.save(written)
        with zipfile.ZipFile(written) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
            for part in source.infolist():
                told = zipfile.ZipInfo(part.filename, _EPOCH)
                told.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(told, source.read(part))
        return settled.getvalue()


def _cleaned(text: str) -> str:
    """What XML can hold, with the line breaks that Word knows."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def captions_word(kit: KitText, language: str) -> bytes:
    """The captions as a document, its labels in `language` (Django's code)."""
    with translation.override(language):
        paper = Paper(kit.title, language)
        for label, value in moments(kit):
            paper.paragraph(value, label=label)
        for text in (introduction(kit), kit.terms):
            if text:
                paper.paragraph(text)
        if kit.contact:
            paper.paragraph(kit.contact, label=_("Contact"))
        for file in kit.files:
            paper.heading(file.path, 2)
            for label, value in labelled(file):
                paper.paragraph(value, label=label)
    return paper.bytes()


def release_word(release: Release, language: str) -> bytes:
    """The release as a document, its labels in `language` (Django's code)."""
    with translation.override(language):
        paper = Paper(release.headline, language)
        for remark in release.remarks:
            paper.paragraph(remark, bold=True)
        for text in release.paragraphs:
            paper.paragraph(text)
        if release.facts:
            paper.heading(_("Facts and figures"))
            paper.list_of(release.facts)
        if release.quotes:
            paper.heading(_("Quotes"))
            for quote in release.quotes:
                paper.paragraph(quote.text, style="Quote")
                if speaker := said_by(quote):
                    paper.paragraph(f"— {speaker}")
        if release.contacts:
            paper.heading(_("Contact for the press"))
            for line in release.contacts:
                paper.paragraph(line)
    return paper.bytes()
