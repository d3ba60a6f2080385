"""Languages, their fallbacks, and which text a reader gets."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from wagtail.models import Locale

from locales.middleware import preferred_language
from locales.models import LanguageSwitch
from locales.registry import LANGUAGES, chain, code_of, column, enabled_codes
from locales.text import LocalText, localized, pick, read
from provinces.models import Province
from tests.media_library import factories


def test_every_language_is_complete() -> None:
    from django.conf import settings
    from django.utils.translation import get_language_info

    assert [code for code, _name in settings.LANGUAGES] == list(LANGUAGES)
    for code, language in LANGUAGES.items():
        info = get_language_info(code)
        assert info["bidi"] is (language.direction == "rtl")
        assert set(language.fallbacks) <= set(LANGUAGES)
        assert chain(code)[0] == code and len(set(chain(code))) == len(chain(code))
        assert code_of(language.tag.upper()) == code


def test_chain_of_an_unknown_language_starts_at_english() -> None:
    assert chain("tlh") == ("en", "vi")


@pytest.mark.parametrize(
    ("tag", "code"),
    [("zh-CN", "zh-hans"), ("zh", "zh-hans"), ("fr-CA", "fr"), ("zh-Hant", None), ("", None), ("x", None)],
)
def test_tags(tag: str, code: str | None) -> None:
    assert code_of(tag) == code


def test_pick() -> None:
    texts = {"vi": "Xin chào", "en": "Hello", "ja": ""}
    assert pick(texts, "ja") == LocalText("Hello", "en")
    assert pick({"vi": "Xin chào"}, "lo") == LocalText("Xin chào", "vi")
    assert pick({"ja": "こんにちは"}, "en") == LocalText("こんにちは", "ja")
    assert not pick({}, "en")


def test_column() -> None:
    assert column("title", "zh-hans") == "title_zh_hans"


@pytest.mark.django_db
def test_reading_and_ordering_fall_back_alike() -> None:
    province = factories.province("22")
    Province.objects.filter(pk=province.pk).update(name_ja="", name_en="Quang Ninh")
    province = Province.objects.get(pk=province.pk)
    assert read(province, "name", "ja") == LocalText("Quang Ninh", "en")
    found = Province.objects.annotate(said=localized("name", "ja")).get(pk=province.pk)
    assert found.said == "Quang Ninh"


@pytest.mark.django_db
def test_the_base_column_is_pinned_whatever_language_is_active() -> None:
    from django.utils import translation

    licence = factories.licence("public")
    licence.name_fr = "Libre"
    with translation.override("fr"):
        licence.save()
    raw = type(licence).objects.filter(pk=licence.pk).rewrite(False).values_list("name", flat=True).get()  # type: ignore[attr-defined]
    assert raw == licence.name_vi


@pytest.fixture
def four_languages(db: None) -> None:
    for code in ("vi", "en", "lo", "zh-hans"):
        Locale.objects.get_or_create(language_code=code)


@pytest.mark.usefixtures("four_languages")
def test_languages_are_switched_at_run_time() -> None:
    assert enabled_codes() == ("vi", "en", "zh-hans", "lo")
    switch = LanguageSwitch.objects.create(locale=Locale.objects.get(language_code="lo"), is_on=False)
    assert "lo" not in enabled_codes()
    switch.is_on = True
    switch.save()
    assert "lo" in enabled_codes()


@pytest.mark.usefixtures("four_languages")
@pytest.mark.parametrize(
    ("accept", "cookie", "language"),
    [
        ("lo,en;q=0.5", "", "lo"),
        ("zh-CN,zh;q=0.9", "", "zh-hans"),
        ("fr-FR,fr;q=0.9", "", "en"),
        ("tlh,xx", "", "vi"),
        ("", "", "vi"),
        ("en", "lo", "lo"),
        ("en", "<script>", "en"),
        ("*", "", "vi"),
        ("," * 9000, "", "vi"),
    ],
)
def test_preferred_language(accept: str, cookie: str, language: str, rf: RequestFactory) -> None:
    request: Any = rf.get("/", headers={"Accept-Language": accept})
    request.COOKIES["language"] = cookie
    assert preferred_language(request) == language


@pytest.mark.usefixtures("four_languages")
def test_the_root_leads_to_the_readers_language(client: Client) -> None:
    response = client.get("/", headers={"Accept-Language": "lo"})
    assert response.status_code == 302
    assert response["Location"] == "/lo/"
    assert {"cookie", "accept-language"} <= {part.strip().lower() for part in response["Vary"].split(",")}


@pytest.mark.usefixtures("four_languages")
def test_a_language_that_is_off_has_no_pages(client: Client) -> None:
    assert client.get("/fr/images/").status_code == 404


@pytest.mark.parametrize(("language", "words"), [("ja", "Ledger"), ("vi", "Sổ biên nhận"), ("en", "Ledger")])
def test_what_only_editors_see_is_english_in_other_languages(language: str, words: str) -> None:
    from django.utils import translation
    from django.utils.translation import gettext

    with translation.override(language):
        assert gettext("Ledger") == words
