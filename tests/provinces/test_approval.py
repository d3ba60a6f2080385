"""A page in review: the owner's approvers decide, others can't even edit, and those concerned get mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, TaskState, Workflow, WorkflowState

from provinces.approval import approval_workflow
from provinces.models import Province, ProvinceApprovalTask, ProvinceTaskState
from provinces.ownership import owner_province_id
from provinces.teams import Role, team_group
from tests.provinces.factories import make_page, make_user, unit

pytestmark = pytest.mark.django_db


@dataclass
class Review:
    """A page of Quảng Ninh in review, and the people around it."""

    page: Page
    province: Province
    editor: Any
    approver: Any
    outsider: Any
    superuser: Any

    @property
    def task(self) -> ProvinceApprovalTask:
        task = self.page.current_workflow_task
        assert isinstance(task, ProvinceApprovalTask)
        return task

    @property
    def state(self) -> ProvinceTaskState:
        state = self.page.current_workflow_task_state
        assert isinstance(state, ProvinceTaskState)
        return state


@pytest.fixture
def owner(monkeypatch: pytest.MonkeyPatch) -> dict[str, int | None]:
    """Makes every page owned by `owner["id"]`."""
    owned: dict[str, int | None] = {"id": None}
    monkeypatch.setattr(Page, "get_owner_province_id", lambda page: owned["id"], raising=False)
    return owned


@pytest.fixture
def review(owner: dict[str, int | None], mailoutbox: list[Any]) -> Review:
    ninh, lai = unit("quang-ninh"), unit("gia-lai")
    owner["id"] = ninh.pk
    people = {
        "editor": make_user("editor", (Role.EDITOR, ninh)),
        "approver": make_user("approver", (Role.APPROVER, ninh)),
        "outsider": make_user("outsider", (Role.APPROVER, lai), (Role.EDITOR, ninh)),
        "superuser": make_user("root", is_superuser=True),
    }
    page = make_page()
    page.save_revision(user=people["editor"])
    approval_workflow().start(page, people["editor"])
    permit("publish_page", Role.APPROVER, ninh, page)  # Wagtail publishes as the approver
    page.refresh_from_db()
    return Review(page, ninh, **people)


def permit(codename: str, role: Role, province: Province, page: Page) -> None:
    """Give the province's team a permission on the page."""
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
    GroupPagePermission.objects.create(group=team_group(province, role), page=page, permission=permission)


def workflow_url(review: Review, action: str) -> str:
    return reverse("wagtailadmin_pages:workflow_action", args=[review.page.pk, action, review.state.pk])


# --- the workflow -----------------------------------------------------------------------------------
def test_there_is_one_workflow_and_it_is_known_by_its_task() -> None:
    workflow = approval_workflow()
    assert [task.specific_class for task in workflow.tasks] == [ProvinceApprovalTask]
    workflow.name = "Duyệt"
    workflow.save()
    assert approval_workflow() == workflow
    assert ProvinceApprovalTask.objects.count() == 1


def test_the_workflow_is_made_when_there_is_none() -> None:
    Workflow.objects.all().delete()
    ProvinceApprovalTask.objects.all().delete()
    workflow = approval_workflow()
    assert approval_workflow() == workflow
    task = ProvinceApprovalTask.objects.get()
    assert list(workflow.tasks) == [task.task_ptr]
    assert task.get_description()


def test_ownership_is_asked_of_whoever_can_tell(owner: dict[str, int | None]) -> None:
    owner["id"] = 7
    assert owner_province_id(make_page()) == 7
    assert owner_province_id(object()) is None


def test_a_page_without_an_owner_is_the_superusers() -> None:
    page = make_page()
    page.save_revision()
    approval_workflow().start(page, None)
    task = page.current_workflow_task
    assert owner_province_id(page) is None
    assert not task.may_review(make_user("anh", (Role.APPROVER, unit("hanoi"))), page)
    assert task.may_review(make_user("root", is_superuser=True), page)


# --- who may do what ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "reviews"), [("editor", False), ("approver", True), ("outsider", False), ("superuser", True)]
)
def test_only_the_owners_approvers_review(review: Review, who: str, reviews: bool) -> None:
    user = getattr(review, who)
    task, page = review.task, review.page
    assert task.user_can_access_editor(page, user) is reviews
    assert task.locked_for_user(page, user) is not reviews
    assert page.get_lock().for_user(user) is not reviews
    assert task.user_can_lock(page, user) is reviews
    assert task.user_can_unlock(page, user) is False
    assert bool(task.get_actions(page, user)) is reviews
    assert TaskState.objects.reviewable_by(user).exists() is reviews


def test_actions_are_reject_with_comment_and_approve_with_or_without(review: Review) -> None:
    actions = review.task.get_actions(review.page, review.approver)
    assert [(name, asks) for name, _label, asks in actions] == [
        ("reject", True),
        ("approve", False),
        ("approve", True),
    ]


def test_an_inactive_approver_reviews_no_more(review: Review) -> None:
    review.superuser.is_active = False
    assert not review.task.may_review(review.superuser, review.page)
    review.approver.is_active = False
    assert not review.task.may_review(review.approver, review.page)


def test_what_waits_for_an_approver_is_one_query(review: Review, django_assert_num_queries: Any) -> None:
    user = get_user_model().objects.get(pk=review.approver.pk)
    task, expected = review.task, review.state.pk
    with django_assert_num_queries(2):  # the user's roles, then the reviews
        assert [state.pk for state in task.get_task_states_user_can_moderate(user)] == [expected]


def test_a_decided_review_waits_for_nobody(review: Review) -> None:
    task = review.task
    task.on_action(review.state, review.approver, "approve")
    assert not task.get_task_states_user_can_moderate(review.approver).exists()
    assert not task.get_task_states_user_can_moderate(review.superuser).exists()


