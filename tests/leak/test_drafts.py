"""What editors change in a published kit reaches nobody by any exit before it is published."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from media_library.models import Photo
from press.alerts import services as alerts
from press.models import Kit, KitContact, KitItem, Member, MemberRole, Organisation, WebhookEndpoint
from press.services import kits, letters
from press.webhooks import endpoints
from press.webhooks.events import EVENT_TYPES
from press.webhooks.fan_out import fan_out
from press.webhooks.payload import body_of
from provinces.models import Sector
from tests.media_library.factories import approved
from tests.press.factories import bearer, kit, member, organisation, share, signed_in
from tests.press.share.visiting import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WORD, SECRET = "lokitchangezq", "xkkitchangevj"
"""The word is searched for and so repeated by pages; the secret stands beside it and is asked for nowhere."""
FEEDS = ("atom.xml", "rss.xml", "feed.json", "ninjs.json")


class Asker:
    """Somebody outside, by session or token."""

    def __init__(self, client: Client, headers: dict[str, str] | None = None) -> None:
        self.client, self.headers = client, headers or {}

    def body(self, address: str) -> bytes:
        """All that is said, with what lies in archives and in the documents in them."""
        response = self.client.get(address, headers=self.headers)
        assert response.status_code == 200, (address, response.status_code)
        return b"".join(unpacked(b"".join(response) if response.streaming else response.content))


def unpacked(body: bytes) -> Iterator[bytes]:
    if not zipfile.is_zipfile(io.BytesIO(body)):
        yield body
        return
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            yield name.encode()
            yield from unpacked(archive.read(name))


def draft_of(made: Kit) -> Photo:
    """Other words in every text, other people, and a picture more, which becomes the cover; it is returned."""
    added = approved(title_en="Added")
    added.sectors.add(Sector.objects.first())
    added.save()
    for name in ("title", "summary", "release_title", "release_body", "facts"):
        for code in ("vi", "en", "fr"):
            setattr(made, f"{name}_{code}", f"{WORD} {SECRET} {name}")
    made.quotes_en = f"{SECRET}\n— {SECRET}, {SECRET}"
    made.contact = SECRET
    made.cover_id = added.pk
    made.save()
    KitContact.objects.create(kit=made, name=SECRET)
    KitItem.objects.create(kit=made, asset_id=added.pk, sort_order=9)
    return added


def askers(of: Organisation) -> dict[str, Asker]:
    desk = member(of, MemberRole.TECHNICAL)
    return {
        "nobody": Asker(Client()),
        "program": Asker(Client(), bearer(of)),
        "member": Asker(signed_in(desk)),
    }


def of_kit(made: Kit) -> list[str]:
    """Addresses that name the kit: neither the draft's words nor its picture stand in what they answer."""
    return [
        f"/en/press/kits/{made.slug}/",
        f"/en/press/kits/{made.slug}/download/?captions=txt&captions=docx&captions=json",
        f"/api/v1/kits/{made.uuid}?lang=en",
        f"/api/v1/kits/{made.uuid}/download?captions=txt&captions=docx",
        "/api/v1/kits?lang=en",
        *(f"/press/feeds/{feed}?lang=en&kit={made.uuid}" for feed in FEEDS),
    ]


LISTS = (
    "/en/press/",
    "/en/press/?all",
    f"/en/search/?q={WORD}",
    f"/en/search/suggest/?q={WORD[:7]}",
    "/sitemap-press.xml",
    "/press/feeds/atom.xml?lang=en",
    "/api/v1/changes?since=0",
)
MEMBERS = ("/en/press/pickups/", "/en/press/requests/", "/en/press/searches/", "/en/press/account/")


def test_no_exit_of_the_press_room_shows_a_draft() -> None:
    partner, made = organisation(), kit([approved()])
    people = askers(partner)
    people["program"].body(f"/api/v1/kits/{made.uuid}/download")  # so that there is a last download
    added = draft_of(made)
    for name, asker in people.items():
        for address in (*of_kit(made), *LISTS, *(MEMBERS if name == "member" else ())):
            assert SECRET.encode() not in asker.body(address), (name, address)
        for address in of_kit(made):
            assert str(added.uuid).encode() not in asker.body(address), (name, address)
        assert b"1 file is new" not in asker.body(f"/en/press/kits/{made.slug}/"), name

    kits.publish_changes(made, actor=None)
    shown = [address for address in of_kit(made) if "ninjs" not in address]  # which has no title of its own
    for address in (*shown, "/en/press/", f"/en/search/?q={WORD}"):
        assert SECRET.encode() in people["nobody"].body(address), f"what is published shows: {address}"
    assert SECRET.encode() in people["member"].body("/en/press/pickups/")
    assert b"1 file is new" in people["member"].body(f"/en/press/kits/{made.slug}/")


