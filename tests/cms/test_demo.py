"""The demo in its reduced size, loaded once for this module and rolled back after it."""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from cms.demo import blocks, marker, source
from cms.demo.access import FILE_NAME, describe_access
from cms.demo.pictures import SCENES
from cms.demo.states import STATES, assets_by_state
from locales.registry import WORKING
from media_library.models import Asset, Photo, PublishedDocument
from media_library.rights import PUBLIC_AUDIENCE, Audience, Purpose
from media_library.rights.ask import decision_on
from press.models import Kit, NoticeDelivery, Organisation, Receipt
from promotion.languages.alternates import reader_url
from promotion.models import BrandPage, ProvincePage, SectorPage, StoryPage
from provinces.models import Observation, Province
from provinces.teams import Role, members_of
from tests.cms.heard import heard, strings_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
QUICK = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}


def load() -> str:
    told = io.StringIO()
    call_command("load_demo", size="small", stdout=told)
    return told.getvalue()


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), override_settings(**QUICK):
        atomic = transaction.atomic()
        atomic.__enter__()
        load()
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def access() -> dict[str, Any]:
    told = io.StringIO()
    call_command("demo_access", json=True, stdout=told)
    return dict(json.loads(told.getvalue()))


def entries() -> list[dict[str, Any]]:
    return [entry for province in source.provinces() for entry in province["pictures"]]


# --- states ---------------------------------------------------------------------------------------------
def test_at_least_two_pictures_in_every_state() -> None:
    found = assets_by_state()
    assert list(found) == list(STATES)
    assert {state: len(ids) for state, ids in found.items() if len(ids) < 2} == {}
    assert len(found["approved"]) > sum(len(ids) for state, ids in found.items() if state != "approved")


def test_every_picture_is_in_the_state_its_content_file_names() -> None:
    state_of = {uuid: state for state, ids in assets_by_state().items() for uuid in ids}
    for entry in entries():
        wanted = {"returned": "draft"}.get(entry.get("state", ""), entry.get("state", "approved"))
        assert state_of[str(source.stable_id("photo", entry["key"]))] == wanted, entry["key"]


def test_every_kind_is_there_in_several_states() -> None:
    kind_of = {str(uuid): kind for uuid, kind in Asset.objects.values_list("uuid", "kind")}
    states: dict[str, set[str]] = {}
    for state, ids in assets_by_state().items():
        for uuid in ids:
            states.setdefault(kind_of[uuid], set()).add(state)
    assert set(states) == {"photo", "video", "document", "graphic"}
    assert all("approved" in found and len(found) >= 3 for found in states.values()), states


def test_pictures_come_before_other_kinds_where_the_newest_do() -> None:
    newest = Asset.objects.filter(approved_at__isnull=False).order_by("-approved_at")
    assert set(newest.values_list("kind", flat=True)[:12]) == {"photo"}


@pytest.mark.parametrize("state", STATES)
def test_the_decision_says_what_the_state_promises(state: str) -> None:
    organisation = Organisation.objects.get(name=source.shared()["partners"][0]["name"])
    partner = Audience.partner(organisation.pk, organisation.country, terms_accepted=True)
    for asset in Asset.objects.filter(uuid__in=assets_by_state()[state]).select_related("licence", "consent"):
        public = decision_on(asset, PUBLIC_AUDIENCE, Purpose.PREVIEW).allowed
        assert public is (state == "approved")
        if state in ("approved", "press_only"):
            assert decision_on(asset, partner, Purpose.DOWNLOAD).allowed


def test_embargoed_pictures_of_the_kit_come_first_and_are_open_to_the_granted_partner() -> None:
    organisation = Organisation.objects.get(name=source.shared()["partners"][0]["name"])
    partner = Audience.partner(organisation.pk, organisation.country, terms_accepted=True)
    first = Asset.objects.get(uuid=assets_by_state()["embargoed"][0])
    assert decision_on(first, partner, Purpose.DOWNLOAD).allowed
    assert first.embargo_until == Kit.objects.get(embargo_until__isnull=False).embargo_until


# --- metadata -------------------------------------------------------------------------------------------
def test_every_picture_is_described_in_vietnamese_and_english() -> None:
    for photo in Photo.objects.all():
        for name in ("title", "caption", "alt_text", "place"):
            for code in ("vi", "en"):
                assert getattr(photo, f"{name}_{code}"), (photo.title_vi, name, code)
        assert photo.creator and photo.credit_line and photo.licence_id and photo.taken_at and photo.keywords
        assert photo.digital_source_type == "algorithmicMedia"


def test_published_documents_name_the_languages_they_have() -> None:
    languages = {
        code for body in PublishedDocument.objects.values_list("body", flat=True) for code in body["languages"]
    }
    assert {"vi", "en", "ja", "lo"} <= languages


