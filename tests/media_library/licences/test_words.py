"""Licences in plain words, credits from templates, countries by name, and the licences every library has."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from media_library.licences import attribution, countries
from media_library.licences.terms import LicenceDuty, LicenceUse, check_duties, check_uses
from media_library.licences.words import LicenceTerms, terms_in, terms_of, words_of
from media_library.models import DataMining, Licence
from media_library.published import document_body
from media_library.seed import seed_licences
from tests.media_library import factories


def test_may_may_not_and_must_in_the_readers_language() -> None:
    terms = LicenceTerms(
        uses={"advertising": False, "editorial": True},
        duties=("share_alike", "credit"),
        data_mining="DMI-PROHIBITED",
        audience="press",
        territory=("LA", "VN"),
        allows_redistribution=False,
        valid_until=datetime(2027, 1, 31, 12, tzinfo=UTC),
    )
    with translation.override("en"):
        words = words_of(terms)
    assert words.may == ("use it in news and reporting",)
    assert words.may_not == (
        "advertise products or services with it",
        "pass it on to others",
        "let machines analyse it or learn from it",
    )
    assert words.must == ("give the credit as it is written here", "give what you make of it under the same licence")
    assert words.limits[:2] == ("For verified press partners only.", "Only in these countries: Laos, Vietnam.")
    assert "2027" in words.limits[2]


def test_a_licence_that_says_nothing_has_no_words() -> None:
    assert not words_of(LicenceTerms())
    assert not words_of(terms_in({"code": "old", "names": {}, "url": "", "usage_terms": {}}))


@pytest.mark.parametrize("value", DataMining.values)
def test_every_data_mining_choice_has_its_words(value: str) -> None:
    words = words_of(LicenceTerms(data_mining=value))
    assert bool(words) is (value != DataMining.UNSPECIFIED)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "code",
    ["cc-by-4.0", "cc-by-sa-4.0", "cc-by-nd-4.0", "cc-by-nc-4.0", "cc-by-nc-sa-4.0", "cc-by-nc-nd-4.0", "cc0-1.0"],
)
def test_creative_commons(code: str) -> None:
    licence = Licence.objects.get(code=code)
    licence.full_clean()
    words = words_of(terms_of(licence))
    assert words.may
    assert licence.url.startswith("https://creativecommons.org/")
    assert licence.name_vi and licence.name_en and licence.usage_terms_vi and licence.usage_terms_en
    assert licence.uses.get("commercial") is ("-nc" not in code)
    assert licence.uses.get("adaptation") is ("-nd" not in code)
    assert ("share_alike" in licence.duties) is ("-sa" in code)
    assert bool(licence.attribution_vi) is (code != "cc0-1.0")


@pytest.mark.django_db
def test_seeding_leaves_edited_licences_alone() -> None:
    Licence.objects.filter(code="cc-by-4.0").update(name_vi="Của tỉnh", uses={"web": True}, duties=[])
    Licence.objects.filter(code="cc0-1.0").update(uses={}, duties=[], attribution_vi="")
    assert seed_licences(Licence) == 0
    edited = Licence.objects.get(code="cc-by-4.0")
    assert (edited.name_vi, edited.uses) == ("Của tỉnh", {"web": True})
    assert Licence.objects.get(code="cc0-1.0").uses["commercial"] is True


@pytest.mark.django_db
def test_what_was_approved_tells_the_same_as_the_record() -> None:
    licence = factories.licence(
        "press", uses={"web": True, "print": False}, duties=["credit"], territory=" LA ", allows_redistribution=False
    )
    photo = factories.approved(licence=licence)
    body = document_body(photo, ["vi"], {"title": {}, "caption": {}, "alt_text": {}, "place": {}})
    assert words_of(terms_in(body["licence"], "press")) == words_of(terms_of(licence))


@pytest.mark.parametrize("value", [{"flying": True}, {"web": "yes"}, ["web"], "web", {"web": 1}, None])
def test_odd_uses_are_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        check_uses(value)


@pytest.mark.parametrize("value", [["dance"], {"credit": True}, "credit"])
def test_odd_duties_are_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        check_duties(value)


def test_words_exist_in_vietnamese_and_english_for_every_use_and_duty() -> None:
    for choices in (LicenceUse, LicenceDuty):
        for value in choices:
            with translation.override("en"):
                assert str(value.label)


# --- credits --------------------------------------------------------------------------------------------
FACTS = {"credit": "Ảnh: Lê Hà", "creator": "Lê Hà", "province": "Lào Cai", "title": "", "licence": "CC BY", "year": ""}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{credit} / {province}", "Ảnh: Lê Hà / Lào Cai"),
        ("{title} / {credit} / {year}", "Ảnh: Lê Hà"),
        ("{credit} / {title} / {province}", "Ảnh: Lê Hà / Lào Cai"),
        ("{credit} ({licence})", "Ảnh: Lê Hà (CC BY)"),
        ("© {creator} – {title}", "© Lê Hà"),
        ("nothing to fill", "nothing to fill"),
        ("", ""),
    ],
)
def test_templates_are_filled(template: str, text: str) -> None:
    attribution.check_template(template)
    assert attribution.filled(template, FACTS) == text


@pytest.mark.parametrize(
    "template", ["{credits}", "{", "}", "{credit", "{{credit}}", "{credit.__class__}", "{0}", "{}"]
)
def test_templates_that_cannot_be_filled_are_refused(template: str) -> None:
    with pytest.raises(ValidationError):
        attribution.check_template(template)


@given(st.text(max_size=300), st.text(max_size=50))
def test_filling_never_fails_and_never_evaluates(template: str, credit: str) -> None:
    attribution.filled(template, FACTS | {"credit": credit})


# --- countries ------------------------------------------------------------------------------------------
def test_countries_have_names_in_every_language_of_the_site() -> None:
    assert countries.names("vi")["LA"] == "Lào"
    assert countries.names("en")["LA"] == "Laos"
    assert countries.names("zh-hans")["VN"] == "越南"
    for code in ("vi", "en", "fr", "lo", "km", "ja"):
        assert len(countries.names(code)) > 240
    assert "EU" not in countries.names("en")
    assert countries.spelt(["XX", "VN"], "en") == ["XX", "Vietnam"]


def test_they_are_ordered_as_a_reader_looks_for_them() -> None:
    listed = [name for _code, name in countries.choices("vi")]
    assert listed.index("Ấn Độ") < listed.index("Bỉ") < listed.index("Đức") < listed.index("Lào")


def test_territory_as_it_is_kept() -> None:
    assert countries.as_territory(["vn", "LA", "LA", " "]) == " LA VN "
    assert countries.as_territory([]) == ""
