"""Mail to those who are asked to approve. What the submitter gets back, Wagtail's own notifiers send."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.admin.mail import EmailNotificationMixin, Notifier
from wagtail.models import Page

from provinces.models import ProvinceTaskState
from provinces.teams import approvers_of


class ApproversNotifier(EmailNotificationMixin, Notifier):
    """Tells the province's approvers (superusers too, unless the setting says no) what waits for them.

    As Wagtail does for its group approval task, with the same templates and each recipient's preferences.
    """

    notification = "submitted"

    def __init__(self) -> None:
        super().__init__((ProvinceTaskState,))

    def get_template_base_prefix(self, instance: ProvinceTaskState, **kwargs: Any) -> str:
        return "task_state_"

    def get_context(self, task_state: ProvinceTaskState, **kwargs: Any) -> dict[str, Any]:
        obj = task_state.workflow_state.content_object
        context = super().get_context(task_state, **kwargs) | {
            "task": task_state.task.specific,
            "object": obj,
            "model_name": obj._meta.verbose_name,
        }
        if isinstance(obj, Page):
            context["page"] = obj.specific
        return context

    def get_recipient_users(self, task_state: ProvinceTaskState, **kwargs: Any) -> QuerySet[Any]:
        owner = task_state.province_id
        asked = Q(pk__in=approvers_of(owner).values("pk")) if owner else Q(pk__in=[])
        if getattr(settings, "WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS", True):
            asked |= Q(is_superuser=True)
        recipients = get_user_model().objects.filter(asked)
        submitter = kwargs.get("user")
        return recipients.exclude(pk=submitter.pk) if submitter else recipients