def test_a_share_link_shows_no_draft() -> None:
    made = kit([approved()])
    _link, address = share(made)
    added, visitor = draft_of(made), Visitor()
    guest = Asker(visitor.client)
    archive = visitor.zip_address(address)
    for seen in (guest.body(address), guest.body(archive)):
        assert SECRET.encode() not in seen
        assert str(added.uuid).encode() not in seen
    beyond = archive.replace("kit.zip", f"media/{added.uuid}/original")
    assert visitor.page(beyond).status_code == 404
    kits.publish_changes(made, actor=None)
    assert guest.body(address).count(SECRET.encode()) > 3
    assert visitor.page(beyond).status_code == 200


def test_the_check_of_a_kit_names_it_as_published() -> None:
    made = kit([approved()])
    with zipfile.ZipFile(
        io.BytesIO(b"".join(Client().get(f"/api/v1/kits/{made.uuid}/download").streaming_content))  # type: ignore[attr-defined]
    ) as archive:
        files = {name: archive.read(name) for name in ("manifest.json", "manifest.json.sig")}
    draft_of(made)
    sent = {
        field: SimpleUploadedFile(name, files[name])
        for field, name in (("manifest", "manifest.json"), ("signature", "manifest.json.sig"))
    }
    page = Client().post("/en/press/verify/", sent).content.decode()
    assert SECRET not in page
    assert str(made.title_en) not in page and "Festival" in page


def wants(person: Member, **values: Any) -> None:
    chosen: dict[str, Any] = {"provinces": [], "sectors": [], "topics": [], "languages": []} | values
    alerts.choose(person, alerts.Chosen(**chosen, language="en", alerts="at_once", hour=8, zone="UTC"))


def mails() -> list[str]:
    before = len(outbox.outbox)
    alerts.gather_all(timezone.now())
    letters.send_waiting()
    return [f"{mail.subject}\n{mail.body}" for mail in outbox.outbox[before:]]


def test_an_alert_tells_what_is_published() -> None:
    wants(member())
    made = kit([approved()], title_en="Published")
    draft_of(made)
    told = mails()
    assert told and "Published" in told[0]
    assert SECRET not in "".join(told)


@pytest.mark.parametrize("wish", ["languages", "sectors", "topics"])
def test_neither_an_alert_nor_the_order_of_the_room_follows_a_draft(wish: str) -> None:
    """Who wishes for French, a sector or a word would learn that the draft has it."""
    person, made = member(), kit([approved()], publish=False, title_en="Published")
    sectors = [Sector.objects.first()]
    wants(person, **{wish: {"languages": ["fr"], "sectors": sectors, "topics": [WORD]}[wish]})
    kits.publish(made, actor=None)
    made = Kit.objects.get(pk=made.pk)
    draft_of(made)
    assert not any(f"/press/kits/{made.slug}/" in mail for mail in mails())
    room = signed_in(person).get("/en/press/")
    assert not room.context["wished"]
    kits.publish_changes(made, actor=None)
    assert any(f"/press/kits/{made.slug}/" in mail for mail in mails())
    assert [view.kit for view in signed_in(person).get("/en/press/").context["wished"]] == [made]


def test_systems_are_told_of_what_is_published_only() -> None:
    partner, made = organisation(), kit([approved()])
    endpoint, _secret = endpoints.add(partner, "https://desk.example/", events=EVENT_TYPES)

    def sent_about_kit() -> list[dict[str, Any]]:
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(cursor=0)
        endpoint.messages.all().delete()
        fan_out()
        related = endpoint.messages.select_related("endpoint__organisation", "notice__asset")
        bodies = [body for message in related if (body := body_of(message)) is not None]
        assert SECRET.encode() not in b"".join(bodies)
        return [json.loads(body)["data"] for body in bodies if str(made.uuid).encode() in body]

    before = sent_about_kit()
    draft_of(made)
    assert sent_about_kit() == before
    kits.publish_changes(made, actor=None)
    assert len(sent_about_kit()) > len(before)
