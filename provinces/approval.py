"""The one workflow of this product: submitted, then decided by the province's approvers."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Workflow, WorkflowTask

from provinces.models import ProvinceApprovalTask

WORKFLOW_NAME = "Quy trình duyệt của tỉnh"
TASK_NAME = "Phê duyệt của tỉnh"
"""Names are data, so they are in the working language; the admin may rename them."""


@transaction.atomic
def approval_workflow() -> Workflow:
    """The active workflow with the province's approval as a step, made when there is none.

    Known by its task's type and not by its name, so renaming it in the admin is safe.
    """
    task = ProvinceApprovalTask.objects.filter(active=True).order_by("pk").first()
    if task is None:
        task = ProvinceApprovalTask.objects.create(name=TASK_NAME)
    workflow = Workflow.objects.filter(active=True, workflow_tasks__task=task).order_by("pk").first()
    if workflow is None:
        workflow = Workflow.objects.create(name=WORKFLOW_NAME)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow
