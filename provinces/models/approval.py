"""The workflow task of this product: a province's approvers decide on what is their province's."""

from __future__ import annotations

from typing import Any, cast

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import LockableMixin, Task, TaskState

from provinces.models.teams import Role
from provinces.models.units import Province
from provinces.ownership import owner_province_id
from provinces.teams import has_role, province_ids_of


class ProvinceTaskState(TaskState):
    """A review in progress or done, with the province whose approvers were asked.

    The province is kept so that "what waits for me" is one query; `provinces.signals` follows a change of
    owner during the review.
    """

    province_id: int | None
    province = models.ForeignKey(
        Province, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("province")
    )

    class Meta:
        verbose_name = _("review by a province")
        verbose_name_plural = _("reviews by provinces")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and self.province_id is None:
            reviewed = self.revision.as_object() if self.revision else self.workflow_state.content_object
            self.province_id = owner_province_id(reviewed)
        super().save(*args, **kwargs)


class ProvinceApprovalTask(Task):
    """Reviewed by the approvers of the province that owns the object; superusers may always act.

    Works for whatever has `get_owner_province_id()`, pages and records alike. While something is in review
    only those who may approve it can edit it.
    """

    task_state_class = ProvinceTaskState

    class Meta:
        verbose_name = _("approval by the province")
        verbose_name_plural = _("approvals by the province")

    @staticmethod
    def may_review(user: Any, obj: Any) -> bool:
        """Whether the user approves for the province that owns the object."""
        if not user.is_active:
            return False
        owner = None if user.is_superuser else owner_province_id(obj)
        return user.is_superuser or (owner is not None and has_role(user, Role.APPROVER, owner))

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Begin the review; a lock set by somebody who can't review is taken off, or nobody could go on."""
        obj = workflow_state.content_object
        if isinstance(obj, LockableMixin) and obj.locked_by and not self.may_review(obj.locked_by, obj):
            obj.locked, obj.locked_by, obj.locked_at = False, None, None
            obj.save(update_fields=["locked", "locked_by", "locked_at"])
        return super().start(workflow_state, user=user)

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self.may_review(user, obj)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not self.may_review(user, obj)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return self.may_review(user, obj)

    def user_can_unlock(self, obj: Any, user: Any) -> bool:
        """Who locked it unlocks it (Wagtail sees to that), and superusers; a fellow approver's lock holds."""
        return False

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """(name, label, whether it asks for a comment) of what the user may do now."""
        if not self.may_review(user, obj):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        waiting = TaskState.objects.filter(task_id=self.pk, status=TaskState.STATUS_IN_PROGRESS)
        if not user.is_superuser:
            waiting = waiting.filter(provincetaskstate__province__in=province_ids_of(user, Role.APPROVER))
        return cast("QuerySet[TaskState]", waiting)

    @classmethod
    def get_description(cls) -> str:
        return str(_("The approvers of the province that owns the page or record decide"))
