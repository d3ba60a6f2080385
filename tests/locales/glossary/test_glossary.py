"""The glossary as data: seeded, checked against translations, edited by approvers."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from locales.glossary.checking import Checker
from locales.glossary.models import Equivalent, Term, TermKind, Use
from provinces.models import Province, Sector
from provinces.teams import Role, sync_role_permissions
from provinces.translating import seed_glossary
from tests.media_library import factories

pytestmark = pytest.mark.django_db


def test_every_province_and_sector_is_a_term() -> None:
    places = set(Term.objects.filter(kind=TermKind.PLACE).values_list("text", flat=True))
    assert places == set(Province.objects.values_list("name_vi", flat=True))
    sectors = set(Term.objects.filter(kind=TermKind.SECTOR).values_list("text", flat=True))
    assert sectors == set(Sector.objects.values_list("name_vi", flat=True)) - places
    hanoi = Term.objects.get(text="Hà Nội")
    assert set(hanoi.equivalents.filter(language="ja").values_list("text", flat=True)) == {"ハノイ"}


def test_seeding_again_changes_nothing_and_brings_back_what_is_missing() -> None:
    before = (Term.objects.count(), Equivalent.objects.count())
    Term.objects.filter(text="Huế").update(note="của chúng tôi")
    assert seed_glossary(apps.get_model) == 0
    assert (Term.objects.count(), Equivalent.objects.count()) == before
    Equivalent.objects.filter(term__text="Hà Nội").delete()
    seed_glossary(apps.get_model)
    assert Equivalent.objects.count() == before[1]
    assert Term.objects.get(text="Huế").note == "của chúng tôi"


@pytest.mark.parametrize(
    ("target", "text", "warned"),
    [
        ("en", "From Hanoi to the sea", False),
        ("en", "From HANOI's old quarter", False),
        ("en", "From the capital to the sea", True),
        ("en", "Hanoians at the sea", False),
        ("fr", "De Hanoï à la mer", False),
        ("fr", "De Hanoi à la mer", False),
        ("ja", "ハノイから海へ", False),
        ("ja", "首都から海へ", True),
        ("zh-hans", "从河内到海边", False),
    ],
)
def test_a_missing_equivalent_is_warned_of(target: str, text: str, warned: bool) -> None:
    assert bool(Checker("vi", target).warnings("Từ Hà Nội ra biển", text)) is warned


def test_a_forbidden_equivalent_is_warned_of() -> None:
    term = Term.objects.create(text="Chủ tịch tỉnh", kind=TermKind.TITLE)
    Equivalent.objects.create(term=term, language="en", text="Chairman of the Provincial People's Committee")
    Equivalent.objects.create(term=term, language="en", text="Governor", use=Use.FORBIDDEN)
    Equivalent.objects.create(term=term, language="en", text="Chairman", use=Use.FORBIDDEN)
    checker = Checker("vi", "en")
    assert checker.warnings("Chủ tịch tỉnh nói", "The Chairman of the Provincial People's Committee said") == []
    (wrong, missing) = checker.warnings("Chủ tịch tỉnh nói", "The governor said")
    assert "Governor" in wrong and "Chairman of" in missing


def test_terms_without_an_equivalent_in_the_language_are_not_checked() -> None:
    Term.objects.create(text="nhà sàn")
    assert Checker("vi", "en").warnings("Một nhà sàn", "A house") == []


def test_a_checker_asks_the_database_twice(django_assert_num_queries: Any) -> None:
    checker = Checker("vi", "en")
    with django_assert_num_queries(2):
        for _number in range(20):
            checker.warnings("Từ Hà Nội đến Huế", "From Hanoi to Hue")


@pytest.mark.parametrize(("role", "may"), [(Role.TRANSLATOR, False), (Role.APPROVER, True)])
def test_everybody_reads_it_and_approvers_settle_it(client: Client, role: Role, may: bool) -> None:
    account = factories.user("ai", role)
    sync_role_permissions()
    client.force_login(account)
    listing = client.get("/admin/glossary/")
    assert listing.status_code == 200 and "Hà Nội" in client.get("/admin/glossary/?q=Hà Nội").content.decode()
    data = {
        "text": "Nhà sàn", "language": "vi", "kind": "other", "note": "",
        "equivalents-TOTAL_FORMS": "1", "equivalents-INITIAL_FORMS": "0", "equivalents-MIN_NUM_FORMS": "0",
        "equivalents-MAX_NUM_FORMS": "1000", "equivalents-0-language": "en", "equivalents-0-text": "stilt house",
        "equivalents-0-use": "approved", "equivalents-0-id": "", "equivalents-0-DELETE": "",
    }  # fmt: skip
    client.post("/admin/glossary/add/", data)
    assert Term.objects.filter(text="Nhà sàn", equivalents__text="stilt house").exists() is may


def test_the_list_costs_the_same_however_long(client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(factories.user("root", is_superuser=True))
    client.get("/admin/glossary/")
    with django_assert_max_num_queries(25):
        client.get("/admin/glossary/")
