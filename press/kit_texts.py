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
from locales.registry import LANGUAGES, tag_of
from locales.text import pick
from press.archive.captions import CaptionedFile, KitText
from press.archive.release import Release
from press.kit_content import Contact
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
        contact="\n".join(contact_lines(kit)),
    )


def contact_lines(kit: KitView) -> list[str]:
    """Who may be called, in the active language: a line for each, then what else there is to say of it."""
    return [*map(_contact_line, kit.contacts), *([kit.contact] if kit.contact else [])]


def _contact_line(one: Contact) -> str:
    who = ", ".join(part for part in (one.name, one.role) if part)
    spoken = ", ".join(LANGUAGES[code].name_native for code in one.languages if code in LANGUAGES)
    return " · ".join(part for part in (who, one.phone, one.email, spoken) if part)


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


def release_of(kit: KitView, code: str) -> Release | None:
    """The release, only in a language it was really written in."""
    if not kit.content.texts["release_body"].get(code):
        return None
    view = replace(kit, lang=code)
    texts = (view.release_title, view.title, view.release_body, view.facts, view.quotes_text)
    with translation.override(code):
        return Release(
            headline=view.release_title.text or view.title.text,
            paragraphs=view.release_paragraphs,
            facts=view.fact_lines,
            quotes=view.quotes,
            contacts=contact_lines(view),
            embargo=_embargo(kit.embargo_local, kit.kit.embargo_timezone) if kit.embargo_local else "",
            by_machine=any(text.by_machine for text in texts),
        )


def _embargo(moment: datetime, zone: str) -> str:
    return _("Embargoed until %(moment)s") % {"moment": with_zone(moment, ZoneInfo(zone), zone)}