def test_an_old_picture_keeps_the_name_of_its_day() -> None:
    photo = Photo.objects.get(uuid=source.stable_id("photo", "gl-cham-towers"))
    assert photo.historic_province is not None
    assert (photo.historic_province.name_vi, photo.province.name_vi) == ("Bình Định", "Gia Lai")


def test_pictures_were_submitted_by_editors_and_approved_by_approvers() -> None:
    photo = Photo.objects.get(uuid=source.stable_id("photo", "qn-bay-dawn"))
    log = ModelLogEntry.objects.filter(object_id=str(photo.pk)).order_by("timestamp", "pk")
    who = {entry.action: entry.user.username for entry in log if entry.user}
    assert who["wagtail.create"] == "editor.quangninh"
    assert who["wagtail.publish"] == "approver.quangninh"


# --- pages ----------------------------------------------------------------------------------------------
def test_all_pages_answer_in_their_language_and_in_every_other(client: Client) -> None:
    seen = set()
    for page in Page.objects.live().filter(depth__gt=1).specific().select_related("locale"):
        for code in source.shared()["languages"]:
            response = client.get(reader_url(page, code), follow=True)
            assert response.status_code == 200, (page, code)
            seen.add(type(page))
    assert {ProvincePage, SectorPage, BrandPage, StoryPage} <= seen


def test_every_string_that_readers_and_partners_meet_is_in_the_catalogue_of_all_languages(client: Client) -> None:
    """Whatever a page looks up must be among the strings that are translated into every language."""
    with heard() as strings:
        for page in Page.objects.live().filter(depth__gt=1).specific().select_related("locale"):
            client.get(reader_url(page, "lo"), follow=True)
        provinces = ("provinces/", "provinces/?coast=1", "provinces/compare/?p=22&p=52&p=10&p=x", "provinces/compare/")
        images = ("images/", "images/?q=zzzz", "search/", "search/?q=vịnh")
        others = ("press/", "contact/", "newsletter/", "newsletter/stop/x/", "privacy/", "nothing/")
        for address in (*images, *provinces, *others):
            client.get(f"/lo/{address}", follow=True)
        for ids in assets_by_state().values():
            client.get(f"/lo/images/{ids[0]}/")
            client.get(f"/lo/images/{ids[0]}/report/")
        client.login(username=access()["partner"]["username"], password=access()["partner"]["password"])
        for address in ("", "account/", "notices/", "terms/", *(f"kits/{kit.slug}/" for kit in Kit.objects.all())):
            client.get(f"/lo/press/{address}", follow=True)
    assert len(strings) > 150
    assert sorted(strings - strings_of("lo")) == [], sorted(strings - strings_of("lo"))


def test_no_picture_on_a_page_lacks_its_alternative_text(client: Client) -> None:
    for page in Page.objects.live().filter(depth__gt=1, locale__language_code__in=("vi", "en")).specific():
        html = client.get(reader_url(page, page.locale.language_code), follow=True).content.decode()
        assert 'alt=""' not in html, page


def test_each_built_out_province_has_its_pages_in_vietnamese_and_english() -> None:
    for entry in source.provinces():
        for code in ("vi", "en"):
            profile = ProvincePage.objects.get(province__code=entry["code"], locale__language_code=code, live=True)
            below = profile.get_descendants().live().specific()
            kinds = [type(page) for page in below]
            assert kinds.count(SectorPage) in (2, 3)
            assert kinds.count(BrandPage) == 1
            assert kinds.count(StoryPage) in (2, 3)
            assert profile.contacts and len(profile.known_for) >= 3


def test_other_languages_are_there_in_part() -> None:
    assert StoryPage.objects.live().filter(locale__language_code="ja").exists()
    assert ProvincePage.objects.live().filter(locale__language_code="lo").exists()
    assert not BrandPage.objects.filter(locale__language_code__in=("lo", "km")).exists()


def test_figures_that_nobody_published_are_marked() -> None:
    made_up = Observation.objects.filter(is_illustrative=True)
    ours = made_up.filter(province__in=Province.objects.filter(valid_to=None))
    assert ours.values("province", "indicator").distinct().count() == 36
    assert made_up.filter(province=None).exists() and made_up.exclude(province__valid_to=None).exists()
    assert not Observation.objects.filter(is_illustrative=False).exclude(indicator__code__in=("area", "population"))


# --- people, partners, kits -----------------------------------------------------------------------------
def test_each_built_out_province_has_its_team() -> None:
    for entry in source.provinces():
        province = ProvincePage.objects.filter(province__code=entry["code"])[0].province
        for role in Role:
            assert members_of(province.pk, role).exists(), (entry["name"], role)


def test_nobody_was_mailed_while_loading_and_everybody_has_an_address() -> None:
    from django.core import mail

    assert mail.outbox == []
    assert not get_user_model().objects.filter(email="").exists()


