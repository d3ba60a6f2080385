"""Share links in the admin: press officers of the kit's province make, see and revoke them, nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from press.models import Organisation, OrganisationState, ShareLink, ShareLinkState
from provinces.teams import Role
from tests.media_library.factories import approved, province, user
from tests.press.factories import kit, officer, organisation, share
from tests.press.share.visiting import Visitor

pytestmark = pytest.mark.django_db
NEW = {"new_name": "Koh Santepheap", "new_country": "kh", "new_email": "desk@example.org", "new_language": "en"}


def signed(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    return client


def page(made: Any) -> str:
    return reverse("kits:share", args=[made.pk])


def test_a_link_for_somebody_new_is_shown_once_and_opens() -> None:
    photo = approved()
    made, client = kit([photo]), signed(officer())
    response = client.post(page(made), {"name": "Supplement", "days": "14", "assets": [str(photo.pk)], **NEW})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    link = ShareLink.objects.get()
    url = response.context["url"]
    assert url in response.content.decode()
    assert url.startswith("http://testserver/en/press/s/shr_")
    guest = Organisation.objects.get()
    assert (guest.state, guest.country, link.organisation) == (OrganisationState.GUEST, "KH", guest)
    assert list(link.assets.values_list("pk", flat=True)) == [photo.pk]
    assert made.title_en in Visitor().text(url.removeprefix("http://testserver"))
    assert url not in client.get(page(made)).content.decode()


def test_a_known_recipient_gets_another_link() -> None:
    made, known = kit([approved()]), organisation()
    signed(officer()).post(page(made), {"name": "Again", "days": "3", "recipient": str(known.pk)})
    assert ShareLink.objects.get().organisation == known
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"days": "0"},
        {"days": "366"},
        {"days": "x"},
        {"new_email": ""},
        {"new_email": "x"},
        {"new_country": "KHM"},
        {"new_language": "xx"},
        {"password": "short"},
        {"download_limit": "0"},
        {"assets": ["999999"]},
        {"assets": ["x"]},
        {"recipient": "999999"},
        {"new_name": "x" * 201},
    ],
)
def test_what_is_wrong_is_said_beside_the_field(wrong: dict[str, Any]) -> None:
    made = kit([approved()])
    response = signed(officer()).post(page(made), {"name": "S", "days": "14", **NEW, **wrong})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not ShareLink.objects.exists()
    assert not Organisation.objects.exists()


def test_a_suspended_organisation_isnt_offered() -> None:
    made, suspended = kit([approved()]), organisation("suspended")
    response = signed(officer()).post(page(made), {"name": "S", "days": "3", "recipient": str(suspended.pk)})
    assert response.context["form"].errors["recipient"]


def test_revoking_closes_it_at_once_and_only_the_kits_own_links() -> None:
    made, other = kit([approved()]), kit([approved()])
    link, address = share(made)
    client = signed(officer())
    assert client.post(page(other), {"act": "revoke", "pk": str(link.pk)}).status_code == 404
    for pk in ("", "x", "9" * 30):
        assert client.post(page(made), {"act": "revoke", "pk": pk}).status_code == 404
    assert client.post(page(made), {"act": "revoke", "pk": str(link.pk)}).status_code == 302
    assert Visitor().page(address).status_code == 404
    assert [link.state for link in client.get(page(made)).context["links"]] == [ShareLinkState.REVOKED]


def test_nobody_else_comes_near() -> None:
    made = kit([approved()])
    share(made)
    people = [officer(province("01")), user("an.editor", Role.EDITOR), user("an.approver", Role.APPROVER)]
    for who in people:
        client = signed(who)
        assert client.get(page(made)).status_code in (302, 404)
        assert client.post(page(made), {"name": "S", "days": "3", **NEW}).status_code in (302, 404)
    assert Client().get(page(made)).status_code == 302
    assert ShareLink.objects.count() == 1


def test_the_list_of_all_links_is_the_provinces_own_and_comes_as_csv() -> None:
    link, address = share(kit([approved()]), download_limit=5)
    visitor = Visitor()
    visitor.client.get(visitor.zip_address(address))
    listing = reverse("press_share_links:index")
    client = signed(officer())
    assert link.name in client.get(listing).content.decode()
    response = client.get(f"{listing}?export=csv")
    lines = b"".join(response.streaming_content).decode().splitlines() if response.streaming else []
    assert len(lines) == 2
    assert link.organisation.name in lines[1]
    assert ",open," in lines[1]
    assert ",5,1,1," in lines[1]
    assert link.name not in signed(officer(province("01"))).get(listing).content.decode()
    assert signed(user("an.editor", Role.EDITOR)).get(listing).status_code in (302, 403)


def test_queries_dont_grow_with_the_links(django_assert_max_num_queries: Any) -> None:
    made = kit([approved()])
    for _number in range(6):
        share(made)
    client = signed(officer())
    client.get(page(made))
    for address in (page(made), reverse("press_share_links:index")):
        client.get(address)
        with django_assert_max_num_queries(40):
            client.get(address)
