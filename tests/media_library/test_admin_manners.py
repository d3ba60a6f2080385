"""Small things that an editor meets on every page: headings, languages, forms that are sent twice."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from locales.breadcrumbs import SpokenBreadcrumbs
from media_library.models import Lightbox, StaffToken
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    browser = Client()
    browser.force_login(factories.user("editor", Role.EDITOR))
    return browser


@pytest.mark.parametrize(
    "name", ["media_library_upload", "media_library_batches", "media_library_tokens", "media_library_licence_guide"]
)
def test_pages_have_a_heading(client: Client, name: str) -> None:
    assert re.search(r"<h1[^>]*>.*?\w", client.get(reverse(name)).content.decode(), re.DOTALL)


def test_a_lightbox_form_sent_twice_makes_one(client: Client) -> None:
    form = {"title": "Lễ hội", "province": factories.draft().province_id}
    assert client.post(reverse("media_library_lightbox_new"), form).status_code == 302
    assert client.post(reverse("media_library_lightbox_new"), form | {"title": " Lễ  hội "}).status_code == 200
    box = Lightbox.objects.get()
    # Saving it again under its own name is no second one.
    assert client.post(reverse("media_library_lightbox_change", args=[box.pk]), form).status_code == 302


def test_a_token_form_sent_twice_issues_one(client: Client) -> None:
    form = {"act": "issue", "name": "Hãng ảnh", "province": factories.draft().province_id, "days": 30}
    assert client.post(reverse("media_library_tokens"), form).context["secret"]
    assert not client.post(reverse("media_library_tokens"), form).context["secret"]
    token = StaffToken.objects.get()
    client.post(reverse("media_library_tokens"), {"act": "revoke", "pk": token.pk})
    assert client.post(reverse("media_library_tokens"), form).context["secret"]


def test_breadcrumbs_are_in_the_language_of_the_reader(client: Client) -> None:
    profile = UserProfile.get_for_user(factories.user("editor"))
    for code, home in (("en", "Home"), ("vi", "Trang chủ"), ("en", "Home")):
        profile.preferred_language = code
        profile.save()
        items = client.get(reverse("photos:list")).context["breadcrumbs_items"]
        with translation.override(code):
            assert str(items[0]["label"]) == home


def test_breadcrumbs_keep_no_language() -> None:
    class Fixed:
        @property
        def breadcrumbs_items(self) -> list[dict[str, str]]:
            return [{"url": "/", "label": translation.gettext("Home")}]

    class Spoken(SpokenBreadcrumbs, Fixed):
        pass

    with translation.override("vi"):
        items = Spoken().breadcrumbs_items
    with translation.override("en"):
        assert str(items[0]["label"]) == "Home"
    with translation.override("vi"):
        assert str(items[0]["label"]) == "Trang chủ"


def test_licences_are_told_to_those_who_choose_them(client: Client) -> None:
    licence = factories.draft().licence
    body = client.get(reverse("media_library_licence_guide")).content.decode()
    assert licence.name_vi in body or licence.name in body
    stranger = Client()
    stranger.force_login(factories.user("stranger"))
    assert stranger.get(reverse("media_library_licence_guide")).status_code == 302


def test_a_press_officer_withdraws_from_the_picture_itself(client: Client) -> None:
    photo = factories.approved()
    address = reverse("photos:edit", args=[photo.pk])
    withdrawal = reverse("press_withdraw", args=[photo.pk])
    assert withdrawal not in client.get(address).content.decode()
    officer = Client()
    officer.force_login(factories.user("officer", Role.PRESS_OFFICER))
    assert withdrawal in officer.get(address).content.decode()
