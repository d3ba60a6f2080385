"""The newsletter: asked for, confirmed, sent once to each, ended by one click."""

from __future__ import annotations

import re
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from media_library.throttle import Throttle
from promotion.models import (
    IssueDelivery,
    IssueStory,
    NewsletterIssue,
    ProvincePage,
    StoryPage,
    Subscriber,
    SubscriptionRequest,
)
from promotion.newsletter import sending, subscribing, views
from provinces.models import Sector
from provinces.teams import Role
from tests.media_library import factories as assets
from tests.promotion import documents, factories
from tests.promotion.test_contact import stamp

ADDRESS = "/en/newsletter/"


@pytest.fixture
def site(homes: Any) -> dict[str, Any]:
    found = {}
    for code in ("vi", "en"):
        profile = ProvincePage(title="Quảng Ninh", slug=f"quang-ninh-{code}", province=assets.province())
        found[code] = factories.published(homes[code], profile)
    return found


@pytest.fixture
def story(site: Any) -> StoryPage:
    return factories.published(site["en"], StoryPage(title="Dawn & <boats>", slug="dawn", lead="They come home."))


def filled(**values: Any) -> dict[str, Any]:
    return {"email": "Aiko@B.example", "language": "en", "stamp": stamp(purpose="newsletter")} | values


