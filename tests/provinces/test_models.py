"""What the tables refuse, how records call themselves, and the Vietnamese order of names."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from provinces.models import Indicator, Observation, Province, ProvinceKind, Succession
from tests.provinces.factories import MERGED, make_unit, unit


@pytest.mark.django_db
def test_one_unit_per_code_and_first_day() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Province.objects.create(code="24", slug="other", name_vi="Khác", valid_from=MERGED)
    make_unit("24", date(2040, 1, 1))


@pytest.mark.django_db
def test_a_unit_ends_after_it_began() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_unit("98", date(2020, 1, 2), date(2020, 1, 1))
    make_unit("98", date(2020, 1, 1), date(2020, 1, 1))


@pytest.mark.django_db
def test_one_kind_per_unit_and_first_day() -> None:
    hanoi = unit("hanoi")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProvinceKind.objects.create(province=hanoi, valid_from=hanoi.valid_from)


@pytest.mark.django_db
def test_no_unit_succeeds_itself_or_another_twice() -> None:
    hanoi = unit("hanoi")
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(predecessor=hanoi, successor=hanoi, on=MERGED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(predecessor=unit("hanoi-until-2025"), successor=hanoi, on=MERGED)


@pytest.mark.django_db
def test_one_value_per_province_indicator_and_period() -> None:
    area = Indicator.objects.get(code="area")
    values = {
        "province": unit("hanoi"),
        "indicator": area,
        "period_label": "again",
        "period_start": MERGED,
        "period_end": MERGED,
        "value": 1,
        "source_vi": "Thử",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.create(**values | {"period_start": date(2026, 1, 2), "period_end": date(2026, 1, 1)})


@pytest.mark.django_db
def test_names_in_the_readers_language_former_units_with_their_end() -> None:
    with translation.override("en"):
        assert str(unit("hanoi")) == "Hanoi"
        assert str(unit("binh-dinh-until-2025")) == "Binh Dinh (–2025)"
    with translation.override("de"):
        assert str(unit("gia-lai")) == "Gia Lai"


@pytest.mark.django_db
def test_a_province_needs_its_vietnamese_name() -> None:
    nameless = Province(code="98", slug="nameless", valid_from=MERGED, name_en="Nameless")
    with pytest.raises(ValidationError) as error:
        nameless.full_clean()
    assert "name_vi" in error.value.message_dict
