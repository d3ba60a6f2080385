"""The page of a share link: it shows what its recipient may have, to whoever has the secret, and to nobody else."""

from __future__ import annotations

import io
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from media_library.models import Asset
from media_library.services import withdraw
from press.log_masking import HideKeys, masked
from press.models import (
    KitItem,
    Organisation,
    OrganisationState,
    Receipt,
    ShareLink,
    TermsAcceptance,
    Way,
)
from press.services import kits as kit_service
from press.services import partners, share_links
from press.views import share as view
from tests.media_library.factories import approved, in_state, licence
from tests.press.factories import guest, in_hours, kit, organisation, share, terms_version
from tests.press.share.visiting import Visitor, names_in, taken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_old_tries() -> None:
    cache.clear()


def press_only(**values: Any) -> Any:
    return approved(licence=licence("press"), **values)


def refused(address: str, visitor: Visitor | None = None) -> Any:
    response = (visitor or Visitor()).page(address)
    assert response.status_code == 404
    return response


# --- what it shows ----------------------------------------------------------------------------------------
def test_a_guest_gets_what_is_for_the_press_and_the_ledger_knows_the_link() -> None:
    photo = press_only()
    link, address = share(kit([photo]))
    visitor = Visitor()
    page = visitor.text(address)
    assert link.organisation.name in page
    assert f"/media/{photo.uuid}/medium.jpg" in page
    response = visitor.client.get(visitor.zip_address(address))
    assert len(names_in(response)) == 1
    receipt = Receipt.objects.get()
    assert (receipt.share_link, receipt.way, receipt.kit, receipt.organisation, receipt.asset_id) == (
        link, Way.SHARE, link.kit, link.organisation, photo.pk,
    )  # fmt: skip
    assert Client().get(f"/media/{photo.uuid}/small.webp").status_code == 404


def test_single_files_come_through_the_gate_and_are_signed_for() -> None:
    photo = press_only()
    link, address = share(kit([photo]))
    visitor = Visitor()
    (file,) = visitor.file_addresses(address)
    small = file.replace("original", "small.webp")
    for path in (small, file):
        response = visitor.client.get(path)
        assert response.status_code == 200
        assert response["Cache-Control"].startswith("private")
        assert response["Referrer-Policy"] == "no-referrer"
        assert taken(response)
    assert list(Receipt.objects.values_list("variant", "share_link")) == [("original", link.pk)]


def test_pictures_work_without_cookies_as_download_managers_ask() -> None:
    _link, address = share(kit([press_only()]))
    zip_address = Visitor().zip_address(address)
    assert names_in(Client().get(zip_address))


def test_a_choice_shows_these_files_only() -> None:
    first, second = press_only(), press_only()
    _link, address = share(kit([first, second]), asset_ids=[first.pk])
    visitor = Visitor()
    page = visitor.text(address)
    assert str(first.uuid) in page
    assert str(second.uuid) not in page
    zip_address = visitor.zip_address(address)
    assert len(names_in(visitor.client.get(zip_address))) == 1
    assert visitor.client.get(f"{zip_address}?asset={second.uuid}").status_code == 404
    base = zip_address.removesuffix("kit.zip")
    assert visitor.client.get(f"{base}media/{second.uuid}/original").status_code == 404
    assert visitor.client.get(f"{base}media/{second.uuid}/small.webp").status_code == 404


@pytest.mark.parametrize("state", ["draft", "internal", "licence_expired", "consent_revoked"])
def test_it_is_no_hole(state: str) -> None:
    photo, other = in_state(state), approved()
    made = kit([other])
    KitItem.objects.create(kit=made, asset_id=photo.pk)
    _link, address = share(made)
    visitor = Visitor()
    assert str(photo.uuid) not in visitor.text(address)
    base = visitor.zip_address(address).removesuffix("kit.zip")
    assert visitor.client.get(f"{base}media/{photo.uuid}/original").status_code == 404
    assert len(names_in(visitor.client.get(base + "kit.zip"))) == 1


def test_a_licence_for_other_countries_stays_closed() -> None:
    photo = approved(licence=licence("press", territory=" LA "))
    _link, address = share(kit([photo, approved()]), guest(country="KH"))
    assert str(photo.uuid) not in Visitor().text(address)


