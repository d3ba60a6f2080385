"""On the edit page and for a selection: the reasons in words, and links only to what the user may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from cms.site_setup import ensure_site
from media_library.explain.mends import Mend
from media_library.explain.shown import shown_to
from media_library.models import Consent, Photo
from media_library.rights import Reason
from media_library.services import withdraw
from provinces.approval import approval_workflow
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])


@pytest.fixture
def editor() -> Any:
    return factories.user("editor", Role.EDITOR)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def mends(user: Any, photo: Photo) -> dict[Reason, Mend]:
    shown = shown_to(user, Photo.objects.get(pk=photo.pk))
    return {mend.reason: mend for mend in (*shown.mends, *shown.others)}


def links(user: Any, photo: Photo, reason: Reason) -> list[str]:
    return [url for _words, url in mends(user, photo)[reason].links]


def test_a_draft_is_completed_and_handed_in_then_approved(editor: Any) -> None:
    photo = factories.draft()
    edit = reverse("photos:edit", args=[photo.pk])
    assert links(editor, photo, Reason.NOT_APPROVED) == [edit]
    approval_workflow().start(photo, editor)
    assert links(editor, photo, Reason.NOT_APPROVED) == []
    assert "Quảng Ninh" in mends(editor, photo)[Reason.NOT_APPROVED].note
    approver = factories.user("approver", Role.APPROVER)
    assert links(approver, photo, Reason.NOT_APPROVED) == [edit]


def test_the_field_is_one_click_away(editor: Any) -> None:
    photo = factories.draft()
    Photo.objects.filter(pk=photo.pk).update(licence=None, shows_people=True, expires_at=timezone.now())
    edit = reverse("photos:edit", args=[photo.pk])
    assert links(editor, photo, Reason.NO_LICENCE) == [f"{edit}#:w:contentpath=licence"]
    assert links(editor, photo, Reason.EXPIRED) == [f"{edit}#:w:contentpath=expires_at"]
    consent, new = links(editor, photo, Reason.CONSENT_MISSING)
    assert consent == f"{edit}#:w:contentpath=consent"
    assert new.endswith(f"?asset={photo.pk}")
    body = signed_in(editor).get(edit).content.decode()
    for name in ("licence", "expires_at", "consent"):
        assert f'data-contentpath="{name}"' in body, "the anchor that the link names"
    assert new.replace("&", "&amp;") in body


def test_a_new_consent_knows_its_province(editor: Any) -> None:
    two = factories.user("two", Role.EDITOR)
    factories.user("two", Role.EDITOR)
    from provinces.teams import team_group

    two.groups.add(team_group(factories.province("01"), Role.EDITOR))
    photo = factories.draft()
    Photo.objects.filter(pk=photo.pk).update(shows_people=True)
    _attach, new = links(two, photo, Reason.CONSENT_MISSING)
    page = signed_in(two).get(new)
    assert page.status_code == 200
    assert page.context["form"]["province"].value() == photo.province_id
    made = signed_in(two).post(
        new,
        {
            "subject": "Chị dệt vải",
            "province": photo.province_id,
            "basis": "public_event",
            "people-TOTAL_FORMS": "0",
            "people-INITIAL_FORMS": "0",
            "people-MIN_NUM_FORMS": "0",
            "people-MAX_NUM_FORMS": "1000",
        },
    )
    consent = Consent.objects.get()
    assert made.status_code == 302 and made.url.startswith(reverse("photos:edit", args=[photo.pk]))
    draft = Photo.objects.get(pk=photo.pk).get_latest_revision_as_object()
    assert draft.consent_id == consent.pk, "attached at once, as a draft"


def test_a_neighbours_province_or_picture_cant_be_named(editor: Any) -> None:
    foreign = factories.draft(of=factories.province("01"))
    address = reverse(Consent.snippet_viewset.get_url_name("add"))  # type: ignore[attr-defined]
    for query in (f"asset={foreign.pk}", "asset=x", "asset=", "asset=99999999", "asset=１", "asset=" + "9" * 40):
        page = signed_in(editor).get(f"{address}?{query}")
        assert page.status_code == 200
        assert page.context["form"]["province"].value() in (None, "", factories.province().pk)


def test_licences_are_changed_only_by_those_who_may(editor: Any) -> None:
    over = factories.licence("public", valid_until=timezone.now() - timedelta(days=1))
    photo = factories.approved(licence=over)
    assert len(links(editor, photo, Reason.LICENCE_EXPIRED)) == 1
    root = factories.user("root", is_superuser=True)
    assert len(links(root, photo, Reason.LICENCE_EXPIRED)) == 2


def test_a_withdrawn_one_leads_to_its_successor(editor: Any) -> None:
    photo, better = factories.approved(), factories.approved()
    withdraw(photo, reason="Sai", actor=None, successor=better)
    assert links(editor, photo, Reason.WITHDRAWN) == [reverse("photos:edit", args=[better.pk])]
    alone = factories.withdrawn()
    assert links(editor, alone, Reason.WITHDRAWN) == [] and mends(editor, alone)[Reason.WITHDRAWN].note


def test_an_embargo_says_until_when_and_leads_the_press_officer_to_the_kit(editor: Any) -> None:
    from press.models import Kit, KitItem

    photo = factories.embargoed()
    kit = Kit.objects.create(slug="k", province=photo.province, title_vi="Lễ hội")
    KitItem.objects.create(kit=kit, asset_id=photo.pk)
    officer = factories.user("officer", Role.PRESS_OFFICER)
    assert links(officer, photo, Reason.EMBARGOED) == [reverse("kits:edit", args=[kit.pk])]
    assert links(editor, photo, Reason.EMBARGOED) == []
    note = mends(editor, photo)[Reason.EMBARGOED].note
    assert str(timezone.localtime(photo.embargo_until).year) in note and "Quảng Ninh" in note


@pytest.mark.parametrize("state", factories.STATES)
@pytest.mark.parametrize("role", list(Role))
def test_the_edit_page_explains_every_state_to_every_role(state: str, role: Role) -> None:
    photo = factories.in_state(state)
    client = signed_in(factories.user("somebody", role))
    response = client.get(reverse("photos:edit", args=[photo.pk]))
    assert response.status_code == 200
    body = response.content.decode()
    assert "why__table" in body
    for _words, url in (pair for mend in mends(factories.user("somebody"), photo).values() for pair in mend.links):
        assert client.get(url.split("#")[0]).status_code in (200, 302), url


# --- a selection ------------------------------------------------------------------------------------------
def test_a_selection_is_told_by_reason(editor: Any) -> None:
    fine = factories.approved()
    lacking = [factories.approved() for _ in range(2)]
    for photo in lacking:
        Photo.objects.filter(pk=photo.pk).update(shows_people=True)
    both = factories.draft()
    Photo.objects.filter(pk=both.pk).update(shows_people=True)
    foreign = factories.draft(of=factories.province("01"), title_vi="Bí mật của tỉnh bạn")
    ids = ",".join(str(photo.pk) for photo in (fine, *lacking, both, foreign))
    page = signed_in(editor).get(f"{reverse('media_library_explain')}?ids={ids}")
    assert page.status_code == 200
    summary = page.context["summary"]
    assert (summary.asked, summary.refused) == (4, 3)
    told = {obstacle.reason: set(obstacle.ids) for obstacle in summary.obstacles}
    assert told == {
        Reason.NOT_APPROVED: {both.pk},
        Reason.CONSENT_MISSING: {lacking[0].pk, lacking[1].pk, both.pk},
    }
    assert "Bí mật" not in page.content.decode()
    try:
        batch = reverse("media_library_batch_edit")
    except NoReverseMatch:
        return
    group = next(group for group in page.context["groups"] if group["obstacle"].reason is Reason.CONSENT_MISSING)
    assert group["link"][1].startswith(f"{batch}?ids=")
    assert signed_in(editor).get(group["link"][1].split("#")[0]).status_code == 200


def test_for_whom_and_what_for(editor: Any) -> None:
    photo = factories.approved(licence=factories.licence("press"))
    client = signed_in(editor)

    def refused(**query: str) -> int:
        return client.get(reverse("media_library_explain"), {"ids": photo.pk} | query).context["summary"].refused

    assert refused() == 1
    assert refused(asker="partner", purpose="redistribution") == 0
    assert refused(asker="no-terms", purpose="download") == 1
    assert refused(asker="nonsense", purpose="nonsense") == 1


def test_the_whole_of_a_list(editor: Any) -> None:
    for _ in range(2):
        factories.draft(credit_line="")
    factories.approved()
    page = signed_in(editor).get(f"{reverse('media_library_explain')}?view=no-credit")
    assert page.context["summary"].asked == 2
    assert ("view", "no-credit") in page.context["kept"]


def test_thirty_cost_as_much_as_three(editor: Any) -> None:
    client = signed_in(editor)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("media_library_explain")).status_code == 200
        return len(captured)

    for _ in range(3):
        factories.draft()
    queries()
    few = queries()
    for _ in range(27):
        factories.draft()
    assert queries() == few


def test_more_than_are_looked_at(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from media_library.admin import explaining, selection

    monkeypatch.setattr(selection, "MOST", 2)
    monkeypatch.setattr(explaining, "MOST", 2)
    for _ in range(3):
        factories.draft()
    page = signed_in(editor).get(reverse("media_library_explain"))
    assert page.context["summary"].asked == 2 and page.context["cut"]


@pytest.mark.parametrize("query", ["ids=x", "ids=1;2", "ids=1,%00", "view=nonsense", "province=x", "live=perhaps"])
def test_what_is_no_selection(editor: Any, query: str) -> None:
    assert signed_in(editor).get(f"{reverse('media_library_explain')}?{query}").status_code == 404


def test_a_neighbour_learns_nothing() -> None:
    photo = factories.draft(title_vi="Bí mật của tỉnh bạn")
    neighbour = signed_in(factories.user("neighbour", Role.EDITOR, of=factories.province("01")))
    page = neighbour.get(f"{reverse('media_library_explain')}?ids={photo.pk}")
    assert page.context["summary"].asked == 0 and "Bí mật" not in page.content.decode()
    assert signed_in(factories.user("nobody")).get(reverse("media_library_explain")).status_code in (302, 403)
