"""Fills the reference data from the package's files, and makes the approval workflow."""

from functools import partial

from django.db import migrations

from provinces.loader import load_first


def load_reference_data(apps, schema_editor):
    load_first(partial(apps.get_model, "provinces"))


def make_approval_workflow(apps, schema_editor):
    """As `provinces.approval.approval_workflow`, on historical models: those set no content type."""
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="provinces", model="provinceapprovaltask"
    )
    task = apps.get_model("provinces", "ProvinceApprovalTask").objects.create(
        name="Phê duyệt của tỉnh", content_type=content_type, active=True
    )
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name="Quy trình duyệt của tỉnh", active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)


def remove_approval_workflow(apps, schema_editor):
    """Its rows lie in Wagtail's tables too, and would be left behind without their task."""
    tasks = apps.get_model("provinces", "ProvinceApprovalTask").objects.all()
    workflows = apps.get_model("wagtailcore", "Workflow").objects
    workflows.filter(workflow_tasks__task__in=tasks.values("pk")).delete()
    tasks.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(load_reference_data, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(make_approval_workflow, remove_approval_workflow, elidable=False),
    ]
