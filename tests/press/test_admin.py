"""The press officer's screens: own province only, and every act where it belongs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from media_library.models import Asset, Photo
from press.models import Kit, KitState, Member, Organisation, OrganisationState, Receipt
from press.wagtail_hooks import photo_buttons
from provinces.teams import Role
from tests.media_library.factories import approved, draft, province, user, withdrawn
from tests.press.factories import bearer, in_hours, kit, member, officer, organisation, terms_version

pytestmark = pytest.mark.django_db

REASONS = {"reason_vi": "Sai chú thích", "reason_en": "Wrong caption", "hours": "72"}


def client_of(account: Any) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(account)
    return client


@pytest.fixture
def officers() -> Client:
    return client_of(officer())


def kit_data(photos: list[Photo] = [], **values: Any) -> dict[str, Any]:  # noqa: B006  (only read)
    data = {
        "title_vi": "Lễ hội hoa",
        "title_en": "Flower festival",
        "province": province().pk,
        "slug": "flowers",
        "audience": "public",
        "embargo_timezone": "Asia/Ho_Chi_Minh",
        "items-TOTAL_FORMS": len(photos),
        "items-INITIAL_FORMS": 0,
        "items-MIN_NUM_FORMS": 0,
        "items-MAX_NUM_FORMS": 1000,
        "grants-TOTAL_FORMS": 0,
        "grants-INITIAL_FORMS": 0,
        "grants-MIN_NUM_FORMS": 0,
        "grants-MAX_NUM_FORMS": 1000,
        "contacts-TOTAL_FORMS": 0,
        "contacts-INITIAL_FORMS": 0,
        "contacts-MIN_NUM_FORMS": 0,
        "contacts-MAX_NUM_FORMS": 1000,
    }
    for number, photo in enumerate(photos):
        data |= {f"items-{number}-asset": photo.pk, f"items-{number}-ORDER": number, f"items-{number}-id": ""}
    return data | values


def test_a_kit_is_made_with_its_embargo_in_its_own_time_zone(officers: Client) -> None:
    data = kit_data([approved()], embargo_until="2030-07-01 09:00", embargo_timezone="Europe/Paris")
    response = officers.post("/admin/kits/new/", data)
    assert response.status_code == 302, response.context["form"].errors
    made = Kit.objects.get()
    assert made.embargo_until is not None
    assert made.embargo_until.isoformat() == "2030-07-01T07:00:00+00:00"
    assert (made.state, made.items.count()) == (KitState.DRAFT, 1)
    page = officers.get(f"/admin/kits/edit/{made.pk}/")
    assert page.status_code == 200
    assert b"2030-07-01 09:00" in page.content


def test_an_hour_that_clocks_skip_is_refused(officers: Client) -> None:
    data = kit_data(embargo_until="2030-03-31 02:30", embargo_timezone="Europe/Paris")
    response = officers.post("/admin/kits/new/", data)
    assert response.status_code == 200
    assert "embargo_until" in response.context["form"].errors


def test_pictures_of_another_province_dont_go_into_a_kit(officers: Client) -> None:
    response = officers.post("/admin/kits/new/", kit_data([approved(of=province("01"))]))
    assert response.status_code == 200
    assert not Kit.objects.exists()


def test_a_kit_for_another_province_isnt_made(officers: Client) -> None:
    response = officers.post("/admin/kits/new/", kit_data(province=province("01").pk))
    assert response.status_code == 200
    assert not Kit.objects.exists()


@pytest.mark.parametrize(
    "act", ["edit/{pk}/", "history/{pk}/", "{pk}/publish/", "{pk}/changes/", "{pk}/embargo/", "{pk}/close/"]
)
def test_another_provinces_kits_dont_exist(act: str, officers: Client) -> None:
    foreign, own = kit(province=province("01")), kit()
    assert officers.get(f"/admin/kits/{act.format(pk=foreign.pk)}").status_code == 404
    assert officers.post(f"/admin/kits/{act.format(pk=foreign.pk)}", {}).status_code == 404
    assert officers.get(f"/admin/kits/{act.format(pk=own.pk)}").status_code == 200
    assert officers.get("/admin/kits/999999/publish/").status_code == 404
    listed = officers.get("/admin/kits/").content.decode()
    assert own.title_vi in listed
    assert foreign.title_vi not in listed


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.TRANSLATOR])
def test_others_of_the_province_dont_work_on_kits(role: Role) -> None:
    made, client = kit(publish=False), client_of(user(f"the-{role.value}", role))
    photo = approved()
    for path in (
        f"/admin/kits/edit/{made.pk}/",
        f"/admin/kits/{made.pk}/publish/",
        f"/admin/press/assets/{photo.pk}/withdraw/",
        f"/admin/press/assets/{photo.pk}/holders/",
        "/admin/press/ledger/",
        "/admin/press/notices/",
        "/admin/organisations/",
    ):
        assert client.get(path).status_code in (302, 404), path
        assert client.post(path, {"reason": "x"}).status_code in (302, 403, 404, 405), path
    made.refresh_from_db()
    assert made.state == KitState.DRAFT
    assert Asset.objects.get(pk=photo.pk).withdrawn_at is None


def test_publishing_says_what_it_hides(officers: Client) -> None:
    photos = [approved(), approved()]
    made = kit(photos, embargo_until=in_hours(3), publish=False)
    asked = officers.get(f"/admin/kits/{made.pk}/publish/")
    assert "2 of the pictures are public now" in asked.content.decode()
    done = officers.post(f"/admin/kits/{made.pk}/publish/", follow=True)
    assert "2 pictures were public and are hidden until" in done.content.decode()
    made.refresh_from_db()
    assert made.state == KitState.PUBLISHED


def test_the_embargo_of_a_published_kit_isnt_moved_by_its_form(officers: Client) -> None:
    until = in_hours(3)
    made = kit(embargo_until=until)
    data = kit_data(slug=made.slug, embargo_until="2040-01-01 00:00", embargo_timezone="UTC")
    assert officers.post(f"/admin/kits/edit/{made.pk}/", data).status_code == 302
    made.refresh_from_db()
    assert (made.embargo_until, made.embargo_timezone) == (until, "Asia/Ho_Chi_Minh")
    assert made.title_vi == "Lễ hội hoa"


def test_a_picture_added_to_a_published_kit_comes_under_its_embargo(officers: Client) -> None:
    made, photo = kit(embargo_until=in_hours(3)), approved()
    data = kit_data([photo], slug=made.slug)
    saved = officers.post(f"/admin/kits/edit/{made.pk}/", data, follow=True).content.decode()
    assert "Readers see it when you publish the changes" in saved
    assert Asset.objects.get(pk=photo.pk).embargo_until is None
    asked = officers.get(f"/admin/kits/{made.pk}/changes/")
    assert "1 of the files is public now" in asked.content.decode()
    done = officers.post(
        f"/admin/kits/{made.pk}/changes/", {"seen": asked.context["form"].initial["seen"]}, follow=True
    )
    assert "1 picture was public and is hidden until" in done.content.decode()
    assert Asset.objects.get(pk=photo.pk).embargo_until == made.embargo_until


def test_moving_and_lifting_the_embargo(officers: Client) -> None:
    made = kit([approved()], embargo_until=in_hours(3))
    url = f"/admin/kits/{made.pk}/embargo/"
    past = officers.post(url, {"embargo_until": "2020-01-01 00:00", "hours": "72"})
    assert "This moment has passed" in past.content.decode()
    officers.post(url, {"embargo_until": "2040-01-01 07:00", **REASONS})
    made.refresh_from_db()
    assert made.embargo_until is not None
    assert made.embargo_until.isoformat() == "2040-01-01T00:00:00+00:00"
    officers.post(url, {"embargo_until": "", "hours": "72"})
    made.refresh_from_db()
    assert made.embargo_until is None


def test_closing(officers: Client) -> None:
    made = kit([approved()])
    assert officers.get(f"/admin/kits/{made.pk}/close/").status_code == 200
    officers.post(f"/admin/kits/{made.pk}/close/", REASONS)
    assert Client().get(f"/en/press/kits/{made.slug}/").status_code == 404
    officers.post(f"/admin/kits/{made.pk}/publish/")
    assert Client().get(f"/en/press/kits/{made.slug}/").status_code == 200


# --- recall ---------------------------------------------------------------------------------------------------


def test_withdrawing_shows_the_holders_before_and_after(
    officers: Client, django_capture_on_commit_callbacks: Any
) -> None:
    photo, better, partner = approved(), approved(), organisation(name="Le Monde", country="FR")
    Client().get(f"/media/{photo.uuid}/original", headers=bearer(partner))
    url = f"/admin/press/assets/{photo.pk}/withdraw/"
    before = officers.get(url).content.decode()
    assert "Le Monde" in before
    assert partner.contact_email in before
    assert officers.post(url, {"hours": "72", "reason_vi": " "}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        done = officers.post(url, {**REASONS, "successor": better.pk}, follow=True)
    after = done.content.decode()
    assert "1 organisation that has the file is being told" in after
    assert "Wrong caption" in after
    assert "not yet" in after
    asset = Asset.objects.get(pk=photo.pk)
    assert asset.withdrawn_at is not None
    assert asset.successor_id == better.pk
    assert len(outbox.outbox) == 1
    again = officers.post(url, REASONS)
    assert "withdrawn already" in again.content.decode()


def test_a_successor_is_an_approved_picture_of_the_province(officers: Client) -> None:
    photo = approved()
    for bad in (draft(), approved(of=province("01")), photo):
        response = officers.post(f"/admin/press/assets/{photo.pk}/withdraw/", {**REASONS, "successor": bad.pk})
        assert response.status_code == 200
    assert Asset.objects.get(pk=photo.pk).withdrawn_at is None


def test_assets_of_another_province_dont_exist(officers: Client) -> None:
    foreign = approved(of=province("01"))
    for act in ("withdraw", "holders"):
        assert officers.get(f"/admin/press/assets/{foreign.pk}/{act}/").status_code == 404
        assert officers.post(f"/admin/press/assets/{foreign.pk}/{act}/", {"reason": "x"}).status_code in (404, 405)
    assert Asset.objects.get(pk=foreign.pk).withdrawn_at is None


def test_the_photo_list_leads_to_both() -> None:
    photo, gone, drafted = approved(), withdrawn(), draft()

    def urls(of: Photo, account: Any) -> list[str]:
        return [str(button.url) for button in photo_buttons(of, account)]

    holders, withdraw = f"/admin/press/assets/{photo.pk}/holders/", f"/admin/press/assets/{photo.pk}/withdraw/"
    assert urls(photo, officer()) == [holders, withdraw]
    assert urls(photo, officer(of=province("01"))) == []
    assert urls(photo, user("mere-editor", Role.EDITOR)) == []
    assert urls(gone, officer()) == [f"/admin/press/assets/{gone.pk}/holders/"]
    assert len(urls(drafted, officer())) == 1


def test_ledger_and_notices_show_the_own_provinces_only(officers: Client) -> None:
    own, foreign, partner = approved(), approved(of=province("01")), organisation()
    for photo in (own, foreign):
        Client().get(f"/media/{photo.uuid}/original", headers=bearer(partner))
        from media_library.services import withdraw

        withdraw(photo, reason="Sai", actor=None)
    for path in ("ledger", "notices"):
        page = officers.get(f"/admin/press/{path}/")
        assert page.status_code == 200
        assert page.context["object_list"].count() == 1
        assert officers.get(f"/admin/press/{path}/?export=csv").status_code == 200
    assert Receipt.objects.count() == 2
    found = officers.get(f"/admin/press/ledger/?asset_uuid={own.uuid}&organisation={partner.pk}")
    assert found.context["object_list"].count() == 1
    everything = client_of(user("root", is_superuser=True, is_staff=True))
    assert everything.get("/admin/press/ledger/").context["object_list"].count() == 2


# --- partners -----------------------------------------------------------------------------------------------


def test_a_partner_is_entered_verified_and_suspended(officers: Client) -> None:
    data = {
        "name": "Vientiane Times",
        "country": "la",
        "kind": "newsroom",
        "language": "lo",
        "languages": ["lo", "en"],
        "contact_name": "Noy",
        "contact_email": "noy@example.org",
        "website": "",
    }
    response = officers.post("/admin/organisations/new/", data)
    assert response.status_code == 302, response.context["form"].errors
    made = Organisation.objects.get()
    assert (made.country, made.languages, made.state) == ("LA", ["lo", "en"], OrganisationState.APPLIED)
    assert officers.get(f"/admin/organisations/edit/{made.pk}/").status_code == 200
    url = f"/admin/organisations/{made.pk}/access/"
    assert "Verify as a partner" in officers.get(url).content.decode()
    officers.post(url, {"act": "verify"})
    made.refresh_from_db()
    assert made.is_partner
    assert made.verified_by is not None
    officers.post(url, {"act": "suspend", "reason": "Broke an embargo"})
    made.refresh_from_db()
    assert made.state == OrganisationState.SUSPENDED
    assert "Broke an embargo" in officers.get(f"/admin/organisations/history/{made.pk}/").content.decode()


def test_members_and_tokens_of_a_partner(officers: Client, django_capture_on_commit_callbacks: Any) -> None:
    made = organisation()
    url = f"/admin/organisations/{made.pk}/access/"
    with django_capture_on_commit_callbacks(execute=True):
        officers.post(url, {"act": "invite", "email": "anne@example.org", "full_name": "Anne", "role": "correspondent"})
    assert len(outbox.outbox) == 1
    person = Member.objects.get()
    officers.post(url, {"act": "close_member", "pk": person.pk})
    person.user.refresh_from_db()
    assert not person.user.is_active
    issued = officers.post(url, {"act": "issue", "name": "CMS", "days": 30})
    assert "no-store" in issued["Cache-Control"]
    assert b"pic_" in issued.content
    token = made.tokens.get()
    officers.post(url, {"act": "revoke", "pk": token.pk})
    token.refresh_from_db()
    assert token.revoked_at is not None
    stranger = member()
    officers.post(url, {"act": "close_member", "pk": stranger.pk})
    stranger.user.refresh_from_db()
    assert stranger.user.is_active
    for bad in ({"act": "invite", "email": "x"}, {"act": "nothing"}, {"act": "revoke", "pk": "x"}):
        assert officers.post(url, bad).status_code in (302, 404)


def test_accepted_terms_stay_as_they_are() -> None:
    version = terms_version(published_at=timezone.now() - timedelta(days=1))
    root = client_of(user("root", is_superuser=True, is_staff=True))
    data = {f"{name}_{code}": "" for name in ("title", "body") for code in ("vi", "en")}
    data |= {"number": "1", "published_at": "2026-01-01 00:00", "title_vi": "Mới", "body_vi": "Mới"}
    organisation()
    response = root.post(f"/admin/press/terms/edit/{version.pk}/", data)
    assert response.status_code == 200
    assert "have accepted this version" in response.content.decode()
    version.refresh_from_db()
    assert version.title_vi == "Điều khoản"


def test_the_menu_shows_press_to_press_officers_only(officers: Client) -> None:
    assert '"name": "press"' in officers.get("/admin/").content.decode()
    assert '"name": "press"' not in client_of(user("an-editor", Role.EDITOR)).get("/admin/").content.decode()
