"""A share link opens its kit's files to its recipient: nothing beside them, and nothing once it has ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from media_library.services import withdraw
from press.models import Kit, KitState, Organisation, OrganisationState, ShareLink
from press.services import kits, share_links
from press.share_tickets import Ticket
from tests.media_library.factories import approved, in_state, licence
from tests.press.factories import in_hours, kit, share
from tests.press.share.visiting import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SECRET = "xksharedvj"


def gate(visitor: Visitor, address: str) -> str:
    """The address below which the link's files lie."""
    return visitor.zip_address(address).removesuffix("kit.zip")


def press_photo() -> Any:
    return approved(licence=licence("press"), title_en=SECRET)


def test_a_ticket_opens_nothing_beside_its_link() -> None:
    shown, held_back, elsewhere = press_photo(), press_photo(), press_photo()
    hidden = {state: in_state(state) for state in ("draft", "in_review", "internal", "embargoed")}
    made = kit([shown, held_back, *hidden.values()], audience="organisations")
    other = kit([elsewhere], audience="organisations", title_en=SECRET)
    link, address = share(made, asset_ids=[shown.pk])
    visitor = Visitor()
    files = gate(visitor, address)
    assert visitor.page(f"{files}media/{shown.uuid}/original").status_code == 200
    for photo in (held_back, elsewhere, *hidden.values()):
        for file in ("original", "small.webp", "large.jpg", "press-wire.jpg"):
            assert visitor.page(f"{files}media/{photo.uuid}/{file}").status_code == 404, file
        assert visitor.page(f"{files}kit.zip?asset={photo.uuid}").status_code == 404
    assert visitor.page(f"{files}media/{uuid4()}/original").status_code == 404

    # The cookie and the ticket count where the link's own files lie, and nowhere else.
    ticket = files.strip("/").rsplit("/", 1)[1]
    secret = address.strip("/").rsplit("/", 1)[1]
    for words in (ticket, secret):
        visitor.client.cookies[f"share-{link.pk}"] = ticket
        for path in (
            f"/media/{shown.uuid}/original", f"/media/{shown.uuid}/small.webp", f"/iiif/3/{shown.uuid}/info.json",
            f"/en/images/{shown.uuid}/", f"/api/v1/assets/{shown.uuid}", f"/api/v1/kits/{made.uuid}",
            f"/api/v1/kits/{made.uuid}/download", f"/en/press/kits/{made.slug}/", f"/en/press/kits/{other.slug}/",
            f"/en/press/kits/{made.slug}/download/", f"/admin/kits/edit/{made.pk}/", "/en/press/account/",
        ):  # fmt: skip
            answer = visitor.page(path, authorization=f"Bearer {words}")
            assert answer.status_code in (302, 401, 404), (path, answer.status_code)
            assert SECRET.encode() not in b"".join(answer), path
            assert visitor.page(path).status_code in (302, 404), path
    for lists in ("/en/press/", "/en/images/", "/api/v1/assets", "/press/feeds/atom.xml"):
        assert SECRET.encode() not in visitor.page(lists).content, lists


def test_a_ticket_of_one_link_isnt_one_of_another() -> None:
    first, second = press_photo(), press_photo()
    _one, address = share(kit([first], audience="organisations"))
    two, _address = share(kit([second], audience="organisations"))
    files = gate(Visitor(), address)
    assert Client().get(f"{files}media/{second.uuid}/original").status_code == 404
    ticket = files.strip("/").rsplit("/", 1)[1]
    said, rest = ticket.split(".", 1)
    assert said != str(two.pk)
    assert Client().get(f"/press/files/{two.pk}.{rest}/media/{second.uuid}/original").status_code == 404
    assert Client().get(f"/press/files/{two.pk}/media/{second.uuid}/original").status_code == 404


def revoked(link: ShareLink) -> None:
    share_links.revoke(link, actor=None)


def expired(link: ShareLink) -> None:
    ShareLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())


def suspended(link: ShareLink) -> None:
    Organisation.objects.filter(pk=link.organisation_id).update(state=OrganisationState.SUSPENDED)


def closed(link: ShareLink) -> None:
    Kit.objects.filter(pk=link.kit_id).update(state=KitState.CLOSED)


def ended(link: ShareLink) -> None:
    Kit.objects.filter(pk=link.kit_id).update(expires_at=timezone.now())


def embargoed(link: ShareLink) -> None:
    kits.move_embargo(link.kit, in_hours(5), reason="Later", actor=None)


@pytest.mark.parametrize("end", [revoked, expired, suspended, closed, ended, embargoed])
def test_when_it_ends_its_tickets_end_at_once(end: Callable[[ShareLink], None]) -> None:
    photo = press_photo()
    link, address = share(kit([photo], audience="organisations", title_en=SECRET))
    visitor = Visitor()
    files = gate(visitor, address)
    addresses = [
        address,
        f"{files}kit.zip",
        f"{files}media/{photo.uuid}/original",
        f"{files}media/{photo.uuid}/small.webp",
    ]
    for path in addresses:
        assert visitor.page(path).status_code == 200, path
    end(ShareLink.objects.select_related("kit").get(pk=link.pk))
    for path in addresses:
        for method in (visitor.client.get, visitor.client.head, visitor.client.post):
            answer = method(path)
            assert answer.status_code in (404, 405), (path, answer.status_code)
            assert SECRET.encode() not in b"".join(answer)
    assert Client().get(f"{files}media/{photo.uuid}/original", headers={"Range": "bytes=0-9"}).status_code == 404
    fresh = Ticket(link.pk).sealed()
    assert Client().get(f"/press/files/{fresh}/kit.zip").status_code == 404


def test_a_withdrawn_file_is_gone_at_once() -> None:
    photo, kept = press_photo(), press_photo()
    _link, address = share(kit([photo, kept], audience="organisations"))
    visitor = Visitor()
    files = gate(visitor, address)
    withdraw(photo, reason="Sai chú thích", actor=None)
    for file in ("original", "small.webp"):
        assert visitor.page(f"{files}media/{photo.uuid}/{file}").status_code == 410, file
    assert visitor.page(f"{files}kit.zip?asset={photo.uuid}").status_code == 404
    assert SECRET in visitor.text(address)
    assert f"{photo.uuid}/original" not in visitor.text(address)
