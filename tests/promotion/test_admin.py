"""Editing: every page type opens, saves, and previews."""

from __future__ import annotations

from typing import Any

import pytest

from promotion.checks import page_templates_exist, page_types_are_listed
from promotion.models import PAGE_TYPES, HomePage, ProvincePage
from tests.media_library import factories as assets
from tests.promotion import documents, factories


@pytest.fixture
def pages(homes: Any, photo: Any) -> dict[str, Any]:
    profile = factories.profile(homes["vi"], hero=photo, body=factories.body(photo))
    factories.sector_page(profile, hero=photo)
    factories.brand_page(profile, photo)
    factories.story(profile, hero=photo, body=factories.body(photo))
    factories.opportunity_list(homes["vi"])
    factories.opportunity(profile, hero=photo)
    factories.campaign(profile, hero=photo)
    return {model.__name__: model.objects.filter(locale__language_code="vi").last() for model in PAGE_TYPES}


def test_every_page_type_can_be_edited(client: Any, pages: dict[str, Any]) -> None:
    client.force_login(assets.user("boss", is_superuser=True, is_staff=True))
    for name, page in pages.items():
        response = client.get(f"/admin/pages/{page.pk}/edit/")
        assert (name, response.status_code) == (name, 200)


def test_every_page_type_can_be_previewed(client: Any, pages: dict[str, Any]) -> None:
    client.force_login(assets.user("boss", is_superuser=True, is_staff=True))
    for name, page in pages.items():
        page.title = "Tên mới chưa duyệt"
        response = page.make_preview_request()
        response.render()
        assert (name, response.status_code) == (name, 200)
        assert "Tên mới chưa duyệt" in response.content.decode() or name == "BrandPage"
        assert documents.problems(documents.parse(response)) == []


def test_new_page_can_be_previewed_before_it_is_saved(homes: Any) -> None:
    page = ProvincePage(title="Mới", slug="moi", province=assets.province(), locale=homes["vi"].locale)
    page.path, page.depth = homes["vi"].path + "0009", homes["vi"].depth + 1
    page.set_url_path(homes["vi"])
    response = page.make_preview_request()
    response.render()
    assert "Mới" in response.content.decode()


def test_pages_stand_where_they_belong() -> None:
    allowed = {model.__name__: {child.__name__ for child in model.allowed_subpage_models()} for model in PAGE_TYPES}
    assert allowed["ProvincePage"] == {"SectorPage", "BrandPage", "StoryPage", "OpportunityPage", "CampaignPage"}
    lists = {"ProvinceIndexPage", "SectorIndexPage", "StoryIndexPage", "OpportunityIndexPage"}
    assert allowed["HomePage"] == {*lists, "ProvincePage", "CampaignPage"}
    assert allowed["StoryIndexPage"] == {"StoryPage"}
    assert not any(allowed[name] for name in (*lists - {"StoryIndexPage"}, "SectorPage", "BrandPage", "StoryPage"))
    assert {model.__name__ for model in HomePage.allowed_parent_page_models()} == {"Page"}


def test_checks_pass() -> None:
    assert page_types_are_listed(None) == []
    assert page_templates_exist(None) == []