def test_an_embargo_opens_only_where_it_was_ticked() -> None:
    photo = approved()
    made = kit([photo], embargo_until=in_hours(5))
    _closed, closed = share(made)
    early, opened = share(made, under_embargo=True)
    refused(closed)
    visitor = Visitor()
    assert "Under embargo until" in visitor.text(opened)
    assert names_in(visitor.client.get(visitor.zip_address(opened)))
    share_links.revoke(early, actor=None)
    refused(opened, visitor)


def test_a_link_carries_nothing_of_its_organisation_nor_gives_it_anything() -> None:
    """A partner's own early access doesn't open the link; a link's early access doesn't open the account."""
    photo = approved()
    partner = organisation()
    granted = kit([photo], grants=[(partner, True)], embargo_until=in_hours(5))
    _link, address = share(granted, partner)
    refused(address)
    other = kit([approved()], embargo_until=in_hours(5))
    share(other, partner, under_embargo=True)
    from tests.press.factories import signed_in

    assert signed_in(partner).get(f"/en/press/kits/{other.slug}/").status_code == 404


def test_a_kit_for_some_organisations_opens_to_the_recipient() -> None:
    made = kit([approved()], audience="organisations")
    _link, address = share(made)
    assert made.title_en in Visitor().text(address)


def test_what_is_withdrawn_vanishes_at_once_and_the_guest_is_told(mailoutbox: Any) -> None:
    photo, other = press_only(), press_only()
    link, address = share(kit([photo, other]))
    visitor = Visitor()
    files = visitor.file_addresses(address)
    gone = next(file for file in files if str(photo.uuid) in file)
    assert visitor.client.get(gone).status_code == 200
    withdraw(Asset.objects.get(pk=photo.pk), reason="Sai chú thích", actor=None)
    page = visitor.text(address)
    assert "was withdrawn" in page
    assert f"{photo.uuid}/medium.jpg" not in page
    assert visitor.client.get(gone).status_code == 410
    assert visitor.client.get(gone.replace("original", "small.webp")).status_code == 410
    from press.services.notices import send_waiting

    send_waiting()
    assert [mail.to for mail in mailoutbox] == [[link.organisation.contact_email]]
    assert "/press/notices/" not in mailoutbox[0].body


# --- who gets in ----------------------------------------------------------------------------------------
def test_nobody_keeps_lists_or_passes_on_the_address() -> None:
    _link, address = share(kit([approved()]))
    for response in (Visitor().page(address), Visitor().page("/en/press/s/nonsense/")):
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert 'name="robots" content="noindex, nofollow"' in response.content.decode()


def test_the_secret_stands_nowhere_but_in_its_address() -> None:
    link, address = share(kit([approved()]))
    secret = address.split("/")[-2]
    page = Visitor().text(address)
    assert secret not in link.digest
    elsewhere = [line.strip() for line in page.splitlines() if secret in line and "/language/?to=" not in line]
    assert elsewhere == [], "nowhere but in the menus of languages"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/en/press/answer/1-2~key/", "/en/press/answer/…/"),
        ("/en/press/invitation/key/", "/en/press/invitation/…/"),
        ("/fr/press/alerts/stop/key/", "/fr/press/alerts/stop/…/"),
        ("/en/press/register/confirm/key/", "/en/press/register/confirm/…/"),
        ("/en/press/register/answer/key/", "/en/press/register/answer/…/"),
        ("/en/press/login/link/in_key/", "/en/press/login/link/…/"),
        ("/en/press/password/Mg/key/", "/en/press/password/Mg/…/"),
        ("/en/press/kits/ha-long/", "/en/press/kits/ha-long/"),
    ],
)
def test_the_keys_of_all_mailed_links_are_masked(address: str, said: str) -> None:
    assert masked(f"Not Found: {address}") == f"Not Found: {said}"


def test_no_log_names_a_secret_or_ticket() -> None:
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.addFilter(HideKeys())
    logging.getLogger("django.request").addHandler(handler)
    try:
        refused("/en/press/s/shr_unknown/")
        Client().put("/en/press/s/shr_unknown/")
        Client().get("/press/files/some:ticket/kit.zip?asset=x")
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    said = lines.getvalue()
    assert "/en/press/s/…/" in said
    assert "/press/files/…/kit.zip" in said
    assert "shr_unknown" not in said
    assert "some:ticket" not in said
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["secrets"]


def _expired(link: ShareLink) -> None:
    ShareLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())


def _revoked(link: ShareLink) -> None:
    share_links.revoke(link, actor=None)


def _used_up(link: ShareLink) -> None:
    ShareLink.objects.filter(pk=link.pk).update(download_limit=1, downloads=1)


