"""What a machine translates is a labelled draft, and never in anybody's way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from locales.exchange.kinds import kind_of
from locales.machine import policy
from locales.machine.engines import EngineError, register_engine
from locales.machine.models import MachineText
from locales.machine.selectors import is_machine_made, is_machine_made_page, machine_keys
from locales.machine.services import translate_missing
from locales.models import TextState
from locales.text_status.selectors import statuses
from media_library.models import Photo
from provinces.teams import Role, sync_role_permissions
from tests.locales.machine.server import Fake, running
from tests.media_library import factories
from tests.promotion import factories as pages

pytestmark = pytest.mark.django_db
KEY = "media_library.photo"


@pytest.fixture
def fake(settings: Any) -> Iterator[Fake]:
    with running() as server:
        settings.MACHINE_TRANSLATION_URL = server.url
        yield server


@pytest.fixture
def translator() -> Any:
    account = factories.user("dich", Role.TRANSLATOR)
    sync_role_permissions()
    return account


def run(photo: Any, user: Any, to: str = "fr") -> Any:
    kind: Any = kind_of(KEY)
    return translate_missing(kind, Photo.objects.get(pk=photo.pk), "vi", to, user=user)


def draft(photo: Any) -> Any:
    kind: Any = kind_of(KEY)
    return kind.draft_of(Photo.objects.get(pk=photo.pk))


def test_empty_texts_become_a_labelled_draft_that_nobody_is_shown(fake: Fake, translator: Any) -> None:
    photo = factories.approved(caption_fr="De ma main")
    report = run(photo, translator)
    assert {line.key for line in report.applied} == {"title", "alt_text"}
    assert draft(photo).alt_text_fr == "THUYỀN TRÊN MẶT VỊNH" and draft(photo).caption_fr == "De ma main"
    assert (Photo.objects.get(pk=photo.pk).alt_text_fr or "") == ""
    french = statuses(photo)["fr"]
    assert french.state == TextState.DRAFT and french.is_shown, "readers go on getting what was approved"
    run(photo, translator, "de")
    assert statuses(photo)["de"].state == TextState.MACHINE
    photo.refresh_from_db()
    assert "de" not in photo.published.body["languages"]


def test_the_label_goes_with_the_first_change_by_hand(fake: Fake, translator: Any) -> None:
    photo = factories.approved()
    run(photo, translator)
    kind: Any = kind_of(KEY)
    item = kind.load(Photo.objects.get(pk=photo.pk), "vi", "fr")
    assert machine_keys(item) == {"title", "caption", "alt_text"}
    newer = draft(photo)
    newer.caption_fr = "Relu"
    newer.save_revision().publish()
    item = kind.load(Photo.objects.get(pk=photo.pk), "vi", "fr")
    assert machine_keys(item) == {"title", "alt_text"}
    texts = {unit.key: unit.target for unit in item.units}
    assert is_machine_made(KEY, photo.pk, "fr", texts)
    assert not is_machine_made(KEY, photo.pk, "fr", {"caption": "Relu"})
    assert statuses(photo)["fr"].state == TextState.APPROVED


def test_a_province_can_forbid_it(fake: Fake, translator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = factories.approved()
    monkeypatch.setattr(policy, "_policies", [lambda area: area == photo.province_id])
    with pytest.raises(EngineError):
        run(photo, translator)
    assert fake.questions == [] and not MachineText.objects.exists()


def test_without_a_service_there_is_no_button_and_no_translation(translator: Any, client: Client) -> None:
    photo = factories.approved()
    with pytest.raises(EngineError):
        run(photo, translator)
    client.force_login(translator)
    page = client.get(f"/admin/translating/{KEY}/{photo.pk}/?target=fr", follow=True)
    assert page.status_code == 200 and "/machine/" not in page.content.decode()


@pytest.mark.parametrize("mode", ["tags lost", "hostile"])
def test_formatting_that_was_lost_or_invented_is_refused(fake: Fake, translator: Any, mode: str) -> None:
    fake.mode = mode
    profile = pages.profile(pages.site("lo")["vi"], introduction="<p>Đến <b>Huế</b> nhé</p>")
    kind: Any = kind_of("page")
    report = translate_missing(kind, profile, "vi", "lo", user=translator)
    assert any("Huế" in line.source for line in report.refused)
    page = kind.translation_of(profile, "lo").get_latest_revision_as_object()
    assert "<script" not in page.introduction and "href" not in page.introduction
    assert "<script" not in str(page.body.get_prep_value())


def test_a_page_keeps_its_formatting(fake: Fake, translator: Any) -> None:
    profile = pages.profile(pages.site("lo")["vi"], introduction="<p>Đến <b>Huế</b> &amp; biển</p>")
    kind: Any = kind_of("page")
    assert not translate_missing(kind, profile, "vi", "lo", user=translator).refused
    page = kind.translation_of(profile, "lo").get_latest_revision_as_object()
    assert page.introduction == "<p>ĐẾN <b>HUẾ</b> &amp; BIỂN</p>"
    assert not page.live


def test_from_the_desk(fake: Fake, translator: Any, client: Client) -> None:
    photo = factories.approved()
    client.force_login(translator)
    address = f"/admin/translating/{KEY}/{photo.pk}/"
    assert f"{address}machine/" in client.get(f"{address}?target=fr", follow=True).content.decode()
    assert client.post(f"{address}machine/", {"target": "fr"}, follow=True).status_code == 200
    rows = client.get(f"{address}?target=fr", follow=True).context["rows"]
    assert len(rows) == 3 and all(row.is_machine for row in rows)
    fake.mode = "429"
    factories.user("xa", Role.TRANSLATOR, of=factories.province("01"))
    again = client.post(f"{address}machine/", {"target": "de"}, follow=True)
    assert again.status_code == 200 and not MachineText.objects.filter(language="de").exists()
    stranger = Client()
    stranger.force_login(factories.user("xa"))
    assert stranger.post(f"{address}machine/", {"target": "es"}).status_code == 404


def test_engines_have_names_of_their_own() -> None:
    with pytest.raises(ValueError):
        register_engine("libretranslate", lambda: None)


def test_a_page_that_was_approved_as_it_came_is_known_as_a_machines(fake: Fake, translator: Any) -> None:
    profile = pages.profile(pages.site("lo")["vi"], introduction="<p>Đến <b>Huế</b> &amp; biển</p>")
    kind: Any = kind_of("page")
    translate_missing(kind, profile, "vi", "lo", user=translator)
    kind.translation_of(profile, "lo").get_latest_revision().publish()
    page = kind.translation_of(profile, "lo")
    assert page.live and is_machine_made_page(page)
    assert not is_machine_made_page(profile)
    MachineText.objects.exclude(key__startswith="introduction").delete()
    assert is_machine_made_page(page)
    page.introduction = "<p>Đến Huế</p>"
    page.save_revision().publish()
    assert not is_machine_made_page(kind.translation_of(profile, "lo"))