@pytest.fixture
def ask(client: Any, site: Any, django_capture_on_commit_callbacks: Any) -> Any:
    def send(**values: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(ADDRESS, filled(**values))

    return send


def link_in(message: Any) -> str:
    (found,) = re.findall(rf"{re.escape(django_settings.SITE_URL)}(/\S*newsletter/\S+)", message.body)
    return str(found)


def subscriber(name: str, language: str = "en", provinces: Any = (), sectors: Any = ()) -> Subscriber:
    made = Subscriber.objects.create(email=f"{name}@example.org", language=language)
    made.provinces.set(provinces)
    made.sectors.set(sectors)
    return made


def issue(*stories: StoryPage, **values: Any) -> NewsletterIssue:
    given = {"province": assets.province(), "language": "en", "subject": "Autumn in the bay", "introduction": "Dear"}
    made = NewsletterIssue.objects.create(**given | values)
    for place, page in enumerate(stories):
        IssueStory.objects.create(issue=made, story=page, sort_order=place)
    return made


# --- coming -----------------------------------------------------------------------------------------------
def test_nobody_is_subscribed_before_the_link_is_confirmed(ask: Any, client: Any) -> None:
    sector = Sector.objects.order_by("order")[0]
    response = ask(provinces=[assets.province().slug], sectors=[sector.slug])
    assert response.status_code == 302 and "Nearly done" in documents.text_of(client.get(response["Location"]))
    assert Subscriber.objects.count() == 0
    (message,) = mail.outbox
    assert message.to == ["aiko@b.example"] and message.subject.startswith("Please confirm")
    link = link_in(message)
    shown = client.get(link)
    assert documents.problems(documents.parse(shown)) == [] and Subscriber.objects.count() == 0
    assert "subscribed" in documents.text_of(client.post(link))
    made = Subscriber.objects.get()
    assert (made.email, made.language) == ("aiko@b.example", "en")
    assert [*made.provinces.all()] == [assets.province()] and [*made.sectors.all()] == [sector]
    assert SubscriptionRequest.objects.count() == 0
    assert client.post(link).status_code == 404


def test_the_mail_is_in_the_language_asked_for(ask: Any) -> None:
    ask(language="vi")
    assert "/vi/newsletter/confirm/" in mail.outbox[0].body


def test_asking_again_tells_nothing_and_changes_nothing_unconfirmed(ask: Any, client: Any) -> None:
    there = subscriber("aiko")
    assert ask(email="aiko@example.org", language="vi").status_code == 302
    there.refresh_from_db()
    assert there.language == "en"
    client.post(link_in(mail.outbox[0]))
    there.refresh_from_db()
    assert there.language == "vi" and Subscriber.objects.count() == 1


@pytest.mark.parametrize("lang", ["vi", "en", "ja"])
def test_the_form_works_without_a_script(client: Any, site: Any, lang: str) -> None:
    document = documents.parse(client.get(f"/{lang}/newsletter/"))
    assert documents.problems(document) == []
    assert document.xpath("//option[@selected]/@value") == [lang]
    assert assets.province().slug in document.xpath("//input[@name='provinces']/@value")
    assert len(document.xpath("//input[@name='sectors']")) == Sector.objects.count()


@pytest.mark.parametrize(
    "values",
    [
        {"email": ""},
        {"email": "a@b.example\r\nBcc: all@c.example"},
        {"email": "a" * 250 + "@b.example"},
        {"email": "a\0b@c.example"},
        {"language": "xx"},
        {"provinces": ["nowhere"]},
        {"sectors": ["x" * 10_000]},
        {"stamp": ""},
        {"stamp": stamp(purpose="contact")},
    ],
)
def test_what_is_wrong_is_named(ask: Any, values: dict[str, Any]) -> None:
    assert ask(**values).status_code == 422
    assert SubscriptionRequest.objects.count() == 0 and mail.outbox == []


def test_programs_and_rain(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(website="x").status_code == 302 and mail.outbox == []
    for _ in range(4):
        assert ask().status_code == 302
    assert len(mail.outbox) == views.TO_ONE_ADDRESS.limit
    monkeypatch.setattr(views, "FROM_ONE_PLACE", Throttle("other", limit=1, seconds=60))
    assert [ask(email=f"x{n}@b.example").status_code for n in range(2)] == [302, 422]


def test_an_old_or_forged_link_is_refused(client: Any, site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    wish = subscribing.ask(email="a@b.example", language="en", provinces=[], sectors=[])
    link = subscribing.confirmation_path(wish)
    for forged in (link[:-3] + "x/", "/en/newsletter/confirm/set-password/", "/en/newsletter/stop/x/"):
        assert client.get(forged).status_code == 404
        assert client.post(forged).status_code == 404
    monkeypatch.setattr(subscribing, "CONFIRM_WITHIN", timedelta(seconds=-1))
    assert client.post(link).status_code == 404
    assert Subscriber.objects.count() == 0


def test_what_nobody_confirmed_is_forgotten(db: Any) -> None:
    wish = subscribing.ask(email="a@b.example", language="en", provinces=[], sectors=[])
    call_command("forget_readers", verbosity=0)
    assert SubscriptionRequest.objects.count() == 1
    SubscriptionRequest.objects.filter(pk=wish.pk).update(created_at=timezone.now() - timedelta(days=4))
    call_command("forget_readers", verbosity=0)
    assert SubscriptionRequest.objects.count() == 0


def test_a_link_that_could_not_be_mailed_goes_later(ask: Any, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(subscribing.EmailMessage, "send", _down)
        assert ask().status_code == 302
    call_command("send_to_readers", verbosity=0)
    call_command("send_to_readers", verbosity=0)
    assert len(mail.outbox) == 1


def _down(*args: Any, **kwargs: Any) -> None:
    raise SMTPException("down")


# --- going ------------------------------------------------------------------------------------------------
def test_one_click_ends_it_and_nothing_is_kept(client: Any, site: Any) -> None:
    link = subscribing.stop_path(subscriber("aiko"))
    shown = client.get(link)
    assert documents.problems(documents.parse(shown)) == []
    assert Subscriber.objects.count() == 1, "programs that look into mails follow links"
    # As a mail program does it (RFC 8058): no cookie, no token, no referrer.
    program = Client(enforce_csrf_checks=True)
    assert program.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscriber.objects.count() == 0
    assert program.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert "no more" in documents.text_of(client.get(link.replace("/vi/", "/en/")))


# --- sending ----------------------------------------------------------------------------------------------
def test_each_gets_what_was_asked_for(story: StoryPage) -> None:
    tea, ports = Sector.objects.order_by("order")[:2]
    here, there = assets.province(), assets.province("01")
    subscriber("all")
    subscriber("here", provinces=[here, there])
    subscriber("elsewhere", provinces=[there])
    subscriber("vietnamese", "vi")
    subscriber("tea", sectors=[tea, ports])
    subscriber("ports", sectors=[ports])
    about_tea = issue(story)
    assert {one.email.split("@")[0] for one in sending.recipients_of(about_tea)} == {"all", "here", "tea", "ports"}
    about_tea.sectors.set([tea])
    about_tea.save()
    assert {one.email.split("@")[0] for one in sending.recipients_of(about_tea)} == {"all", "here", "tea"}


def test_the_mail(story: StoryPage, django_capture_on_commit_callbacks: Any, client: Any) -> None:
    subscriber("aiko")
    with django_capture_on_commit_callbacks(execute=True):
        assert sending.send(issue(story, subject="Autumn\nBcc: x@y.example"), actor=None) == 1
    (message,) = mail.outbox
    assert message.to == ["aiko@example.org"] and message.subject == "Autumn Bcc: x@y.example"
    headers = message.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].strip("<>")
    assert link.startswith(f"{django_settings.SITE_URL}/en/newsletter/stop/")
    assert link in message.body and sending.STOP not in message.body
    html = message.alternatives[0][0]
    assert "Dawn &amp; &lt;boats&gt;" in html and link in html and sending.STOP not in html
    assert "Dawn & <boats>" in message.body and "/en/quang-ninh-en/dawn/" in message.body
    client.post(link.removeprefix(django_settings.SITE_URL))
    assert Subscriber.objects.count() == IssueDelivery.objects.count() == 0


def test_it_is_sent_once(story: StoryPage, django_capture_on_commit_callbacks: Any) -> None:
    for number in range(5):
        subscriber(f"s{number}")
    one = issue(story)
    with django_capture_on_commit_callbacks(execute=True):
        sending.send(one, actor=None)
    with pytest.raises(ValidationError):
        sending.send(one, actor=None)
    subscriber("late")
    assert sending.mail_issue(one.pk) == sending.send_waiting() == 0
    assert sorted(message.to[0] for message in mail.outbox) == [f"s{n}@example.org" for n in range(5)]


class Killed(BaseException):
    """What no handler catches: as if the process had ended there."""


@pytest.mark.parametrize("delivered", [False, True])
def test_a_worker_that_dies_in_the_middle_leaves_the_rest_to_the_next(
    story: StoryPage, monkeypatch: pytest.MonkeyPatch, delivered: bool
) -> None:
    """Whoever was in doubt when it died is mailed again under the same Message-ID; all others once."""
    for number in range(6):
        subscriber(f"s{number}")
    one = issue(story)
    sending.send(one, actor=None)
    real = EmailBackend.send_messages
    count = 0

    def dying(self: Any, messages: Any) -> int:
        nonlocal count
        count += 1
        if count == 3:
            if delivered:
                real(self, messages)
            raise Killed
        return real(self, messages)

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", dying)
        with pytest.raises(Killed):
            sending.mail_issue(one.pk)
    assert IssueDelivery.objects.filter(mailed_at__isnull=False).count() == 2
    assert sending.send_waiting() == 3, "the one in doubt waits until its claim lapses"
    IssueDelivery.objects.filter(mailed_at=None).update(claimed_at=timezone.now() - 2 * sending.CLAIM_LAPSES)
    assert sending.send_waiting() == 1
    shown = {message.message()["Message-ID"]: message.to[0] for message in mail.outbox}
    assert sorted(shown.values()) == [f"s{n}@example.org" for n in range(6)]
    assert len(mail.outbox) == (7 if delivered else 6)


def test_a_dead_mail_server_stops_it_and_the_timetable_goes_on(
    story: StoryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        subscriber(f"s{number}")
    one = issue(story)
    sending.send(one, actor=None)
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", _down)
        assert sending.mail_issue(one.pk) == 0
    call_command("send_to_readers", verbosity=0)
    assert len(mail.outbox) == 3


def test_what_is_not_published_is_not_sent(story: StoryPage, site: Any) -> None:
    subscriber("aiko")
    vietnamese = factories.published(site["vi"], StoryPage(title="Bình minh", slug="binh-minh"))
    mixed = issue(story, vietnamese)
    assert sending.stories_of(mixed) == [story]
    story.unpublish()
    with pytest.raises(ValidationError):
        sending.send(mixed, actor=None)
    assert mixed.deliveries.count() == 0
    mixed.refresh_from_db()
    assert mixed.sent_at is None


# --- in the admin ------------------------------------------------------------------------------------------
def composed(*stories: StoryPage, **values: Any) -> dict[str, Any]:
    rows = {f"stories-{n}-story": page.pk for n, page in enumerate(stories)}
    rows |= {f"stories-{n}-ORDER": n + 1 for n in range(len(stories))}
    return {
        "province": assets.province().pk,
        "language": "en",
        "subject": "Autumn",
        "introduction": "",
        "stories-TOTAL_FORMS": len(stories),
        "stories-INITIAL_FORMS": 0,
        "stories-MIN_NUM_FORMS": 1,
        "stories-MAX_NUM_FORMS": 12,
        **rows,
        **values,
    }


def test_an_editor_composes_looks_and_sends(
    client: Any, story: StoryPage, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(assets.user("editor", Role.EDITOR))
    subscriber("aiko")
    response = client.post("/admin/newsletters/add/", composed(story))
    made = NewsletterIssue.objects.get()
    assert response.status_code == 302 and response["Location"] == f"/admin/newsletters/look/{made.pk}/"
    shown = client.get(response["Location"]).content.decode()
    assert "They come home." in shown and sending.STOP not in shown and mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        client.post(response["Location"])
    assert len(mail.outbox) == 1
    client.post(response["Location"])
    assert len(mail.outbox) == 1
    made.refresh_from_db()
    assert made.sent_by is not None and made.sent_by.username == "editor"
    for view in ("edit", "delete"):
        assert client.get(f"/admin/newsletters/{view}/{made.pk}/").status_code == 302, "what was sent stays as it went"
        client.post(f"/admin/newsletters/{view}/{made.pk}/", composed(story, subject="Other"))
    assert NewsletterIssue.objects.get().subject == "Autumn"
    assert client.get("/admin/newsletters/").status_code == 200


def test_wrong_stories_and_provinces_are_named(client: Any, story: StoryPage, site: Any) -> None:
    client.force_login(assets.user("editor", Role.EDITOR))
    vietnamese = factories.published(site["vi"], StoryPage(title="Bình minh", slug="binh-minh"))
    for bad in (
        composed(vietnamese),
        composed(),
        composed(story, story),
        composed(story, province=assets.province("01").pk),
    ):
        assert client.post("/admin/newsletters/add/", bad).status_code == 200
    story.unpublish()
    assert client.post("/admin/newsletters/add/", composed(story)).status_code == 200
    assert NewsletterIssue.objects.count() == 0


def test_each_province_has_its_own(client: Any, story: StoryPage) -> None:
    other = issue(story, province=assets.province("01"), subject="Theirs")
    client.force_login(assets.user("editor", Role.EDITOR))
    assert "Theirs" not in client.get("/admin/newsletters/").content.decode()
    for view in ("edit", "delete", "look"):
        assert client.get(f"/admin/newsletters/{view}/{other.pk}/").status_code == 404
        assert client.post(f"/admin/newsletters/{view}/{other.pk}/").status_code == 404
    client.force_login(assets.user("translator", Role.TRANSLATOR))
    own = issue(story)
    assert client.get(f"/admin/newsletters/look/{own.pk}/").status_code in (302, 404)


def test_the_list_asks_a_constant_number_of_questions(
    client: Any, story: StoryPage, django_assert_max_num_queries: Any
) -> None:
    client.force_login(assets.user("editor", Role.EDITOR))
    issue(story)
    client.get("/admin/newsletters/")
    with django_assert_max_num_queries(60) as few:
        client.get("/admin/newsletters/")
    for _ in range(10):
        issue(story)
    with django_assert_max_num_queries(len(few)):
        client.get("/admin/newsletters/")