def _suspended(link: ShareLink) -> None:
    partners.suspend(link.organisation, actor=None)


def _kit_closed(link: ShareLink) -> None:
    kit_service.close(link.kit, actor=None, reason="")


@pytest.mark.parametrize("spoil", [_expired, _revoked, _used_up, _suspended, _kit_closed])
@pytest.mark.parametrize("password", ["", "long enough"])
def test_every_link_that_opens_nothing_looks_like_one_that_never_was(spoil: Any, password: str) -> None:
    photo = approved()
    link, address = share(kit([photo]), password=password)
    files: list[str] = []
    if not password:
        visitor = Visitor()
        files = [visitor.zip_address(address), *visitor.file_addresses(address)]
    spoil(link)

    def body(path: str) -> str:
        return refused(path).content.decode().replace(path.split("/")[-2], "")

    assert body(address) == body("/en/press/s/shr_" + "x" * 43 + "/")
    for file in files:
        assert Client().get(file).status_code == 404


@pytest.mark.parametrize("secret", ["x", "shr_", "%00", "a" * 5000, "..%2F..", "'--", "shr_ộ", "%F0%9F%92%A3"])
def test_hostile_secrets_are_only_unknown(secret: str) -> None:
    refused(f"/en/press/s/{secret}/")


def test_guessing_is_slowed_down_and_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "GUESSES", view.Throttle("share-link-test", limit=3, seconds=60))
    _link, address = share(kit([approved()]))
    for number in range(3):
        refused(f"/en/press/s/guess{number}/")
    assert Visitor().page(address).status_code == 429
    assert Visitor(REMOTE_ADDR="203.0.113.9").page(address).status_code == 200


@pytest.mark.parametrize("ticket", ["x", "1.a:b:c", "%00", "a" * 3000, "1." + "0" * 32])
def test_forged_tickets_open_nothing(ticket: str) -> None:
    photo = approved()
    share(kit([photo]))
    assert Client().get(f"/press/files/{ticket}/kit.zip").status_code == 404
    assert Client().get(f"/press/files/{ticket}/media/{photo.uuid}/original").status_code == 404


def test_a_ticket_is_over_after_some_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    _link, address = share(kit([approved()]))
    zip_address = Visitor().zip_address(address)
    monkeypatch.setattr("press.share_tickets.LIVES", -1)
    assert Client().get(zip_address).status_code == 404


# --- password -------------------------------------------------------------------------------------------
def test_the_password_page_says_nothing_of_what_lies_behind_it() -> None:
    photo = approved()
    link, address = share(kit([photo]), password="correct horse")
    response = Visitor().page(address)
    page = response.content.decode()
    assert response.status_code == 200
    for told in (link.name, link.organisation.name, link.kit.title_en, str(photo.uuid), link.kit.slug):
        assert told not in page
    assert "share-" not in str(response.cookies)
    assert link.password.startswith(("pbkdf2", "argon2", "bcrypt", "scrypt", "md5"))
    assert "correct horse" not in link.password


