"""What the press officer gets in Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from media_library.models import LibraryRecord
from press.admin import pickups as pickup_pages
from press.admin import recall, recalls, sign_in
from press.admin import requests as request_pages
from press.admin.applications import ApplicationsViewSet
from press.admin.asset_chooser import ASSET_CHOOSER, AssetChooserViewSet
from press.admin.kits import KitViewSet
from press.admin.partners import OrganisationViewSet
from press.admin.pickups import PickupsViewSet
from press.admin.recall_panel import RecallsPanel
from press.admin.recalls import RecallsViewSet
from press.admin.reports import LedgerViewSet, NoticesViewSet
from press.admin.requests import DeadLettersViewSet, RequestsViewSet
from press.admin.reviews import ReviewsViewSet
from press.admin.share_links import ShareLinksViewSet
from press.admin.terms import TermsViewSet
from press.admin.webhooks import WebhooksViewSet
from press.admin.working_time import HolidayViewSet, ReplyTemplateViewSet, WorkingHoursViewSet
from press.permissions import works_for_press


class PressGroup(ViewSetGroup):
    menu_label = _("Press")
    menu_name = "press"
    menu_icon = "mail"
    menu_order = 200
    items = (
        KitViewSet,
        ShareLinksViewSet,
        RequestsViewSet,
        RecallsViewSet,
        NoticesViewSet,
        LedgerViewSet,
        PickupsViewSet,
        OrganisationViewSet,
        ApplicationsViewSet,
        ReviewsViewSet,
        WebhooksViewSet,
        TermsViewSet,
        ReplyTemplateViewSet,
        WorkingHoursViewSet,
        HolidayViewSet,
        DeadLettersViewSet,
    )


@hooks.register("register_admin_viewset")
def press_group() -> ViewSetGroup:
    return PressGroup()


@hooks.register("register_admin_viewset")
def asset_chooser() -> AssetChooserViewSet:
    return ASSET_CHOOSER


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("press/assets/<int:pk>/withdraw/", recall.withdraw, name="press_withdraw"),
        path("press/assets/<int:pk>/correct/", recall.correct, name="press_correct"),
        path("press/people/<int:pk>/second-factor/", sign_in.reset_factor, name="press_reset_factor"),
        path("press/assets/<int:pk>/holders/", recall.who_has_it, name="press_holders"),
        path("press/recalls/<int:pk>/", recalls.recall, name="press_recall"),
        path("press/recalls/<int:pk>/arrange/", recalls.arrange, name="press_recall_arrange"),
        path("press/recalls/<int:pk>/close/", recalls.close, name="press_recall_close"),
        path("press/recalls/<int:pk>/answer/<int:organisation>/", recalls.note_answer, name="press_recall_answer"),
        re_path(r"^press/recalls/(?P<pk>\d+)/report\.(?P<form>pdf|csv)$", recalls.report, name="press_recall_report"),
        path("press/requests/<int:pk>/", request_pages.one_request, name="press_request"),
        path("press/requests/files/<int:pk>/", request_pages.attachment, name="press_request_file"),
        path("press/dead-letters/<int:pk>/", request_pages.dead_letter, name="press_dead_letter"),
        path("press/pickups/record/", pickup_pages.record, name="press_record_pickup"),
        path("press/pickups/<int:pk>/", pickup_pages.one_pickup, name="press_pickup"),
        path("press/pickups/<int:pk>/file/", pickup_pages.evidence, name="press_pickup_file"),
    ]


@hooks.register("construct_homepage_panels")
def recalls_panel(request: HttpRequest, panels: list[Component]) -> None:
    if works_for_press(request.user):
        panel = RecallsPanel(request.user)
        if panel.recalls:
            panels.append(panel)


@hooks.register("register_snippet_listing_buttons")
def photo_buttons(photo: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Beside a photo in the list: who has it, and taking it back."""
    if not isinstance(photo, LibraryRecord) or not works_for_press(user, photo.province_id):
        return
    yield Button(_("Who has it"), url=reverse("press_holders", args=[photo.pk]), icon_name="group", priority=60)
    if photo.approved_at and not photo.withdrawn_at:
        yield Button(_("Withdraw…"), url=reverse("press_withdraw", args=[photo.pk]), icon_name="rotate", priority=70)


@hooks.register("register_account_menu_item")
def own_security(request: HttpRequest) -> dict[str, Any]:
    """Beside one's own settings: the second factor."""
    return {"url": reverse("press:security"), "label": _("Security of your account"), "help_text": ""}


@hooks.register("register_user_listing_buttons")
def person_buttons(user: Any, request_user: Any) -> Iterator[Button]:
    """For administrators: somebody lost the telephone with the app and the recovery codes too."""
    if request_user.is_superuser:
        url = reverse("press_reset_factor", args=[user.pk])
        yield Button(_("Reset the second factor"), url=url, icon_name="lock", priority=80)


ACTIONS = {
    "press.verify": _("Verify a partner"),
    "press.suspend": _("Suspend a partner"),
    "press.add_member": _("Add a member"),
    "press.close_member": _("Close a member's account"),
    "press.change_member": _("Change a member's role"),
    "press.invite": _("Invite a member"),
    "press.uninvite": _("Take an invitation back"),
    "press.confirm_partner": _("Confirm a partner for another year"),
    "press.answer_review": _("Answer of a yearly review"),
    "press.ask_applicant": _("Ask an applicant back"),
    "press.approve_applicant": _("Approve an application"),
    "press.refuse_applicant": _("Refuse an application"),
    "press.open_card": _("Open a press card"),
    "press.issue_token": _("Issue a token"),
    "press.revoke_token": _("Revoke a token"),
    "press.set_up_factor": _("Set up a second factor"),
    "press.remove_factor": _("Remove one's own second factor"),
    "press.reset_factor": _("Reset a person's second factor"),
    "press.link_sign_on": _("Link a person of a sign-on provider"),
    "press.add_webhook": _("Add a webhook"),
    "press.change_webhook": _("Change a webhook"),
    "press.rotate_webhook": _("Make a new secret for a webhook"),
    "press.pause_webhook": _("Pause a webhook"),
    "press.resume_webhook": _("Resume a webhook"),
    "press.remove_webhook": _("Remove a webhook"),
    "press.publish_kit": _("Publish a kit"),
    "press.publish_changes": _("Publish a kit's changes"),
    "press.move_embargo": _("Move an embargo"),
    "press.close_kit": _("Close a kit"),
    "press.make_guest": _("Enter a recipient of share links"),
    "press.make_share_link": _("Make a share link"),
    "press.revoke_share_link": _("Revoke a share link"),
    "press.tell_correction": _("Tell of a correction"),
    "press.arrange_recall": _("Settle the deadline of a recall"),
    "press.note_answer": _("Take down an answer by telephone"),
    "press.close_recall": _("Close a recall"),
}


DETAILS = ("token", "member", "webhook", "link", "after", "reason")
"""What an entry of the history may tell beside the act, in this order."""


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
            details = [str(data[key]) for key in DETAILS if data.get(key)]
            return ": ".join([str(words), *details]) if details else str(words)

    return Formatter
