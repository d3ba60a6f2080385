"""An address means one content in every language, so that no page stands in the way of another as a fallback."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from promotion.models import SectorPage
from promotion.selectors.versions import best_versions
from provinces.models import Sector
from tests.promotion import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def profiles() -> Any:
    """The profile of a province in Vietnamese and English, at the same address."""
    homes = factories.site("en")
    vietnamese = factories.profile(homes["vi"])
    return vietnamese, factories.translated(vietnamese, "en", title="Quang Ninh")


def page_about(sector: str, parent: Any, slug: str = "", title: str = "A page of its own") -> SectorPage:
    """Content of its own, not the translation of another page; without `slug` its address comes from its title."""
    found = Sector.objects.get(slug=sector)
    return factories.published(parent, SectorPage(title=title, slug=slug, sector=found))  # type: ignore[no-any-return]


def test_a_link_to_a_fallback_leads_to_what_it_names(client: Client, profiles: Any) -> None:
    """Followed as readers do, from the list of what there is in English or else in Vietnamese."""
    vietnamese, english = profiles
    page_about("tourism", vietnamese, title="Logistics")
    other = page_about("logistics-and-ports", english, title="Logistics!")
    for page in best_versions(SectorPage.objects.all(), "en"):
        path = page.get_url().replace("/vi/", "/en/")
        assert f"{page.title}</h1>" in client.get(path).content.decode(), path
    assert other.slug == "logistics-2"


def test_an_address_of_another_content_is_refused(profiles: Any) -> None:
    vietnamese, english = profiles
    factories.sector_page(vietnamese, "tourism")
    with pytest.raises(ValidationError) as refused:
        page_about("tourism", english, "tourism")
    assert list(refused.value.message_dict) == ["slug"]
    page = page_about("agriculture", english, "farming")
    page.slug = "tourism"
    with pytest.raises(ValidationError):
        page.save()


def test_a_translation_has_the_address_of_its_source(profiles: Any) -> None:
    vietnamese, _english = profiles
    page = factories.sector_page(vietnamese, "tourism")
    copy = factories.translated(page, "en", title="Tourism")
    assert copy.slug == page.slug
    copy.title = "Tourism all year"
    copy.save_revision().publish()
    assert SectorPage.objects.get(pk=copy.pk).slug == page.slug


def test_pages_that_stood_there_before_can_still_be_saved(profiles: Any) -> None:
    vietnamese, english = profiles
    factories.sector_page(vietnamese, "tourism")
    page = page_about("agriculture", english, "farming")
    SectorPage.objects.filter(pk=page.pk).update(slug="tourism", url_path=page.url_path.replace("farming", "tourism"))
    page = SectorPage.objects.get(pk=page.pk)
    page.lead = "Changed"
    page.save_revision().publish()
    assert SectorPage.objects.get(pk=page.pk).lead == "Changed"
