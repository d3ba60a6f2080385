"""The reference data is complete, and loading it again changes nothing."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F
from django.utils import translation

from locales.registry import LANGUAGES, column
from provinces.loader import DATA, load
from provinces.models import (
    ContentDimension,
    ContentElement,
    ContentGroup,
    Gateway,
    Indicator,
    Observation,
    Province,
    ProvinceKind,
    Sector,
    Succession,
)
from tests.provinces.factories import unit

pytestmark = pytest.mark.django_db

MODELS = (
    ContentElement,
    ContentGroup,
    Gateway,
    Indicator,
    Observation,
    Province,
    ProvinceKind,
    Sector,
    Succession,
)


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """Every column of every record, straight from the tables."""
    with translation.override("vi"):
        return {
            model.__name__: [
                {field.attname: getattr(record, field.attname) for field in model._meta.concrete_fields}
                for record in model.objects.order_by("pk")
            ]
            for model in MODELS
        }


def test_63_former_units_and_34_in_force() -> None:
    assert Province.objects.filter(valid_to__isnull=False).count() == 63
    assert Province.objects.filter(valid_to__isnull=True).count() == 34


def test_every_former_unit_has_one_successor_in_force() -> None:
    former = Province.objects.filter(valid_to__isnull=False).annotate(next=Count("successor_links"))
    assert set(former.values_list("next", flat=True)) == {1}
    assert not Succession.objects.filter(successor__valid_to__isnull=False).exists()


def test_successions_agree_with_the_predecessors_named_in_the_file() -> None:
    with (DATA / "provinces.csv").open(encoding="utf-8", newline="") as lines:
        named = {row["slug"]: set(row["predecessors"].split("; ")) for row in csv.DictReader(lines)}
    stored: dict[str, set[str]] = {}
    for link in Succession.objects.select_related("predecessor", "successor"):
        stored.setdefault(link.successor.slug, set()).add(link.predecessor.name_vi)
    assert stored == named


def test_loading_again_changes_nothing() -> None:
    before = snapshot()
    assert set(load().values()) == {0}
    assert snapshot() == before


def test_loading_restores_what_is_missing() -> None:
    Observation.objects.all().delete()
    Sector.objects.filter(slug="tourism").delete()
    added = load()
    assert (added["Observation"], added["Sector"], added["Province"]) == (68, 1, 0)


def test_loading_into_empty_tables_gives_the_same_as_the_migration() -> None:
    counts = {name: len(rows) for name, rows in snapshot().items()}
    for model in (Observation, Indicator, ContentElement, ContentGroup, Sector, Province):
        model.objects.all().delete()
    assert load() == counts


def test_loading_keeps_edits_and_fills_blanks() -> None:
    hanoi = unit("hanoi")
    hanoi.name_ko, hanoi.name_ja, hanoi.population = "하노이시", "", None
    hanoi.save()
    load()
    hanoi = unit("hanoi")
    assert (hanoi.name_ko, hanoi.name_ja, hanoi.population) == ("하노이시", "ハノイ", 8_718_000)


def test_deleted_elements_do_not_come_back() -> None:
    ContentElement.objects.filter(group__key="tourism").delete()
    load()
    assert not ContentElement.objects.filter(group__key="tourism").exists()


@pytest.mark.parametrize(("model", "field"), [(Province, "name"), (Sector, "name"), (Observation, "source")])
@pytest.mark.parametrize("active", ["vi", "fr"])
def test_base_columns_hold_the_vietnamese_text(model: Any, field: str, active: str) -> None:
    model.objects.all()[0].delete()
    with translation.override(active):
        load()
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {field} <> {field}_vi OR {field}_vi IS NULL")  # noqa: S608
        assert cursor.fetchone() == (0,)


def test_every_name_in_the_files_is_stored() -> None:
    with (DATA / "names.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            stored = Province.objects.get(code=row["code"], valid_from=row["valid_from"])
            assert getattr(stored, column("name", row["lang"])) == row["name"]


def test_every_unit_has_names_source_and_kind() -> None:
    for province in Province.objects.prefetch_related("kinds"):
        assert province.name_vi and province.name_en and province.source, province.slug
        kinds = list(province.kinds.all())
        assert kinds[0].valid_from == province.valid_from
        assert kinds[-1].valid_to == province.valid_to


def test_every_sector_is_named_in_every_language_and_described() -> None:
    sectors = Sector.objects.all()
    assert len(sectors) == 12
    for sector in sectors:
        assert all(getattr(sector, column("name", code)) for code in LANGUAGES), sector.slug
        assert sector.description_vi and sector.description_en


def test_six_groups_three_of_each_dimension_with_elements() -> None:
    groups = ContentGroup.objects.annotate(size=Count("elements"))
    assert [group.dimension for group in groups] == [ContentDimension.FOUNDATION] * 3 + [
        ContentDimension.EXPERIENCE
    ] * 3
    assert all(group.size >= 2 for group in groups)


def test_area_and_population_are_sourced_observations() -> None:
    for code, fact in (("area", "area_km2"), ("population", "population")):
        observations = Observation.objects.filter(indicator__code=code)
        assert observations.count() == 34
        assert observations.filter(value=F(f"province__{fact}")).count() == 34
        assert not observations.exclude(source_vi__startswith="Nghị quyết").exists()
        assert not observations.filter(is_illustrative=True).exists()


def test_hue_continues_over_the_merger() -> None:
    hue, before = unit("hue"), unit("thua-thien-hue-until-2024")
    assert (hue.code, hue.valid_from, hue.valid_to) == ("46", date(2025, 1, 1), None)
    assert (before.code, before.valid_to) == ("46", date(2024, 12, 31))
    link = Succession.objects.get(predecessor=before)
    assert (link.successor, link.on, link.basis) == (hue, date(2025, 1, 1), "Resolution 175/2024/QH15")


def test_the_command_reports_what_it_added(capsys: pytest.CaptureFixture[str]) -> None:
    Sector.objects.filter(slug="tourism").delete()
    call_command("load_reference_data")
    assert "Sector: 1 added" in capsys.readouterr().out
