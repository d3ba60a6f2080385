"""Records without drafts: readers get the columns, and work in progress waits beside them."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from django.apps import apps
from modeltranslation.translator import translator as registered

from locales.models import TextItem, TextState, TextStatus
from locales.text_status import kinds, selectors, services
from locales.text_status.indexing import index_all
from press.models import Kit
from promotion.models import PAGE_TYPES
from provinces.models import Sector
from tests.media_library import factories
from tests.press import factories as press

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Any:
    return factories.user("root", is_superuser=True)


def read(record: Any, code: str) -> selectors.LanguageWork:
    item = selectors.item_of(record)
    assert item is not None
    return selectors.read(item, code)


def test_every_translated_model_and_page_type_is_followed() -> None:
    followed = {kind.model for kind in kinds.all_kinds()}
    translated = {model for model in registered.get_registered_models(abstract=False) if model.__name__ != "Asset"}
    assert translated <= followed
    assert set(PAGE_TYPES) <= followed


def test_what_the_form_saves_is_what_readers_get(root: Any) -> None:
    sector = Sector.objects.create(slug="new", name_vi="Ngành mới", name_en="New sector")
    assert read(sector, "en").state == TextState.APPROVED
    sector.name_vi = "Ngành rất mới"
    sector.save()
    assert read(sector, "en").state == TextState.OUTDATED
    assert read(sector, "en").fields[0].source_then == "Ngành mới"
    assert Sector.objects.get(pk=sector.pk).name_en == "New sector"


def test_a_draft_stays_beside_the_columns_until_it_is_approved(root: Any) -> None:
    sector = Sector.objects.create(slug="new", name_vi="Ngành mới")
    item = selectors.item_of(sector)
    assert item is not None
    work = services.save_draft(item, "lo", {"name": "ຂະແໜງໃໝ່"}, user=root, token=read(sector, "lo").token)
    assert work.state == TextState.DRAFT
    assert not Sector.objects.get(pk=sector.pk).name_lo
    work = services.approve(item, "lo", user=root, token=work.token)
    assert work.state == TextState.APPROVED
    assert Sector.objects.get(pk=sector.pk).name_lo == "ຂະແໜງໃໝ່"
    row = TextStatus.objects.get(item=item, language="lo")
    assert row.draft == {} and row.approved_by == root


def test_a_kit_belongs_to_its_province(root: Any) -> None:
    kit = press.kit(publish=False)
    item = selectors.item_of(kit)
    assert item is not None and item.province_id == kit.province_id
    officer = press.officer()
    work = services.save_draft(item, "fr", {"title": "Fête"}, user=officer, token=read(kit, "fr").token)
    services.approve(item, "fr", user=officer, token=work.token)
    assert Kit.objects.get(pk=kit.pk).title_fr == "Fête"


def test_what_is_deleted_leaves_nothing() -> None:
    sector = Sector.objects.create(slug="new", name_vi="Ngành mới")
    pk = sector.pk
    sector.delete()
    assert not TextItem.objects.filter(kind="sector", key=str(pk)).exists()


def test_indexing_again_changes_nothing_and_finds_what_went_past_the_signals() -> None:
    factories.approved()
    Sector.objects.filter(slug="tourism").update(name_vi="Du lịch mới")
    index_all()
    before = list(TextStatus.objects.order_by("pk").values("pk", "state", "text_digest", "source_digest"))
    index_all()
    assert list(TextStatus.objects.order_by("pk").values("pk", "state", "text_digest", "source_digest")) == before
    tourism = read(Sector.objects.get(slug="tourism"), "en")
    assert tourism.state == TextState.OUTDATED


def test_texts_approved_before_this_was_kept_are_found_in_the_document() -> None:
    photo = factories.approved()
    TextStatus.objects.filter(object_id=photo.pk).update(
        approved_texts={}, source_texts={}, work_digest="", item=None, state="approved"
    )
    migration = importlib.import_module("media_library.migrations.0008_texts_as_approved")
    migration.keep_texts(apps, None)
    rows = selectors.statuses(photo)
    assert rows["en"].approved_texts["caption"] == "Boats leave at dawn."
    assert rows["en"].source_texts["caption"] == "Thuyền ra khơi lúc bình minh."
    index_all([kind for kind in kinds.all_kinds() if kind.slug == "photo"])
    assert {code: row.state for code, row in selectors.statuses(photo).items()} == {"vi": "approved", "en": "approved"}
