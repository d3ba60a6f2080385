"""What belongs to one newsroom, or to the officers of one province, is to everybody else as if it weren't there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from media_library.consent_documents import check as check_document
from media_library.services import withdraw
from press.alerts import services as alerts
from press.models import (
    DeadLetter,
    FollowedSearch,
    Member,
    MemberRole,
    NoticeDelivery,
    Organisation,
    OrganisationState,
    Pickup,
    PressRequest,
    Recall,
    RequestAttachment,
)
from press.registration import services as registration
from press.requests import services as requests
from press.services import followed_searches, letters, tokens
from press.webhooks import endpoints
from press.webhooks.events import EVENT_TYPES
from press.webhooks.fan_out import fan_out
from provinces.teams import Role
from tests.media_library.factories import approved, licence, province, user
from tests.press.factories import in_hours, kit, member, organisation, signed_in
from tests.press.test_recalls import receipt

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OWN = "xkownvj"
"""Stands in everything that the newsroom has."""


def signed(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client


@dataclass
class Newsroom:
    """A verified newsroom with one of each thing."""

    organisation: Organisation
    member: Member
    request: PressRequest
    attachment: RequestAttachment
    pickup: Pickup
    search: FollowedSearch
    addresses: list[str]
    """Pages of its things, each by GET or by POST."""


@pytest.fixture
def newsroom() -> Newsroom:
    ours = organisation(contact_email=f"{OWN}@example.org")
    person = member(ours, MemberRole.TECHNICAL)
    endpoint, _secret = endpoints.add(ours, f"https://{OWN}.example/", events=EVENT_TYPES, description=OWN)
    asked = requests.ask(
        person, provinces=[province()], kind="filming", subject=OWN, text=OWN, country="FR", language="fr",
        zone="Europe/Paris",
    )  # fmt: skip
    attachment = RequestAttachment.objects.create(
        message=asked.messages.get(), file=ContentFile(OWN.encode(), "a.pdf"), name=f"{OWN}.pdf",
        media_type="application/pdf", bytes=9,
    )  # fmt: skip
    pickup = Pickup.objects.create(
        province=province(), organisation=ours, member=person, outlet=OWN, title=OWN, country="FR", language="fr",
        published_on=timezone.localdate(), file=ContentFile(OWN.encode(), "page.pdf"), file_name="page.pdf",
        media_type="application/pdf", looked_at=timezone.now(),
    )  # fmt: skip
    followed_searches.save(person, OWN, {"q": OWN})
    invitation = ours.invitations.create(
        email=f"{OWN}@example.org", full_name=OWN, role="correspondent", expires_at=timezone.now() + timedelta(days=1)
    )
    token, _key = tokens.issue(ours, OWN)
    photo = approved(title_en=OWN)
    receipt(photo, ours)
    withdraw(photo, reason=OWN, actor=None)
    notice = NoticeDelivery.objects.get(organisation=ours)
    account = "/en/press/account"
    hooks = f"{account}/webhooks/{endpoint.pk}"
    return Newsroom(
        ours, person, asked, attachment, pickup, FollowedSearch.objects.get(organisation=ours),
        [
            f"{hooks}/", f"{hooks}/edit/", f"{hooks}/rotate/", f"{hooks}/pause/", f"{hooks}/resume/", f"{hooks}/test/",
            f"{hooks}/redeliver/", f"{hooks}/remove/",
            f"/en/press/requests/{asked.uuid}/", f"/en/press/requests/{asked.uuid}/close/",
            f"/en/press/requests/{asked.uuid}/files/{attachment.pk}/",
            f"/en/press/notices/{notice.pk}/",
            f"{account}/members/{person.pk}/change/", f"{account}/members/{person.pk}/close/",
            f"{account}/invitations/{invitation.pk}/again/", f"{account}/invitations/{invitation.pk}/take-back/",
            f"{account}/tokens/{token.pk}/rotate/", f"{account}/tokens/{token.pk}/revoke/",
        ],
    )  # fmt: skip


LISTS = (
    "/en/press/", "/en/press/account/", "/en/press/account/members/", "/en/press/account/review/",
    "/en/press/account/webhooks/", "/en/press/requests/", "/en/press/pickups/", "/en/press/searches/",
    "/en/press/notices/", "/en/press/account/interests/",
)  # fmt: skip


def manager(of: Organisation) -> Member:
    """Who may do most in a newsroom."""
    made = member(of, MemberRole.TECHNICAL)
    Member.objects.filter(pk=made.pk).update(is_manager=True)
    return Member.objects.get(pk=made.pk)


def test_another_newsroom_finds_nothing_of_it(newsroom: Newsroom) -> None:
    stranger = signed_in(manager(organisation()))
    for address in newsroom.addresses:
        for answer in (stranger.get(address), stranger.post(address)):
            assert answer.status_code in (404, 405), (address, answer.status_code)
            assert OWN.encode() not in answer.content
        assert stranger.post(address).status_code == 404 or stranger.get(address).status_code == 404, address
    for address in LISTS:
        answer = stranger.get(address)
        assert answer.status_code in (200, 302), (address, answer.status_code)
        assert OWN.encode() not in answer.content, address
    assert stranger.post("/en/press/searches/", {"act": "remove", "pk": newsroom.search.pk}).status_code == 404
    assert FollowedSearch.objects.filter(pk=newsroom.search.pk).exists()
    own = signed_in(newsroom.member)
    for address in ("/en/press/requests/", "/en/press/pickups/", "/en/press/searches/", "/en/press/account/webhooks/"):
        assert OWN.encode() in own.get(address).content, address


def test_the_second_file_of_another_request_isnt_reached_through_an_own_one(newsroom: Newsroom) -> None:
    """The number of a file belongs to its request, whoever asks."""
    other = member()
    own = requests.ask(
        other, provinces=[province()], kind="filming", subject="x", text="x", country="FR", language="fr",
        zone="Europe/Paris",
    )  # fmt: skip
    address = f"/en/press/requests/{own.uuid}/files/{newsroom.attachment.pk}/"
    assert signed_in(other).get(address).status_code == 404


# --- newsrooms that are no partners ---------------------------------------------------------------------
NO_PARTNERS = (OrganisationState.APPLIED, OrganisationState.SUSPENDED, OrganisationState.GUEST)


@pytest.mark.parametrize("state", NO_PARTNERS)
def test_who_is_no_partner_gets_what_the_public_gets(state: str) -> None:
    fallen = organisation()
    person = member(fallen, MemberRole.TECHNICAL)
    _token, key = tokens.issue(fallen, "desk")
    photo = approved(licence=licence("press"), title_en=OWN)
    made = [
        kit([photo], audience="press", title_en=OWN),
        kit([photo], audience="organisations", grants=[(fallen, False)], title_en=OWN),
        kit([photo], embargo_until=in_hours(9), grants=[(fallen, True)], title_en=OWN),
    ]
    Organisation.objects.filter(pk=fallen.pk).update(state=state)
    addresses = [
        f"/media/{photo.uuid}/small.webp", f"/media/{photo.uuid}/original", f"/en/images/{photo.uuid}/",
        f"/api/v1/assets/{photo.uuid}", "/api/v1/assets", "/api/v1/kits", "/api/v1/changes?since=0", "/en/press/",
        f"/en/search/?q={OWN[:4]}", "/press/feeds/atom.xml?lang=en", "/en/images/",
    ]  # fmt: skip
    for one in made:
        addresses += [
            f"/en/press/kits/{one.slug}/", f"/en/press/kits/{one.slug}/download/", f"/api/v1/kits/{one.uuid}",
            f"/api/v1/kits/{one.uuid}/download", f"/press/feeds/atom.xml?lang=en&kit={one.uuid}",
        ]  # fmt: skip
    session, program = signed_in(person), Client(headers={"Authorization": f"Bearer {key}"})
    for address in addresses:
        public = Client().get(address)
        for asker in (session, program):
            answer = asker.get(address)
            assert answer.status_code in (public.status_code, 401), address
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert OWN.encode() not in body, address
    for address in LISTS[2:]:
        assert session.get(address).status_code == 404, address


@pytest.mark.parametrize("state", NO_PARTNERS)
def test_who_is_no_partner_is_told_nothing(state: str) -> None:
    fallen = organisation()
    person = member(fallen)
    alerts.choose(person, alerts.Chosen([], [], [], [], "en", "at_once", 8, "UTC"))
    endpoint, _secret = endpoints.add(fallen, "https://desk.example/", events=EVENT_TYPES)
    Organisation.objects.filter(pk=fallen.pk).update(state=state)
    kit([approved()])
    outbox.outbox.clear()
    alerts.gather_all(timezone.now())
    letters.send_waiting()
    fan_out()
    assert not outbox.outbox
    assert not endpoint.messages.exists()


def test_an_alert_written_before_the_suspension_isnt_sent_after_it() -> None:
    person = member()
    alerts.choose(person, alerts.Chosen([], [], [], [], "en", "at_once", 8, "UTC"))
    kit([approved()])
    outbox.outbox.clear()
    alerts.gather_all(timezone.now())
    Organisation.objects.update(state=OrganisationState.SUSPENDED)
    letters.send_waiting()
    assert not outbox.outbox


# --- the officers ---------------------------------------------------------------------------------------
def files_of(newsroom: Newsroom) -> list[str]:
    return [
        f"/admin/press/requests/files/{newsroom.attachment.pk}/",
        f"/admin/press/pickups/{newsroom.pickup.pk}/file/",
    ]


def test_files_are_for_the_officers_of_the_province(newsroom: Newsroom) -> None:
    own = signed(user("own.officer", Role.PRESS_OFFICER))
    others = {
        "officer elsewhere": signed(user("officer.elsewhere", Role.PRESS_OFFICER, of=province("01"))),
        "editor": signed(user("own.editor", Role.EDITOR)),
        "newsroom": signed_in(newsroom.member),
        "nobody": Client(),
    }
    recall = Recall.objects.get()
    pages = [
        *files_of(newsroom),
        f"/admin/press/requests/{newsroom.request.pk}/",
        f"/admin/press/pickups/{newsroom.pickup.pk}/",
        f"/admin/press/recalls/{recall.pk}/",
        f"/admin/press/recalls/{recall.pk}/report.pdf",
        f"/admin/press/recalls/{recall.pk}/report.csv",
    ]
    for address in pages:
        assert own.get(address).status_code == 200, address
        for name, other in others.items():
            answer = other.get(address)
            assert answer.status_code in (302, 403, 404), (name, address, answer.status_code)
            assert OWN.encode() not in b"".join(answer)
    for address in ("/admin/press/requests/", "/admin/press/pickups/", "/admin/press/recalls/"):
        for form in ("", "?export=csv"):
            answer = others["officer elsewhere"].get(address + form)
            assert answer.status_code in (200, 404), address
            assert OWN.encode() not in b"".join(answer), address


def test_undelivered_mails_are_for_administrators() -> None:
    letter = DeadLetter.objects.create(
        reason="no such request", subject=OWN, bytes=9, sha256="0", file=ContentFile(OWN.encode(), "x.eml")
    )
    officer = signed(user("own.officer", Role.PRESS_OFFICER))
    for address in (f"/admin/press/dead-letters/{letter.pk}/", "/admin/press/dead-letters/"):
        for asker in (officer, signed_in(member()), Client()):
            answer = asker.get(address)
            assert answer.status_code in (302, 404), address
            assert OWN.encode() not in answer.content


def test_a_press_card_is_for_press_officers() -> None:
    told = dict.fromkeys(registration.TOLD, "") | {
        "kind": "newsroom", "country": "FR", "languages": ["en"], "language": "en", "name": OWN, "applicant_name": OWN,
    }  # fmt: skip
    paper = SimpleUploadedFile("card.pdf", f"%PDF-1.7\n{OWN}\n%%EOF\n".encode())
    made = registration.receive(email="a@example.org", told=told, provinces=[], card=check_document(paper))
    assert made
    address = f"/admin/press/applications/{made.pk}/card/"
    officer = signed(user("own.officer", Role.PRESS_OFFICER))
    assert officer.get(address).status_code == 404, "what isn't confirmed isn't there"
    registration.confirm(made)
    assert officer.get(address).status_code == 200
    for asker in (signed(user("own.editor", Role.EDITOR)), signed_in(member()), Client()):
        answer = asker.get(address)
        assert answer.status_code in (302, 403, 404)
        assert OWN.encode() not in b"".join(answer)


def test_what_isnt_there_answers_as_what_isnt_for_them(newsroom: Newsroom) -> None:
    stranger = signed_in(manager(organisation()))
    hidden = stranger.get(f"/en/press/requests/{newsroom.request.uuid}/")
    absent = stranger.get(f"/en/press/requests/{uuid4()}/")
    assert (hidden.status_code, len(hidden.content)) == (absent.status_code, len(absent.content))
