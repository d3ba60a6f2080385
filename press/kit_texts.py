"""The texts that lie in a kit's archive for people: captions and the release, in one language each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from locales.moments import with_zone
from locales.registry import column, tag_of
from locales.text import pick
from press.archive.captions import CaptionedFile, KitText
from press.kit_view import KitView

if TYPE_CHECKING:
    from press.downloads import KitFile


def captions_of(kit: KitView, files: Sequence[KitFile], code: str, created: datetime) -> KitText:
    """The kit's captions file for readers of a language; what isn't written in it says in which it is."""
    view = replace(kit, lang=code)
    return KitText(
        title=view.title.text,
        introduction=view.summary.text,
        introduction_by_machine=view.summary.by_machine,
        created=created,
        files=[_captioned(file, code) for file in files],
        embargo_until=kit.embargo_local,
        contact=kit.kit.contact,
    )


def _captioned(file: KitFile, code: str) -> CaptionedFile:
    body = file.view.body
    texts, machine, licence = body["texts"], body.get("machine", {}), body["licence"] or {}
    title = pick(texts["title"], code, machine.get("title", ()))
    caption = pick(texts["caption"], code, machine.get("caption", ()))
    told = caption or title
    return CaptionedFile(
        path=file.path,
        title=title.text,
        caption=caption.text,
        creator=file.view.creator,
        credit_line=file.view.credit_line,
        licence=pick(licence.get("names", {}), code).text,
        usage_terms=pick(licence.get("usage_terms", {}), code).text,
        place=pick(texts["place"], code).text,
        taken_at=file.view.taken_at,
        disclosure=_disclosed(file, code),
        caption_tag="" if told.lang == tag_of(code) else told.lang,
        title_by_machine=title.by_machine,
        caption_by_machine=caption.by_machine,
    )


def _disclosed(file: KitFile, code: str) -> str:
    told = file.view.disclosure
    if told is None:
        return ""
    with translation.override(code):
        return f"{told.label}. {told.explanation}"


def release_path(tag: str) -> str:
    return f"release.{tag}.txt"


def release_text(kit: KitView, code: str) -> bytes:
    """The release as plain text, only in a language it was really written in; else empty.

    UTF-8 with a byte-order mark and CRLF, as the captions are.
    """
    if not getattr(kit.kit, column("release_body", code), ""):
        return b""
    view = replace(kit, lang=code)
    with translation.override(code):
        blocks = [view.release_title.text or view.title.text]
        if any(text.by_machine for text in (view.release_title, view.title, view.release_body, view.facts)):
            blocks.append(_("Translated by a machine; it may contain mistakes."))
        if kit.embargo_local:
            blocks.append(_embargo(kit.embargo_local, kit.kit.embargo_timezone))
        blocks += view.release_paragraphs
        if view.fact_lines:
            blocks.append("\n".join([_("Facts and figures"), *(f"- {line}" for line in view.fact_lines)]))
        if kit.kit.contact:
            blocks.append("\n".join([_("Contact for the press"), kit.kit.contact]))
    text = "\n\n".join(blocks) + "\n"
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8-sig")


def _embargo(moment: datetime, zone: str) -> str:
    return _("Embargoed until %(moment)s") % {"moment": with_zone(moment, ZoneInfo(zone), zone)}