def test_the_review_moves_with_the_owner(review: Review, owner: dict[str, int | None]) -> None:
    assert review.state.province == review.province
    owner["id"] = unit("gia-lai").pk
    review.page.save_revision(user=review.approver)
    assert review.state.province == unit("gia-lai")
    assert TaskState.objects.reviewable_by(review.outsider).exists()
    assert not TaskState.objects.reviewable_by(review.approver).exists()
    assert review.task.may_review(review.outsider, review.page)


def test_saving_outside_a_review_asks_for_no_owner(owner: dict[str, int | None], monkeypatch: Any) -> None:
    from provinces import signals

    page = make_page()
    asked: list[Any] = []
    monkeypatch.setattr(signals, "owner_province_id", asked.append)
    page.save_revision()
    assert asked == []


def test_a_lock_of_somebody_who_cannot_review_is_taken_off(owner: dict[str, int | None]) -> None:
    hanoi = unit("hanoi")
    owner["id"] = hanoi.pk
    editor, approver = make_user("ed", (Role.EDITOR, hanoi)), make_user("ap", (Role.APPROVER, hanoi))
    for user, stays in ((editor, False), (approver, True)):
        page = make_page(title=f"Khóa {user}")
        page.locked, page.locked_by, page.locked_at = True, user, timezone.now()
        page.save()
        page.save_revision()
        approval_workflow().start(page, editor)
        page.refresh_from_db()
        assert (page.locked, page.locked_by) == ((True, user) if stays else (False, None))


# --- in the admin ------------------------------------------------------------------------------------
def test_approving_in_the_admin_publishes(review: Review, client: Client) -> None:
    client.force_login(review.approver)
    response = client.post(workflow_url(review, "approve"), {"comment": ""})
    assert response.status_code == 302
    review.page.refresh_from_db()
    assert review.page.live
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED


@pytest.mark.parametrize("who", ["editor", "outsider"])
def test_others_cannot_approve_in_the_admin(review: Review, client: Client, who: str) -> None:
    client.force_login(getattr(review, who))
    client.post(workflow_url(review, "approve"), {"comment": ""})
    review.page.refresh_from_db()
    assert not review.page.live
    assert review.state.status == TaskState.STATUS_IN_PROGRESS


def test_the_approver_sees_what_waits_on_the_admins_home(review: Review, client: Client) -> None:
    for user, seen in ((review.approver, True), (review.outsider, False)):
        client.force_login(user)
        assert (review.page.title in client.get(reverse("wagtailadmin_home")).content.decode()) is seen


def test_the_approver_opens_the_editor_without_permission_to_change(review: Review, client: Client) -> None:
    client.force_login(review.approver)
    response = client.get(reverse("wagtailadmin_pages:edit", args=[review.page.pk]))
    assert response.status_code == 200
    assert "approve" in response.content.decode()


def test_an_editor_cannot_save_what_is_in_review(review: Review, client: Client) -> None:
    permit("change_page", Role.EDITOR, review.province, review.page)
    client.force_login(review.editor)
    revisions = review.page.revisions.count()
    url = reverse("wagtailadmin_pages:edit", args=[review.page.pk])
    assert client.get(url).context["locked_for_user"]
    client.post(url, {"title": "Khác", "slug": review.page.slug, "comments-TOTAL_FORMS": 0})
    assert review.page.revisions.count() == revisions


# --- mail ---------------------------------------------------------------------------------------------
def test_approvers_and_superusers_are_told_the_submitter_and_others_are_not(
    review: Review, mailoutbox: list[Any]
) -> None:
    assert {mail.to[0] for mail in mailoutbox} == {"approver@example.org", "root@example.org"}
    (mail,) = [mail for mail in mailoutbox if mail.to == ["approver@example.org"]]
    assert review.page.title in mail.subject
    assert reverse("wagtailadmin_pages:edit", args=[review.page.pk]) in mail.body


def test_superusers_are_not_told_where_the_setting_says_so(
    owner: dict[str, int | None], mailoutbox: list[Any], settings: Any
) -> None:
    settings.WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
    make_user("root", is_superuser=True)
    page = make_page()
    page.save_revision()
    approval_workflow().start(page, None)
    assert mailoutbox == []


def test_an_approver_who_submits_is_not_told(owner: dict[str, int | None], mailoutbox: list[Any]) -> None:
    hanoi = unit("hanoi")
    owner["id"] = hanoi.pk
    page = make_page()
    page.save_revision()
    approval_workflow().start(page, make_user("anh", (Role.APPROVER, hanoi)))
    assert mailoutbox == []


def test_the_submitter_gets_the_comment_of_a_rejection(review: Review, client: Client, mailoutbox: list[Any]) -> None:
    mailoutbox.clear()
    client.force_login(review.approver)
    client.post(workflow_url(review, "reject"), {"comment": "Thiếu ghi nguồn ảnh"})
    (mail,) = mailoutbox
    assert mail.to == ["editor@example.org"]
    assert "Thiếu ghi nguồn ảnh" in mail.body
    review.page.refresh_from_db()
    assert not review.page.live
    assert review.page.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES


def test_after_a_rejection_the_editor_can_edit_and_submit_again(review: Review, mailoutbox: list[Any]) -> None:
    review.task.on_action(review.state, review.approver, "reject", comment="Sửa chú thích")
    assert review.page.get_lock() is None
    review.page.save_revision(user=review.editor)
    mailoutbox.clear()
    review.page.current_workflow_state.resume(user=review.editor)
    assert review.state.province == review.province
    assert "approver@example.org" in {mail.to[0] for mail in mailoutbox}
