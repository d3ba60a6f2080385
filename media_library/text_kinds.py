"""The media library's texts: of assets of every kind, and of licences."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from locales.registry import WORKING
from locales.text_status.kinds import Kind, register
from locales.text_status.models import TextItem
from locales.text_status.record_stores import DraftedRecords, PlainRecords
from locales.text_status.scope import by_model_permission
from locales.text_status.texts import Texts
from locales.text_status.work_links import language_anchor, snippet_edit_url
from media_library import permissions
from media_library.models import KINDS, AssetKind, LibraryRecord, Licence
from media_library.models.asset import TEXT_FIELDS
from provinces.text_scope import by_role

_LABELS = {
    AssetKind.PHOTO: gettext_lazy("photos"),
    AssetKind.VIDEO: gettext_lazy("videos"),
    AssetKind.DOCUMENT: gettext_lazy("documents"),
    AssetKind.GRAPHIC: gettext_lazy("graphics"),
}


def _edit_url(model: type[LibraryRecord]) -> Any:
    def edit_url(item: TextItem, code: str) -> str:
        return reverse(f"{model.admin_namespace}:edit", args=[item.key]) + language_anchor(code)

    return edit_url


def _hindrances(record: Any, code: str, texts: Texts) -> list[str]:
    """The working language must stay complete; the others may say less."""
    if code != WORKING:
        return []
    is_seen = record.kind in (AssetKind.PHOTO, AssetKind.GRAPHIC)
    needed = {"title": _("the title in Vietnamese"), "caption": _("the caption in Vietnamese")}
    if is_seen:
        needed["alt_text"] = _("the alternative text in Vietnamese")
    return [words for field, words in needed.items() if not texts.get(field)]


def _after_approval(record: Any, code: str, user: Any) -> None:
    from media_library.services import settle_language

    with transaction.atomic():
        settle_language(record, actor=user)


def register_kinds() -> None:
    roles = permissions.ROLES_FOR
    scope = by_role(view=roles["view"], edit=roles["change"], approve=roles["publish"])
    for kind, model in KINDS.items():
        register(
            Kind(
                slug=str(kind),
                label=_LABELS[kind],
                model=model,
                store=DraftedRecords(),
                fields=TEXT_FIELDS,
                scope=scope,
                province_of=lambda record: record.province_id,
                owner_of=lambda record: record.uploaded_by_user_id,
                edit_url=_edit_url(model),
                hindrances=_hindrances,
                after_approval=_after_approval,
            )
        )
    register(
        Kind(
            slug="licence",
            label=gettext_lazy("licences"),
            model=Licence,
            store=PlainRecords(),
            fields=("name", "usage_terms", "attribution"),
            scope=by_model_permission(Licence),
            edit_url=snippet_edit_url(Licence),
            essential=True,
        )
    )
