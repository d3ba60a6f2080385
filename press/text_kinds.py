"""The press room's texts: kits and the terms of use."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from locales.text_status.kinds import Kind, register
from locales.text_status.models import TextItem
from locales.text_status.record_stores import PlainRecords
from locales.text_status.scope import by_model_permission
from locales.text_status.texts import Texts
from locales.text_status.work_links import language_anchor
from press.models import Kit, ReplyTemplate, TermsVersion
from press.models.kit import KIT_TEXTS
from press.permissions import KIT_ROLES
from provinces.text_scope import by_role


def _edit_url(namespace: str) -> Any:
    def edit_url(item: TextItem, code: str) -> str:
        return reverse(f"{namespace}:edit", args=[item.key]) + language_anchor(code)

    return edit_url


def _after_approval(kit: Any, code: str, user: Any) -> None:
    """A published kit changed for its partners."""
    from press.services.kits import settle_edit

    settle_edit(kit, actor=user)


def _accepted(version: Any, code: str, texts: Texts) -> list[str]:
    """What partners have accepted stays as it is, in every language."""
    return [_("a new version, since partners have accepted this one")] if version.acceptances.exists() else []


def register_kinds() -> None:
    register(
        Kind(
            slug="kit",
            label=gettext_lazy("press kits"),
            model=Kit,
            store=PlainRecords(),
            fields=KIT_TEXTS,
            scope=by_role(view=KIT_ROLES["view"], edit=KIT_ROLES["change"], approve=KIT_ROLES["publish"]),
            province_of=lambda kit: kit.province_id,
            edit_url=_edit_url("kits"),
            after_approval=_after_approval,
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
