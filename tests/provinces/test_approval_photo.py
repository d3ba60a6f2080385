"""A photo in review: the same task, on a record that isn't a page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from media_library.models import Photo
from provinces.approval import approval_workflow
from provinces.models import ProvinceApprovalTask
from provinces.teams import Role
from tests.media_library import factories as media
from tests.provinces.factories import make_user, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, Any]:
    ninh, lai = unit("quang-ninh"), unit("gia-lai")
    return {
        "editor": make_user("editor", (Role.EDITOR, ninh)),
        "approver": make_user("approver", (Role.APPROVER, ninh)),
        "outsider": make_user("outsider", (Role.APPROVER, lai)),
        "superuser": make_user("root", is_superuser=True),
    }


@pytest.fixture
def photo(people: dict[str, Any]) -> Photo:
    drafted = media.draft(of=unit("quang-ninh"))
    approval_workflow().start(drafted, people["editor"])
    return Photo.objects.get(pk=drafted.pk)


def act(client: Client, photo: Photo, action: str, comment: str = "") -> Any:
    url = photo.snippet_viewset.get_url_name("workflow_action")
    state = photo.current_workflow_task_state
    return client.post(reverse(url, args=[photo.pk, action, state.pk]), {"comment": comment})


@pytest.mark.parametrize(
    ("who", "reviews"), [("editor", False), ("approver", True), ("outsider", False), ("superuser", True)]
)
def test_only_the_owners_approvers_review(photo: Photo, people: dict[str, Any], who: str, reviews: bool) -> None:
    user, task = people[who], photo.current_workflow_task
    assert isinstance(task, ProvinceApprovalTask)
    assert bool(task.get_actions(photo, user)) is reviews
    assert photo.get_lock().for_user(user) is not reviews
    assert TaskState.objects.reviewable_by(user).exists() is reviews


def test_approving_in_the_admin_publishes(photo: Photo, people: dict[str, Any], client: Client) -> None:
    client.force_login(people["approver"])
    act(client, photo, "approve")
    photo = Photo.objects.get(pk=photo.pk)
    assert photo.live and photo.approved_at
    assert not photo.workflow_in_progress


@pytest.mark.parametrize("who", ["editor", "outsider"])
def test_others_cannot_approve(photo: Photo, people: dict[str, Any], client: Client, who: str) -> None:
    client.force_login(people[who])
    act(client, photo, "approve")
    photo = Photo.objects.get(pk=photo.pk)
    assert not photo.live
    assert photo.workflow_in_progress


def test_mail_goes_to_the_approver_and_back_to_the_editor(
    photo: Photo, people: dict[str, Any], client: Client, mailoutbox: list[Any]
) -> None:
    (asked,) = [mail for mail in mailoutbox if mail.to == ["approver@example.org"]]
    assert photo.title_vi in asked.subject
    assert not [mail for mail in mailoutbox if mail.to[0] in ("editor@example.org", "outsider@example.org")]
    mailoutbox.clear()
    client.force_login(people["approver"])
    act(client, photo, "reject", "Thiếu chú thích tiếng Anh")
    (returned,) = mailoutbox
    assert returned.to == ["editor@example.org"]
    assert "Thiếu chú thích tiếng Anh" in returned.body


def test_what_waits_stands_on_the_approvers_home(photo: Photo, people: dict[str, Any], client: Client) -> None:
    for who, seen in (("approver", True), ("outsider", False)):
        client.force_login(people[who])
        assert (photo.title_vi in client.get(reverse("wagtailadmin_home")).content.decode()) is seen
