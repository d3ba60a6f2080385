"""What editors can and can't enter."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError

from locales.units import written
from promotion.blocks import ColourBlock, ContactBlock, FactBlock, InfrastructureBlock, SuccessBlock
from promotion.colours import BLACK, WHITE, Colour
from promotion.models import BrandPage, ProvincePage, SectorPage, StoryPage
from promotion.selectors.figures import key_figures
from provinces.models import Indicator, Observation
from tests.media_library import factories as assets
from tests.promotion import factories


def clean(block: Any, value: dict[str, Any]) -> Any:
    return block.clean(block.to_python(value))


def test_figure_names_its_source_or_says_that_it_is_illustrative() -> None:
    assert clean(FactBlock(), factories.fact())["source"]
    assert clean(FactBlock(), factories.fact(source="", illustrative=True))["illustrative"]
    with pytest.raises(StructBlockValidationError) as refused:
        clean(FactBlock(), factories.fact(source=""))
    assert "source" in refused.value.block_errors


@pytest.mark.parametrize(
    ("block", "good"), [(InfrastructureBlock, factories.infrastructure), (SuccessBlock, factories.success)]
)
def test_what_is_claimed_of_a_sector_names_its_source_too(block: Any, good: Any) -> None:
    assert clean(block(), good(source="Quy hoạch tỉnh", illustrative=False))["source"]
    assert clean(block(), good(source="", illustrative=True))["illustrative"]
    with pytest.raises(StructBlockValidationError) as refused:
        clean(block(), good(source="", illustrative=False))
    assert "source" in refused.value.block_errors


@pytest.mark.parametrize("field", [{"since": 1066}, {"since": 9999}, {"country": "XX"}, {"company": "x" * 161}])
def test_a_success_story_is_of_a_firm_that_can_be(field: dict[str, Any]) -> None:
    with pytest.raises(StructBlockValidationError) as refused:
        clean(SuccessBlock(), factories.success(**field))
    assert refused.value.block_errors.keys() == field.keys()


@pytest.mark.parametrize("text", ["#12345", "1F4D3A", "#GGGGGG", "red", "#1F4D3A;x", "#1F4D3A00", ""])
def test_colour_is_six_hexadecimal_digits(text: str) -> None:
    with pytest.raises(ValidationError):
        clean(ColourBlock(), {"name": "x", "hex": text, "use": ""})


def test_colour_contrast() -> None:
    assert WHITE.contrast(BLACK) == pytest.approx(21)
    assert Colour.from_hex("#777777").contrast(WHITE) == pytest.approx(4.48, abs=0.01)
    assert Colour.from_hex("#1f4d3a").hex == "#1F4D3A"
    with pytest.raises(ValueError, match="not a colour"):
        Colour.from_hex("1F4D3A0")


def test_telephone_is_a_number() -> None:
    assert clean(ContactBlock(), factories.contact())
    with pytest.raises(StructBlockValidationError):
        clean(ContactBlock(), factories.contact() | {"phone": "call me"})


@pytest.mark.parametrize(
    ("value", "decimals", "vietnamese", "english"),
    [
        (21576.53, 0, "21.577", "21,577"),
        ("1396.50", None, "1.396,5", "1,396.5"),
        (412, None, "412", "412"),
        ("7.25", 1, "7,3", "7.3"),
        ("0.004", 2, "0,00", "0.00"),
        ("-1234567.8", 1, "-1.234.567,8", "-1,234,567.8"),
        ("1E+3", None, "1.000", "1,000"),
    ],
)
def test_numbers_are_written_in_the_readers_way(value: Any, decimals: Any, vietnamese: str, english: str) -> None:
    from django.utils import translation

    with translation.override("vi"):
        assert written(value, decimals) == vietnamese
    with translation.override("en"):
        assert written(value, decimals) == english


def test_key_figures_are_the_newest_with_their_source(db: Any, django_assert_num_queries: Any) -> None:
    indicators = list(Indicator.objects.exclude(code__in=("area", "population"))[:3])
    province = assets.province()
    for indicator in indicators:
        for year in (2024, 2025):
            Observation.objects.create(
                province=province,
                indicator=indicator,
                period_label=str(year),
                period_start=f"{year}-01-01",
                period_end=f"{year}-12-31",
                value=year,
                source_vi="Niên giám",
                is_illustrative=True,
            )
    with django_assert_num_queries(1):
        figures = key_figures(province, "en")
    assert [figure.period for figure in figures] == ["2025"] * 3
    assert figures[0].source.lang == "vi"
    assert all(figure.illustrative for figure in figures)


# --- forms ---------------------------------------------------------------------------------------------


def admin_form(client: Any, parent: Any, model: Any, **data: Any) -> Any:
    client.force_login(assets.user("boss", is_superuser=True, is_staff=True))
    streams = {
        f"{field.name}-count": "0" for field in model._meta.get_fields() if type(field).__name__ == "StreamField"
    }
    address = f"/admin/pages/add/promotion/{model._meta.model_name}/{parent.pk}/"
    return client.post(address, {"title": "Trang", "slug": "trang"} | streams | data)


def test_one_profile_per_province_and_language(client: Any, homes: Any) -> None:
    profile = factories.profile(homes["vi"])
    response = admin_form(client, homes["vi"], ProvincePage, province=str(profile.province_id))
    assert response.status_code == 200
    assert "province" in response.context["form"].errors
    other = assets.province("01")
    assert admin_form(client, homes["vi"], ProvincePage, province=str(other.pk)).status_code == 302


def test_one_page_per_sector_and_profile(client: Any, homes: Any) -> None:
    profile = factories.profile(homes["vi"])
    page = factories.sector_page(profile)
    response = admin_form(client, profile, SectorPage, sector=str(page.sector_id))
    assert "sector" in response.context["form"].errors


def test_story_is_not_dated_ahead(client: Any, homes: Any) -> None:
    profile = factories.profile(homes["vi"])
    assert "date" in admin_form(client, profile, StoryPage, date="2999-01-01").context["form"].errors
    assert admin_form(client, profile, StoryPage, date="2026-01-01").status_code == 302


def test_one_brand_page_per_profile(client: Any, homes: Any) -> None:
    profile = factories.profile(homes["vi"])
    factories.brand_page(profile)
    assert not BrandPage.can_create_at(profile)
