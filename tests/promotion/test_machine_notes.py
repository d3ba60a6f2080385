"""Readers are told where a machine translated what they read, and find the original."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from locales.exchange.units import digest
from locales.machine.models import MachineText
from media_library import services
from media_library.models import Photo
from press.services.kits import publish_changes
from tests.media_library import factories as assets
from tests.press import factories as press
from tests.promotion import factories

pytestmark = pytest.mark.django_db
WORDS = "Translated by a machine"
MARK = "Machine translation"


@pytest.fixture(autouse=True)
def homes() -> Any:
    return factories.site("en", "fr")


def label(kind: str, pk: int, code: str, **texts: str) -> None:
    """As the machine's desk leaves it."""
    for key, text in texts.items():
        MachineText.objects.create(
            kind=kind, object_id=pk, language=code, key=key, target_digest=digest(text), engine="test"
        )


def photo_by_machine() -> Photo:
    photo = assets.approved(title_en="Boats", caption_en="Boats in the bay", caption_fr="Des bateaux")
    label("media_library.photo", photo.pk, "en", caption="Boats in the bay", title="Something else")
    services.rebuild_document(photo.pk)
    return Photo.objects.get(pk=photo.pk)


def test_a_picture_says_it_where_it_is_so(client: Client) -> None:
    photo = photo_by_machine()
    page = client.get(f"/en/images/{photo.uuid}/").content.decode()
    assert WORDS in page
    original = f'<a href="/vi/images/{photo.uuid}/" hreflang="vi">Read the original: <span lang="vi" dir="ltr">'
    assert original in page
    assert client.get(f"/fr/images/{photo.uuid}/").content.decode().count("notice--inline") == 0, "a person's caption"
    assert client.get(f"/vi/images/{photo.uuid}/").content.decode().count("notice--inline") == 0


def test_a_fallback_that_a_machine_made_says_it_too(client: Client) -> None:
    factories.language("lo")
    photo = photo_by_machine()
    page = client.get(f"/lo/images/{photo.uuid}/").content.decode()
    assert 'hreflang="vi"' in page and "notice--inline" in page


def test_the_label_goes_when_a_person_changes_the_text(client: Client) -> None:
    photo = photo_by_machine()
    photo.caption_en = "Boats in Ha Long Bay at dawn"
    photo.save_revision().publish()
    assert WORDS not in client.get(f"/en/images/{photo.uuid}/").content.decode()


def test_lists_mark_it(client: Client) -> None:
    photo_by_machine()
    assert MARK in client.get("/en/images/").content.decode()
    assert MARK in client.get("/en/images/?q=boats").content.decode()
    assert "machine-mark" not in client.get("/vi/images/").content.decode()


def test_the_api_says_which_languages(client: Client) -> None:
    photo = photo_by_machine()
    found = client.get(f"/api/v1/assets/{photo.uuid}?lang=en").json()
    assert found["languages"] == ["vi", "en", "fr"] and found["machine_languages"] == ["en"]
    other = assets.approved(title_en="By hand")
    assert client.get(f"/api/v1/assets/{other.uuid}").json()["machine_languages"] == []


def test_a_document_of_before_the_labels_has_none(client: Client) -> None:
    photo = assets.approved(title_en="Boats")
    document = photo.published
    del document.body["machine"]
    document.save()
    assert client.get(f"/en/images/{photo.uuid}/").status_code == 200
    assert client.get(f"/api/v1/assets/{photo.uuid}").json()["machine_languages"] == []


def test_a_kit_says_it_and_so_does_the_api(client: Client) -> None:
    kit = press.kit(summary_vi="Mọi điều về lễ hội.")
    page = f"/en/press/kits/{kit.slug}/"
    assert WORDS not in client.get(page).content.decode()
    label("press.kit", kit.pk, "en", summary="Everything about the festival.")
    kit.save()
    shown = client.get(page).content.decode()
    assert WORDS in shown and f'href="/vi/press/kits/{kit.slug}/" hreflang="vi"' in shown
    assert WORDS not in client.get(f"/vi/press/kits/{kit.slug}/").content.decode()
    assert MARK in client.get("/en/press/").content.decode()
    assert client.get(f"/api/v1/kits/{kit.uuid}").json()["machine_languages"] == ["en"]
    kit.summary_en = "All about the festival."
    kit.save()
    publish_changes(kit, actor=None)
    assert WORDS not in client.get(page).content.decode()


def test_a_page_says_it_in_its_own_language_and_as_a_fallback(client: Client, homes: Any) -> None:
    profile = factories.profile(homes["vi"])
    page = factories.translated(profile, "en", title="Quang Ninh", introduction="<p>Forest <b>and</b> sea.</p>")
    path = page.get_url()
    assert WORDS not in client.get(path).content.decode()
    key = next(unit.key for unit in _units(page) if unit.key.startswith("introduction"))
    text = next(unit.source for unit in _units(page) if unit.key == key)
    label("page", profile.pk, "en", **{key: text})
    page.save()
    shown = client.get(path).content.decode()
    assert WORDS in shown and f'<a href="{profile.get_url()}" hreflang="vi">Read the original' in shown
    assert WORDS not in client.get(profile.get_url()).content.decode()
    fallback = client.get(path.replace("/en/", "/fr/")).content.decode()
    assert 'hreflang="vi"><' not in fallback and f'<a href="{profile.get_url()}" hreflang="vi">' in fallback
    page.introduction = "<p>Forest and sea.</p>"
    page.save_revision().publish()
    assert WORDS not in client.get(path).content.decode()


def test_a_translated_page_costs_one_question_more(homes: Any, django_assert_num_queries: Any) -> None:
    from locales.machine.selectors import is_machine_made_page

    profile = factories.profile(homes["vi"])
    assert profile.locale.language_code == "vi"
    with django_assert_num_queries(1):
        assert not is_machine_made_page(profile)


def _units(page: Any) -> Any:
    from locales.exchange.fields import units_of

    return units_of(page, None, "")
