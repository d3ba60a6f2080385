"""A kit under embargo looks to those who may not know of it like one that doesn't exist."""

from __future__ import annotations

import io
import zipfile
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from press.alerts import services as alerts
from press.models import Kit, MemberRole, Pickup, WebhookEndpoint
from press.services import letters
from press.webhooks import endpoints
from press.webhooks.events import EVENT_TYPES
from press.webhooks.fan_out import fan_out
from press.webhooks.payload import body_of
from provinces.teams import Role
from tests.media_library.factories import approved, province, user
from tests.press.factories import bearer, in_hours, kit, member, organisation, share, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WORD, SECRET = "lokitembargozq", "xkkitembargovj"


@pytest.fixture
def hidden() -> Kit:
    """Given early to one newsroom, promised to another for later."""
    early, late = organisation(name="Early"), organisation(name="Late")
    said = f"{WORD} {SECRET}"
    return kit(
        [approved()], embargo_until=in_hours(9), grants=[(early, True), (late, False)], slug="hidden-kit",
        title_vi=said, title_en=said, summary_en=said, release_body_en=said,
    )  # fmt: skip


def askers(made: Kit) -> dict[str, Client]:
    late = made.grants.get(may_see_under_embargo=False).organisation
    neighbour = Client()
    neighbour.force_login(user("neighbour.officer", Role.PRESS_OFFICER, of=province("01")))
    return {
        "nobody": Client(),
        "program": Client(headers=bearer(late)),
        "member": signed_in(member(late, MemberRole.TECHNICAL)),
        "stranger": Client(headers=bearer(organisation())),
        "officer elsewhere": neighbour,
    }


def test_its_addresses_answer_like_those_of_no_kit(hidden: Kit) -> None:
    absent, templates = uuid4(), (
        "/api/v1/kits/{uuid}", "/api/v1/kits/{uuid}/download", "/en/press/kits/{slug}/",
        "/en/press/kits/{slug}/download/",
        *(f"/press/feeds/{feed}?kit={{uuid}}" for feed in ("atom.xml", "rss.xml", "feed.json", "ninjs.json")),
        "/press/feeds/atom.xml?kit={slug}",
    )  # fmt: skip
    for name, asker in askers(hidden).items():
        for template in templates:
            theirs = asker.get(template.format(uuid=hidden.uuid, slug=hidden.slug))
            none = asker.get(template.format(uuid=absent, slug="no-such-kit"))
            assert theirs.status_code == none.status_code >= 400, (name, template)
            there = theirs.content.replace(str(hidden.uuid).encode(), b"").replace(hidden.slug.encode(), b"")
            gone = none.content.replace(str(absent).encode(), b"").replace(b"no-such-kit", b"")
            if "/api/" in template or "/feeds/" in template:
                assert there == gone, (name, template)
            assert SECRET.encode() not in theirs.content


def test_no_list_names_it(hidden: Kit) -> None:
    for name, asker in askers(hidden).items():
        addresses = [
            "/en/press/", "/api/v1/kits?lang=en", "/api/v1/changes?since=0", "/press/feeds/atom.xml?lang=en",
            f"/en/search/?q={WORD}", f"/en/search/suggest/?q={WORD[:6]}", "/sitemap-press.xml",
        ]  # fmt: skip
        if name == "member":
            addresses += [
                "/en/press/pickups/", "/en/press/requests/", "/en/press/notices/", "/en/press/searches/",
                "/en/press/account/", "/en/press/account/webhooks/", f"/en/press/searches/?kit={hidden.uuid}",
            ]  # fmt: skip
        if name == "officer elsewhere":
            addresses += [
                "/admin/press/pickups/", "/admin/press/requests/", "/admin/press/recalls/", "/admin/kits/",
                f"/admin/press/pickups/?kit={hidden.pk}",
            ]  # fmt: skip
        for address in addresses:
            answer = asker.get(address, follow=True)
            assert answer.status_code == 200, (name, address)
            for told in (SECRET, str(hidden.uuid), hidden.slug):
                if told not in address:  # pages repeat what was asked for
                    assert told.encode() not in answer.content, (name, address, told)


def test_neither_mails_nor_systems_are_told(hidden: Kit) -> None:
    late = hidden.grants.get(may_see_under_embargo=False).organisation
    for partner in (late, organisation()):
        alerts.choose(member(partner), alerts.Chosen([], [], [], [], "en", "at_once", 8, "UTC"))
        endpoint, _secret = endpoints.add(partner, "https://desk.example/", events=EVENT_TYPES)
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(cursor=0)
    outbox.outbox.clear()
    alerts.gather_all(timezone.now())
    letters.send_waiting()
    assert SECRET not in "".join(f"{mail.subject}{mail.body}" for mail in outbox.outbox)
    fan_out()
    for endpoint in WebhookEndpoint.objects.all():
        sent = [body_of(one) or b"" for one in endpoint.messages.select_related("endpoint__organisation")]
        assert str(hidden.uuid).encode() not in b"".join(sent)


def test_no_publication_is_recorded_for_it(hidden: Kit) -> None:
    late = signed_in(member(hidden.grants.get(may_see_under_embargo=False).organisation))
    told = {
        "province": province().slug, "outlet": "Journal", "title": "Dawn", "published_on": "2020-01-01",
        "country": "FR", "language": "fr", "url": "https://journal.example/dawn",
    }  # fmt: skip
    user("officer", Role.PRESS_OFFICER)  # a province with a press office can be chosen
    answers = [late.post("/en/press/pickups/", told | {"kit": str(pk)}) for pk in (hidden.pk, 999_999_999)]
    assert {answer.status_code for answer in answers} == {422}
    assert answers[0].context["form"].errors == answers[1].context["form"].errors
    assert SECRET not in answers[0].content.decode()
    assert not Pickup.objects.exists()


def test_a_link_without_the_right_to_it_early_is_closed(hidden: Kit) -> None:
    _link, address = share(hidden)
    answer = Client().get(address)
    assert answer.status_code == 404
    assert SECRET not in answer.content.decode()


def test_its_manifest_in_strangers_hands_doesnt_say_its_title(hidden: Kit) -> None:
    early = Client(headers=bearer(hidden.grants.get(may_see_under_embargo=True).organisation))
    body = b"".join(early.get(f"/api/v1/kits/{hidden.uuid}/download").streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        files = {name: archive.read(name) for name in ("manifest.json", "manifest.json.sig")}
    for name, asker in askers(hidden).items():
        page = asker.post(
            "/en/press/verify/",
            {
                "manifest": SimpleUploadedFile("manifest.json", files["manifest.json"]),
                "signature": SimpleUploadedFile("manifest.json.sig", files["manifest.json.sig"]),
            },
        )
        assert page.status_code == 200, name
        assert SECRET not in page.content.decode(), name
