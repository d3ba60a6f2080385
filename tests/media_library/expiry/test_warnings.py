"""Who is warned of what, when, in which language, and never twice."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.users.models import UserProfile

from media_library.expiry.warnings import warn
from media_library.models import Consent, ExpiryWarning, Licence
from provinces.teams import Role
from tests.media_library import factories
from tests.media_library.clocks import frozen

pytestmark = pytest.mark.django_db
NOON = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture(autouse=True)
def _people(settings: Any) -> None:
    settings.SITE_URL = "https://site.example"
    factories.user("editor", Role.EDITOR)
    factories.user("approver", Role.APPROVER)
    factories.user("translator", Role.TRANSLATOR)
    factories.user("neighbour", Role.EDITOR, of=factories.province("01"))


def at(days: float, hours: float = 0) -> Any:
    return NOON + timedelta(days=days, hours=hours)


def to() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


def test_30_and_7_days_before_once_each_to_editors_and_approvers_of_the_province() -> None:
    photo = factories.approved(expires_at=at(60), title_vi="Vịnh Hạ Long")
    for days, expected in (
        (0, 0),
        (29.9, 0),
        (30, 2),
        (30.5, 0),
        (31, 0),
        (52.9, 0),
        (53, 2),
        (54, 0),
        (59.9, 0),
        (61, 0),
    ):
        with frozen(at(days)):
            assert warn() == expected, days
    assert to() == ["approver@example.org"] * 2 + ["editor@example.org"] * 2
    assert all("Vịnh Hạ Long" in message.body for message in mail.outbox)
    assert f"https://site.example/admin/photos/edit/{photo.pk}/" in mail.outbox[0].body


def test_one_digest_a_day_holds_everything() -> None:
    factories.approved(expires_at=at(20))
    licence = factories.licence("public", valid_until=at(5), name_en="Agency")
    factories.approved(licence=licence)
    factories.approved(licence=licence)
    consent = factories.consent(expires_at=at(25))
    factories.approved(shows_people=True, consent=consent)
    with frozen(at(0)):
        assert warn() == 2
    (message,) = [message for message in mail.outbox if message.to == ["editor@example.org"]]
    assert licence.name_vi in message.body
    assert f"/admin/consents/edit/{consent.pk}/" in message.body
    assert consent.subject not in message.body
    factories.approved(expires_at=at(3))
    with frozen(at(0, 3)):
        assert warn() == 0
    with frozen(at(1)):
        assert warn() == 2


def test_what_is_warned_of_late_is_warned_of_once() -> None:
    factories.approved(expires_at=at(3))
    with frozen(at(0)):
        assert warn() == 2
    with frozen(at(1)):
        assert warn() == 0
    assert set(ExpiryWarning.objects.values_list("days", flat=True)) == {7}


def test_a_moved_end_is_another_end() -> None:
    licence = factories.licence("public", valid_until=at(10))
    factories.approved(licence=licence)
    with frozen(at(0)):
        assert warn() == 2
    Licence.objects.filter(pk=licence.pk).update(valid_until=at(20))
    with frozen(at(1)):
        assert warn() == 2


def test_silent_about_what_gives_nothing_out() -> None:
    factories.draft(expires_at=at(10))
    factories.withdrawn(expires_at=at(10))
    factories.licence("public", valid_until=at(10))
    revoked = factories.consent(expires_at=at(10), revoked_at=at(-1))
    factories.approved(shows_people=True, consent=revoked)
    Consent.objects.create(subject="x", province=factories.province(), basis="written", expires_at=at(10))
    with frozen(at(0)):
        assert warn() == 0


def test_in_the_language_of_the_person() -> None:
    factories.approved(expires_at=at(6))
    UserProfile.objects.update_or_create(user=factories.user("editor"), defaults={"preferred_language": "en"})
    with frozen(at(0)):
        warn()
    subjects = {message.to[0]: message.subject for message in mail.outbox}
    assert subjects["editor@example.org"] == "1 right runs out soon"
    assert "Within 7 days" in next(m.body for m in mail.outbox if m.to == ["editor@example.org"])


def test_a_dead_mail_server_is_asked_again(monkeypatch: Any) -> None:
    from django.core.mail import EmailMessage

    factories.approved(expires_at=at(6))
    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", lambda self: (_ for _ in ()).throw(ConnectionRefusedError()))
        with frozen(at(0)):
            assert warn() == 0
    assert not ExpiryWarning.objects.exists()
    with frozen(at(0, 1)):
        assert warn() == 2


def test_a_licence_counts_each_provinces_own(django_assert_max_num_queries: Any) -> None:
    licence = factories.licence("public", valid_until=at(5))
    factories.approved(licence=licence)
    factories.approved(licence=licence, of=factories.province("01"))
    with frozen(at(0)):
        assert warn() == 3
    assert "neighbour@example.org" in to()


def test_the_command_says_what_it_did() -> None:
    factories.approved(expires_at=timezone.now() + timedelta(days=6))
    out = StringIO()
    call_command("warn_of_expiry", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"changes": 0, "mails": 2}