def test_the_password_opens_and_never_stands_in_an_address() -> None:
    link, address = share(kit([approved()]), password="correct horse")
    visitor = Visitor()
    assert visitor.client.get(f"{address}?password=correct+horse").content.decode().count("Protected link")
    assert visitor.post(address, act="open", password="wrong horse").status_code == 403
    response = visitor.post(address, act="open", password="correct horse")
    assert (response.status_code, response["Location"]) == (303, address)
    assert link.kit.title_en in visitor.text(address)
    cookie = response.cookies[f"share-{link.pk}"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (address, True, "Lax")
    assert "Protected link" in Visitor().text(address)


def test_a_ticket_of_another_link_is_no_password() -> None:
    made = kit([approved()])
    first, open_address = share(made)
    second, address = share(made, password="correct horse")
    visitor = Visitor()
    visitor.page(open_address)
    visitor.client.cookies[f"share-{second.pk}"] = visitor.client.cookies[f"share-{first.pk}"].value
    assert "Protected link" in visitor.text(address)


def test_wrong_passwords_are_throttled_before_they_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    _link, address = share(kit([approved()]), password="correct horse")
    visitor = Visitor()
    for _number in range(5):
        assert visitor.post(address, act="open", password="wrong").status_code == 403
    asked: list[str] = []
    monkeypatch.setattr(share_links, "is_password", lambda *args: asked.append("x") or True)
    assert visitor.post(address, act="open", password="correct horse").status_code == 429
    assert not asked
    assert Visitor(REMOTE_ADDR="203.0.113.9").post(address, act="open", password="x").status_code == 303


def test_no_other_site_can_send_the_forms() -> None:
    terms_version()
    _link, address = share(kit([approved()]), password="correct horse")
    visitor = Visitor()
    assert visitor.client.post(address, {"act": "open", "password": "correct horse"}).status_code == 200
    assert "Protected link" in visitor.text(address)
    assert (
        visitor.client.post(address, {"act": "open", "mark": "1:x:y", "password": "correct horse"}).status_code == 200
    )
    visitor.post(address, act="open", password="correct horse")
    visitor.client.post(address, {"act": "accept", "name": "N", "agreed": "yes", "version": "1"})
    assert not TermsAcceptance.objects.exists()


# --- terms ----------------------------------------------------------------------------------------------
def test_terms_are_accepted_by_name_once_for_every_version() -> None:
    terms_version(1)
    photo = press_only()
    link, address = share(kit([photo]))
    visitor = Visitor()
    page = visitor.text(address)
    assert "kit.zip" not in page
    assert f"{photo.uuid}/medium.jpg" in page, "looking needs no terms"
    base = page.split("/media/")[0].rsplit('"', 1)[-1].rsplit(" ", 1)[-1]
    assert visitor.client.get(f"{base}/kit.zip").status_code == 404
    assert visitor.client.get(f"{base}/media/{photo.uuid}/original").status_code == 403
    for wrong in (
        {"name": "", "agreed": "yes"}, {"name": "  ", "agreed": "yes"}, {"name": "x" * 201, "agreed": "yes"},
        {"name": "Sok Dara"}, {"name": "Sok Dara", "agreed": "yes", "version": "7"},
    ):  # fmt: skip
        assert visitor.post(address, act="accept", **({"version": "1"} | wrong)).status_code == 400
    assert not TermsAcceptance.objects.exists()
    response = visitor.post(
        address, act="accept", name=" Sok  Dara ", agreed="yes", version="1", next="https://evil.example/"
    )
    assert (response.status_code, response["Location"]) == (303, address)
    acceptance = TermsAcceptance.objects.get()
    assert (acceptance.name, acceptance.share_link, acceptance.organisation) == ("Sok Dara", link, link.organisation)
    assert names_in(visitor.client.get(visitor.zip_address(address)))
    _other, second = share(kit([press_only()]), link.organisation)
    assert "kit.zip" in Visitor().text(second), "asked once per version"
    terms_version(2)
    assert "kit.zip" not in visitor.text(address), "shown again when they change"


def test_a_partner_that_accepted_isnt_asked_again() -> None:
    terms_version(1)
    _link, address = share(kit([press_only()]), organisation())
    assert "kit.zip" in Visitor().text(address)


# --- form -------------------------------------------------------------------------------------------------
def test_the_page_speaks_the_readers_language() -> None:
    made = kit([approved()], title_vi="Lễ hội hoa ban")
    _link, address = share(made)
    page = Visitor().text(address.replace("/en/", "/vi/", 1))
    assert "Lễ hội hoa ban" in page


def test_queries_dont_grow_with_the_kit(django_assert_max_num_queries: Any) -> None:
    _link, address = share(kit([approved() for _ in range(8)]))
    Visitor().page(address)
    with django_assert_max_num_queries(34):
        Visitor().page(address)
    visitor = Visitor()
    (file, *_rest) = visitor.file_addresses(address)
    visitor.client.get(file.replace("original", "small.webp"))
    with django_assert_max_num_queries(9):
        visitor.client.get(file.replace("original", "small.webp"))


def test_a_guest_is_never_a_partner() -> None:
    from press.audiences import partner_audience  # noqa: F401
    from press.services import tokens

    made = guest()
    _token, secret = tokens.issue(made, "desk")
    photo = press_only()
    response = Client().get(f"/api/v1/assets/{photo.uuid}", headers={"Authorization": f"Bearer {secret}"})
    assert response.status_code == 401
    assert not Organisation.objects.get(pk=made.pk).is_partner
    assert made.state == OrganisationState.GUEST


def test_last_use_is_noted_but_not_for_previews() -> None:
    link, address = share(kit([approved()]))
    Client().head(address)
    link.refresh_from_db()
    assert link.last_used_at is None
    Visitor().page(address)
    link.refresh_from_db()
    assert link.last_used_at is not None
    assert timezone.now() - link.last_used_at < timedelta(minutes=1)
