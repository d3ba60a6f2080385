"""Working through reports in the admin: one's own province's only."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from media_library import problems
from media_library.models import ProblemKind, ProblemReport
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db


def signed_in(name: str, *roles: Role, **options: Any) -> Client:
    client = Client()
    client.force_login(factories.user(name, *roles, **options))
    return client


def reported(photo: Any = None, words: str = "The place is wrong.") -> ProblemReport:
    return problems.report(
        photo or factories.approved(), kind=ProblemKind.FACTS, words=words, email="reader@example.org", language="en"
    )


def test_editors_tick_what_is_settled() -> None:
    problem = reported()
    client = signed_in("editor", Role.EDITOR)
    page = client.get(f"/admin/problems/edit/{problem.pk}/")
    assert page.status_code == 200
    assert "The place is wrong." in page.content.decode()
    assert "reader@example.org" in page.content.decode()
    response = client.post(f"/admin/problems/edit/{problem.pk}/", {"handled": "on", "note": "Đã sửa."})
    assert response.status_code == 302
    problem.refresh_from_db()
    assert problem.handled and problem.note == "Đã sửa."
    assert problem.handled_by is not None and problem.handled_by.username == "editor"
    assert problem.handled_at is not None
    client.post(f"/admin/problems/edit/{problem.pk}/", {"note": "Đã sửa."})
    problem.refresh_from_db()
    assert not problem.handled and problem.handled_at is None and problem.handled_by is None


def test_the_report_itself_cannot_be_rewritten() -> None:
    problem = reported()
    client = signed_in("editor", Role.EDITOR)
    client.post(
        f"/admin/problems/edit/{problem.pk}/",
        {"note": "", "words": "All is well.", "kind": "other", "email": "x@y.example", "asset": "1"},
    )
    problem.refresh_from_db()
    assert (problem.words, problem.kind, problem.email) == ("The place is wrong.", "facts", "reader@example.org")


@pytest.mark.parametrize("path", ["edit/{pk}/", "history/{pk}/", "delete/{pk}/", "usage/{pk}/", "copy/{pk}/"])
def test_a_neighbour_reaches_nothing(path: str) -> None:
    problem = reported()
    neighbour = signed_in("neighbour", Role.EDITOR, of=factories.province("01"))
    address = "/admin/problems/" + path.format(pk=problem.pk)
    for response in (neighbour.get(address), neighbour.post(address, {"handled": "on", "note": "x"})):
        assert response.status_code in (302, 403, 404)
        assert "The place is wrong." not in response.content.decode()
    assert "The place is wrong." not in neighbour.get("/admin/problems/").content.decode()
    problem.refresh_from_db()
    assert not problem.handled


def test_translators_and_readers_see_no_reports() -> None:
    problem = reported()
    for client in (signed_in("translator", Role.TRANSLATOR), signed_in("reader"), Client()):
        assert client.get("/admin/problems/").status_code in (302, 403)
        assert client.get(f"/admin/problems/edit/{problem.pk}/").status_code in (302, 403, 404)


def test_nobody_adds_or_deletes_reports() -> None:
    problem = reported()
    for client in (signed_in("editor", Role.EDITOR), signed_in("approver", Role.APPROVER)):
        assert client.get("/admin/problems/add/").status_code in (302, 403, 404)
        assert client.post(f"/admin/problems/delete/{problem.pk}/").status_code in (302, 403, 404)
    assert ProblemReport.objects.count() == 1


def test_open_ones_come_first_and_can_be_chosen() -> None:
    done, open_ = reported(words="The first report."), reported(words="The second report.")
    ProblemReport.objects.filter(pk=done.pk).update(handled=True)
    client = signed_in("editor", Role.EDITOR)
    page = client.get("/admin/problems/").content.decode()
    assert page.index(open_.words) < page.index(done.words)
    assert done.words not in client.get("/admin/problems/?handled=false").content.decode()


def test_the_list_asks_as_often_for_thirty_as_for_three() -> None:
    client, photo = signed_in("editor", Role.EDITOR), factories.approved()

    def asked() -> int:
        client.get("/admin/problems/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/problems/").status_code == 200
        return len(queries)

    for _ in range(3):
        reported(photo)
    few = asked()
    for _ in range(27):
        reported(photo)
    assert asked() == few


def test_a_mail_without_readers_is_none() -> None:
    problem = reported()
    assert problems.mail_editors(problem.pk) == 0
    assert problems.mail_editors(10**9) == 0
    factories.user("one", Role.EDITOR)
    factories.user("two", Role.EDITOR)
    factories.user("mute", Role.EDITOR).__class__.objects.filter(username="mute").update(email="")
    assert problems.mail_editors(problem.pk) == 2
    assert [message.to for message in mail.outbox] == [["one@example.org"], ["two@example.org"]]
