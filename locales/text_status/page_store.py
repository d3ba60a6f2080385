"""Texts of pages: one page for each language, with drafts, workflow and publishing of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page

from locales.text_status import page_texts
from locales.text_status.record_stores import AllTexts, latest_draft, overwritable
from locales.text_status.texts import Texts

if TYPE_CHECKING:
    from locales.text_status.kinds import Kind
    from locales.text_status.models import TextStatus


class Pages:
    """The holder of a language is the page in it."""

    def find(self, kind: Kind, key: str, code: str, *, lock: bool = False) -> Any:
        pages = Page.objects.filter(translation_key=key, locale__language_code=code)
        if lock:
            pages = pages.select_for_update(of=("self",))
        page = pages.select_related("locale", "latest_revision").first()
        return page.specific if page else None

    def labels(self, kind: Kind, holder: Any) -> dict[str, str]:
        return page_texts.labels(latest_draft(holder))

    def working(self, kind: Kind, holder: Any, rows: Mapping[str, TextStatus]) -> AllTexts:
        return {holder.locale.language_code: page_texts.extract(latest_draft(holder))}

    def shown(self, kind: Kind, holder: Any) -> AllTexts | None:
        return {holder.locale.language_code: page_texts.extract(holder) if holder.live else {}}

    def write(self, kind: Kind, holder: Any, row: TextStatus, texts: Texts, user: Any) -> None:
        draft = latest_draft(holder)
        page_texts.apply(draft, texts)
        save_revision(holder, draft, user)

    def publish(self, kind: Kind, holder: Any, row: TextStatus, texts: Texts, user: Any) -> None:
        approve_page(holder, user)

    def submit(self, kind: Kind, holder: Any, code: str, user: Any) -> None:
        if not holder.permissions_for_user(user).can_submit_for_moderation():
            raise PermissionDenied(_("You may not submit this page for approval."))
        if not holder.workflow_in_progress:
            holder.get_workflow().start(holder, user)

    def send_back(self, kind: Kind, holder: Any, code: str, user: Any, words: str) -> None:
        state = holder.current_workflow_task_state
        if state is not None:
            state.specific.reject(user=user, comment=words)

    def told_of_return(self, holder: Any) -> int | None:
        """Wagtail writes to whoever began the workflow."""
        state = holder.current_workflow_state
        return state.requested_by_id if state is not None else None


def save_revision(page: Any, draft: Any, user: Any) -> None:
    """Keep a draft of the page; what the same person saves within one sitting is one revision."""
    draft.save_revision(user=user, log_action=True, changed=True, overwrite_revision=overwritable(page, user))


def may_approve_page(page: Any, user: Any) -> bool:
    """Whether `approve_page` would let this user."""
    state = page.current_workflow_task_state
    if state is not None:
        return "approve" in {name for name, _label, _modal in state.task.specific.get_actions(page, user)}
    return bool(page.permissions_for_user(user).can_publish())


def approve_page(page: Any, user: Any) -> None:
    """Publish what was written last: by its workflow where that waits for this user, else at once.

    Raises PermissionDenied for a user who may do neither.
    """
    if not may_approve_page(page, user):
        raise PermissionDenied(_("You may not publish this page."))
    state = page.current_workflow_task_state
    if state is not None:
        state.specific.approve(user=user)
        return
    revision = page.latest_revision or page.save_revision(user=user)
    revision.publish(user=user)
