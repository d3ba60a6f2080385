"""What the press officer gets in Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from media_library.models import LibraryRecord
from press.admin import pickups as pickup_pages
from press.admin import recall
from press.admin import requests as request_pages
from press.admin.kits import KitViewSet
from press.admin.partners import OrganisationViewSet
from press.admin.pickups import PickupsViewSet
from press.admin.reports import LedgerViewSet, NoticesViewSet
from press.admin.requests import DeadLettersViewSet, RequestsViewSet
from press.admin.terms import TermsViewSet
from press.admin.working_time import HolidayViewSet, ReplyTemplateViewSet, WorkingHoursViewSet
from press.permissions import works_for_press


class PressGroup(ViewSetGroup):
    menu_label = _("Press")
    menu_name = "press"
    menu_icon = "mail"
    menu_order = 200
    items = (
        RequestsViewSet,
        KitViewSet,
        OrganisationViewSet,
        PickupsViewSet,
        LedgerViewSet,
        NoticesViewSet,
        TermsViewSet,
        ReplyTemplateViewSet,
        WorkingHoursViewSet,
        HolidayViewSet,
        DeadLettersViewSet,
    )


@hooks.register("register_admin_viewset")
def press_group() -> ViewSetGroup:
    return PressGroup()


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("press/assets/<int:pk>/withdraw/", recall.withdraw, name="press_withdraw"),
        path("press/assets/<int:pk>/correct/", recall.correct, name="press_correct"),
        path("press/assets/<int:pk>/holders/", recall.who_has_it, name="press_holders"),
        path("press/requests/<int:pk>/", request_pages.one_request, name="press_request"),
        path("press/requests/files/<int:pk>/", request_pages.attachment, name="press_request_file"),
        path("press/dead-letters/<int:pk>/", request_pages.dead_letter, name="press_dead_letter"),
        path("press/pickups/record/", pickup_pages.record, name="press_record_pickup"),
        path("press/pickups/<int:pk>/", pickup_pages.one_pickup, name="press_pickup"),
        path("press/pickups/<int:pk>/file/", pickup_pages.evidence, name="press_pickup_file"),
    ]


@hooks.register("register_snippet_listing_buttons")
def photo_buttons(photo: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Beside a photo in the list: who has it, and taking it back."""
    if not isinstance(photo, LibraryRecord) or not works_for_press(user, photo.province_id):
        return
    yield Button(_("Who has it"), url=reverse("press_holders", args=[photo.pk]), icon_name="group", priority=60)
    if photo.approved_at and not photo.withdrawn_at:
        yield Button(_("Withdraw…"), url=reverse("press_withdraw", args=[photo.pk]), icon_name="undo", priority=70)


ACTIONS = {
    "press.verify": _("Verify a partner"),
    "press.suspend": _("Suspend a partner"),
    "press.add_member": _("Add a member"),
    "press.close_member": _("Close a member's account"),
    "press.issue_token": _("Issue a token"),
    "press.revoke_token": _("Revoke a token"),
    "press.publish_kit": _("Publish a kit"),
    "press.move_embargo": _("Move an embargo"),
    "press.close_kit": _("Close a kit"),
    "press.tell_correction": _("Tell of a correction"),
}


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Our acts in Wagtail's history, in words: what was done, and to whom or why where it was said."""
    for name, words in ACTIONS.items():
        actions.register_action(name)(_formatter(words))


def _formatter(words: Any) -> type[LogFormatter]:
    class Formatter(LogFormatter):
        label = words

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data or {}
            details = [str(data[key]) for key in ("token", "member", "after", "reason") if data.get(key)]
            return ": ".join([str(words), *details]) if details else str(words)

    return Formatter
