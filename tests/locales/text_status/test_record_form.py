"""Two people at one record without revisions: nobody's text is lost, and whoever comes second is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from press.models import Kit
from provinces.models import Sector
from tests.media_library.factories import user
from tests.press.factories import kit, officer

pytestmark = pytest.mark.django_db


def opened(client: Client, url: str) -> dict[str, Any]:
    """What the browser would send if the user changed nothing."""
    page = html.fromstring(client.get(url).content.decode())
    form = page.xpath("//form[.//input[@name='opened_with']]")[0]
    return {name: value for name, value in form.form_values() if not name.startswith("action")}


@pytest.fixture
def press_officer(client: Client) -> Client:
    client.force_login(officer())
    return client


def address(made: Any) -> str:
    return reverse("kits:edit", args=[made.pk])


def test_what_another_wrote_meanwhile_stays(press_officer: Client) -> None:
    made = kit(publish=False)
    form = opened(press_officer, address(made))
    Kit.objects.filter(pk=made.pk).update(title_fr="Écrit entre-temps", release_body_en="One.\n\nTwo.")
    answer = press_officer.post(address(made), form | {"title_vi": "Tôi viết", "summary_en": "Mine"})
    assert answer.status_code == 302
    saved = Kit.objects.get(pk=made.pk)
    assert (saved.title_vi, saved.title_fr, saved.summary_en) == ("Tôi viết", "Écrit entre-temps", "Mine")
    assert saved.release_body_en == "One.\n\nTwo."


def test_where_both_changed_the_same_text_the_second_is_told_and_keeps_what_they_typed(press_officer: Client) -> None:
    made = kit(publish=False)
    form = opened(press_officer, address(made)) | {"title_en": "Mine"}
    Kit.objects.filter(pk=made.pk).update(title_en="Theirs")
    answer = press_officer.post(address(made), form)
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "Mine" in words and "chưa lưu" in words.lower()
    assert Kit.objects.get(pk=made.pk).title_en == "Theirs"
    page = html.fromstring(words)
    again = form | {"opened_with": page.xpath("//input[@name='opened_with']/@value")[0]}
    assert press_officer.post(address(made), again).status_code == 302
    assert Kit.objects.get(pk=made.pk).title_en == "Mine"


def test_both_wrote_the_same(press_officer: Client) -> None:
    made = kit(publish=False)
    form = opened(press_officer, address(made)) | {"title_en": "Same"}
    Kit.objects.filter(pk=made.pk).update(title_en="Same")
    assert press_officer.post(address(made), form).status_code == 302


@pytest.mark.parametrize("claimed", ["", "x", "[]", '{"title_en": 5}', "null", "{" * 19_000, '{"no_such": "a"}'])
def test_an_unreadable_claim_saves_as_it_is(press_officer: Client, claimed: str) -> None:
    made = kit(publish=False)
    form = opened(press_officer, address(made)) | {"title_vi": "Tôi viết", "opened_with": claimed}
    answer = press_officer.post(address(made), form)
    assert answer.status_code in (200, 302)
    assert Kit.objects.get(pk=made.pk).title_vi in ("Tôi viết", made.title_vi)


def test_reference_data_too(client: Client) -> None:
    client.force_login(user("root", is_superuser=True, is_staff=True))
    sector = Sector.objects.all()[0]
    url = reverse("wagtailsnippets_provinces_sector:edit", args=[sector.pk])
    form = opened(client, url)
    Sector.objects.filter(pk=sector.pk).update(name_lo="ຂຽນລະຫວ່າງນັ້ນ")
    assert client.post(url, form | {"description_en": "Mine"}).status_code == 302
    sector.refresh_from_db()
    assert (sector.name_lo, sector.description_en) == ("ຂຽນລະຫວ່າງນັ້ນ", "Mine")
