"""The press room's texts: kits and the terms of use."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from locales.registry import LANGUAGES, WORKING
from locales.text_status.kinds import Kind, register
from locales.text_status.models import TextItem, TextStatus
from locales.text_status.record_stores import AllTexts, PlainRecords
from locales.text_status.scope import by_model_permission
from locales.text_status.texts import Texts
from locales.text_status.work_links import language_anchor
from press.kit_content import quotes_in
from press.kit_drafts import shown_content
from press.models import Kit, ReplyTemplate, TermsVersion
from press.models.kit import KIT_TEXTS
from press.permissions import KIT_ROLES
from provinces.text_scope import by_role


def _edit_url(namespace: str) -> Any:
    def edit_url(item: TextItem, code: str) -> str:
        return reverse(f"{namespace}:edit", args=[item.key]) + language_anchor(code)

    return edit_url


class KitTexts(PlainRecords):
    """Readers of a published kit get its version; the columns are what is being worked on."""

    def shown(self, kind: Kind, holder: Any) -> AllTexts | None:
        content = shown_content(holder)
        return {code: content.in_language(code) for code in LANGUAGES}

    def publish(self, kind: Kind, holder: Any, row: TextStatus, texts: Texts, user: Any) -> None:
        from press.services.kits import publish_language

        super().publish(kind, holder, row, texts, user)
        publish_language(holder, row.language, texts, actor=user)


def _quotes_of_source(kit: Any, code: str, texts: Texts) -> list[str]:
    """A translation has as many quotes as the source, each with its speaker: none may get lost or be put in."""
    wanted, there = len(quotes_in(kit.quotes_vi or "")), quotes_in(texts.get("quotes", ""))
    found = []
    if there and code != WORKING and len(there) != wanted:
        found.append(_("as many quotes as the source has (%(number)d)") % {"number": wanted})
    if any(not quote.speaker for quote in there):
        found.append(_("under each quote a line with a dash and who said it"))
    return found


def _accepted(version: Any, code: str, texts: Texts) -> list[str]:
    """What partners have accepted stays as it is, in every language."""
    return [_("a new version, since partners have accepted this one")] if version.acceptances.exists() else []


def register_kinds() -> None:
    register(
        Kind(
            slug="kit",
            label=gettext_lazy("press kits"),
            model=Kit,
            store=KitTexts(),
            fields=KIT_TEXTS,
            scope=by_role(view=KIT_ROLES["view"], edit=KIT_ROLES["change"], approve=KIT_ROLES["publish"]),
            province_of=lambda kit: kit.province_id,
            edit_url=_edit_url("kits"),
            hindrances=_quotes_of_source,
        )
    )
    register(
        Kind(
            slug="terms",
            label=gettext_lazy("terms of use"),
            model=TermsVersion,
            store=PlainRecords(),
            fields=("title", "body"),
            scope=by_model_permission(TermsVersion),
            edit_url=_edit_url("press_terms"),
            hindrances=_accepted,
            essential=True,
        )
    )
    register(
        Kind(
            slug="reply_template",
            label=gettext_lazy("reply templates"),
            model=ReplyTemplate,
            store=PlainRecords(),
            fields=("body",),
            scope=by_model_permission(ReplyTemplate),
            edit_url=_edit_url("press_templates"),
        )
    )
