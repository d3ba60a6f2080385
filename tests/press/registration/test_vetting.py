"""The officer's side: what is seen, what is checked, every act."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from press.models import Application, Letter, Member, Organisation
from press.registration import checks, services
from press.services import partners, reviews
from tests.media_library.factories import user
from tests.press.factories import member, officer, organisation, signed_in
from tests.press.registration.applying import PDF, applied, link_in_last_mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **kwargs: act())


@pytest.fixture
def officers() -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(officer())
    return client


def page_of(application: Application) -> str:
    return f"/admin/press/applications/{application.pk}/"


def acts_on(instance: Any) -> set[str]:
    return set(ModelLogEntry.objects.filter(object_id=str(instance.pk)).values_list("action", flat=True))


def test_only_press_officers_see_applications_and_cards(officers: Client) -> None:
    made, hidden = applied(), applied(confirmed=False, email="b@example.org", name="Hidden")
    listed = officers.get("/admin/press/applications/").content.decode()
    assert "Le Matin" in listed and "Hidden" not in listed
    assert officers.get(page_of(hidden)).status_code == 404
    page = officers.get(page_of(made))
    assert "private" in page["Cache-Control"] and "Anne Duval" in page.content.decode()
    card = officers.get(f"{page_of(made)}card/")
    assert b"".join(card.streaming_content) == PDF  # type: ignore[attr-defined]
    assert card["Content-Disposition"].startswith("attachment") and "sandbox" in card["Content-Security-Policy"]
    assert "no-store" in card["Cache-Control"] and "press.open_card" in acts_on(made)
    for stranger in (Client(), signed_in(member())):
        for url in (page_of(made), f"{page_of(made)}card/", "/admin/press/applications/"):
            response = stranger.get(url)
            assert response.status_code in (302, 403) and PDF not in response.content
    editor = Client()
    from provinces.teams import Role

    editor.force_login(user("some.editor", Role.EDITOR))
    assert PDF not in editor.get(f"{page_of(made)}card/").content


def test_the_list_asks_a_constant_number_of_times(officers: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert officers.get("/admin/press/applications/").status_code == 200
        return len(found)

    applied()
    asked()
    few = asked()
    for number in range(6):
        applied(email=f"x{number}@example.org", name=f"Paper {number}", card=False)
    assert asked() == few


def test_approving_makes_a_partner_whose_first_member_manages(officers: Client) -> None:
    made = applied(language="fr")
    response = officers.post(page_of(made), {"act": "approve", "organisation": ""})
    assert response.status_code == 302
    partner = Organisation.objects.get()
    assert partner.is_partner and partner.review_due_at is not None
    assert (partner.name, partner.language, partner.contact_email) == ("Le Matin", "fr", "paul@lematin.example")
    first = Member.objects.get()
    assert first.is_manager and first.user.email == "anne@lematin.example"
    made.refresh_from_db()
    assert (made.state, made.organisation) == ("approved", partner)
    assert acts_on(made) >= {"press.approve_applicant"}
    link = link_in_last_mail()
    assert link.startswith("/fr/press/password/")
    assert Client().get(link, follow=True).status_code == 200
    assert officers.get(page_of(made)).status_code == 200
    assert officers.post(page_of(made), {"act": "refuse", "words": "No"}).status_code == 200, "it is settled"
    made.refresh_from_db()
    assert made.state == "approved"


def test_a_second_correspondent_joins_and_manages_nobody(officers: Client) -> None:
    services.approve(applied(), actor=None)
    second = applied(email="ben@lematin.example", applicant_name="Ben")
    with pytest.raises(ValidationError):
        services.approve(second, actor=None)
    known = checks.known_organisations(second)
    assert [one.name for one in known] == ["Le Matin"]
    officers.post(page_of(second), {"act": "approve", "organisation": known[0].pk})
    joined = Member.objects.get(user__email="ben@lematin.example")
    assert joined.organisation == known[0] and not joined.is_manager


def test_who_joins_a_suspended_organisation_doesnt_bring_it_back() -> None:
    gone = organisation("suspended")
    with pytest.raises(ValidationError):
        services.approve(applied(), actor=None, organisation=gone)
    gone.refresh_from_db()
    assert not gone.is_partner


def test_refusing_and_asking_tell_the_applicant_in_words(officers: Client) -> None:
    made = applied()
    assert officers.post(page_of(made), {"act": "ask", "words": ""}).status_code == 200
    officers.post(page_of(made), {"act": "ask", "words": "Which desk?"})
    assert "Which desk?" in str(outbox.outbox[-1].body)
    officers.post(page_of(made), {"act": "refuse", "words": "We know of no such paper."})
    assert "We know of no such paper." in str(outbox.outbox[-1].body)
    made.refresh_from_db()
    assert made.state == "refused"
    assert acts_on(made) >= {"press.ask_applicant", "press.refuse_applicant"}
    assert "Which desk?" in officers.get(page_of(made)).content.decode()


@pytest.mark.parametrize(
    ("mail", "site", "verdict"),
    [
        ("a@paper.example", "https://www.paper.example/", "good"),
        ("a@desk.paper.example", "https://paper.example", "good"),
        ("a@notpaper.example", "https://paper.example", "look"),
        ("a@gmail.com", "https://paper.example", "open"),
        ("a@paper.example", "", "open"),
        ("a@example", "https://paper.example", "look"),
    ],
)
def test_the_domain_of_the_address_is_compared(mail: str, site: str, verdict: str) -> None:
    made = Application(email=mail, website=site, name="Paper", state="waiting")
    assert checks.checks_of(made, [])[0].verdict == verdict


# --- the yearly review --------------------------------------------------------------------------------------------
def due(days: int) -> Organisation:
    return organisation(review_due_at=timezone.now() + timedelta(days=days))


def test_partners_are_asked_once_thirty_days_before_their_year_ends() -> None:
    soon, _later = due(29), due(31)
    person = member(soon)
    assert (reviews.ask_those_due(timezone.now()), reviews.ask_those_due(timezone.now())) == (1, 0)
    assert set(outbox.outbox[-1].to) == {soon.contact_email, person.user.email}
    client = signed_in(person)
    assert client.get("/en/press/account/review/").status_code == 200
    client.post("/en/press/account/review/", {"remark": "A new website\x00."})
    soon.refresh_from_db()
    assert soon.review_answered_at is not None and soon.review_remark == "A new website."
    client.post("/en/press/account/review/", {"remark": "x" * 9000})
    soon.refresh_from_db()
    assert len(soon.review_remark) == 2000


def test_an_overdue_partner_is_shown_and_goes_on(officers: Client) -> None:
    late = due(-3)
    reviews.ask_those_due(timezone.now())
    late.refresh_from_db()
    assert late.is_partner
    assert "Overdue" in officers.get("/admin/press/reviews/").content.decode()
    officers.post(f"/admin/organisations/{late.pk}/access/", {"act": "confirm"})
    late.refresh_from_db()
    assert late.review_due_at is not None and late.review_due_at > timezone.now() + timedelta(days=364)
    assert late.name not in officers.get("/admin/press/reviews/").content.decode()
    assert reviews.ask_those_due(timezone.now()) == 0


def test_a_reminder_isnt_mailed_to_whom_was_confirmed_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    from press.services import letters

    soon = due(5)
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **kwargs: None)  # the worker is behind
    reviews.ask_those_due(timezone.now())
    reviews.confirm(soon, actor=None)
    assert letters.send_waiting() == 0
    assert Letter.objects.get().dropped_at is not None


def test_a_suspension_is_shown_with_its_reason(officers: Client) -> None:
    partner = organisation()
    partners.suspend(partner, actor=None, reason="Broke an embargo")
    assert "Broke an embargo" in officers.get(f"/admin/organisations/{partner.pk}/access/").content.decode()
    partners.verify(partner, actor=None)
    partner.refresh_from_db()
    assert partner.suspension_reason == ""