def test_two_kits_one_of_them_under_embargo() -> None:
    kits = Kit.objects.order_by("pk")
    assert [kit.state for kit in kits] == ["published", "published"]
    ahead = [kit.embargo_until for kit in kits if kit.embargo_until]
    assert len(ahead) == 1
    assert timedelta(days=2) < ahead[0] - timezone.now() < timedelta(days=4)
    assert all(kit.items.count() >= 3 for kit in kits)


def test_the_ledger_has_lines_and_a_withdrawal_waits_for_its_answer() -> None:
    assert Receipt.objects.count() >= 5
    waiting = NoticeDelivery.objects.filter(acknowledged_at__isnull=True, notice__asset__withdrawn_at__isnull=False)
    assert waiting.filter(notice__recall__closed_at__isnull=True).exists()


def test_one_partner_has_accepted_the_terms_and_the_other_has_not() -> None:
    accepted = {organisation.name: organisation.acceptances.exists() for organisation in Organisation.objects.all()}
    assert (accepted["Mekong Courier"], accepted["Aozora Press"]) == (True, False)


# --- access ---------------------------------------------------------------------------------------------
def test_access_names_what_the_contract_asks_for_and_it_works(client: Client) -> None:
    told = access()
    assert list(told) == ["admin", "editor", "approver", "press_officer", "partner", "assets"]
    assert list(told["assets"]) == list(STATES)
    for role in ("admin", "editor", "approver", "press_officer", "partner"):
        assert client.login(username=told[role]["username"], password=told[role]["password"]), role
    response = client.get("/api/v1/assets", headers={"Authorization": f"Bearer {told['partner']['token']}"})
    assert response.status_code == 200
    listed = {item["id"] for item in response.json()["items"]}
    assert set(told["assets"]["press_only"]) <= listed or response.json()["next"]


def test_secrets_are_readable_by_their_owner_only() -> None:
    path = Path(django_settings.MEDIA_ROOT).parent / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_table_for_people_lists_every_account() -> None:
    table = describe_access("http://localhost:8000")
    for username in get_user_model().objects.values_list("username", flat=True):
        assert username in table


def test_access_is_refused_where_there_is_no_demo() -> None:
    ModelLogEntry.objects.filter(action=marker.BEGUN).delete()
    with pytest.raises(CommandError, match="no demo content"):
        call_command("demo_access", json=True)


# --- loading again --------------------------------------------------------------------------------------
def a_story() -> StoryPage:
    return StoryPage.objects.get(slug="the-squid-lamps-of-co-to", locale__language_code="en")


def counts() -> list[int]:
    return [model.objects.count() for model in (Asset, Page, Kit, Receipt, Observation, Organisation)]


def test_loading_again_changes_nothing_and_brings_nothing_back(django_assert_max_num_queries: Any) -> None:
    a_story().delete()
    before = counts()
    with django_assert_max_num_queries(5):
        assert "already" in load()
    assert counts() == before


def test_an_interrupted_run_is_completed_and_edits_stay() -> None:
    before = counts()
    ModelLogEntry.objects.filter(action=marker.LOADED).delete()
    a_story().delete()
    Photo.objects.get(uuid=source.stable_id("photo", "gl-pepper-draft")).delete()
    home = Page.objects.get(slug="home-en").specific
    home.lead = "Edited"
    home.save()
    load()
    assert counts() == before
    assert Page.objects.get(slug="home-en").specific.lead == "Edited"


# --- content files --------------------------------------------------------------------------------------
def _incomplete(value: Any, path: str) -> Iterator[str]:
    if source.is_text(value):
        if not {"vi", "en"} <= set(value):
            yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _incomplete(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _incomplete(inner, f"{path}[{number}]")


def test_every_text_of_the_content_files_is_in_vietnamese_and_english() -> None:
    for entry in (source.shared(), *source.provinces()):
        assert list(_incomplete(entry, entry.get("name", "shared"))) == []


def test_every_picture_names_a_scene_that_can_be_drawn() -> None:
    assert {entry["scene"] for entry in entries()} <= {*SCENES, "emblem"}


def test_texts_of_one_language() -> None:
    value = {
        "title": {"vi": "Vịnh", "en": "Bay"},
        "parts": [{"text": {"vi": "Một"}}, {"text": {"vi": "Hai", "en": "Two"}}],
    }
    assert source.in_language(value, "en") == {"title": "Bay", "parts": [{"text": "Two"}]}
    with pytest.raises(source.Missing):
        source.in_language({"title": {"vi": "Vịnh"}}, "en")
    assert WORKING in source.languages_of(value)


def test_plain_text_becomes_rich_text() -> None:
    made = blocks.rich("## A & B\n\nOne\ntwo.\n\n- x\n- y")
    assert made == "<h2>A &amp; B</h2><p>One two.</p><ul><li>x</li><li>y</li></ul>"
