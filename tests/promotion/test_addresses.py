"""A page's address in its own language, and where old addresses lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site

from locales.models import LanguageSwitch
from locales.selectors import forget_enabled_locales
from promotion.models import StoryIndexPage
from tests.promotion import factories

pytestmark = pytest.mark.django_db


def test_a_redirect_with_a_query_leads_to_no_draft_either(homes: Any, client: Client) -> None:
    draft = factories.translated(factories.profile(homes["vi"]), "en", live=False, title="Not told yet", slug="secret")
    Redirect.objects.create(old_path="/en/old?from=mail", redirect_page=draft)
    assert client.get("/en/old/?from=mail").status_code == 404
    draft.get_latest_revision().publish()
    assert client.get("/en/old/?from=mail").headers["Location"].endswith("/en/secret/")


@pytest.fixture
def renamed(django_capture_on_commit_callbacks: Any) -> Callable[[Any, str], Any]:
    """Gives a page another address, for certain: only then Wagtail makes the redirects."""

    def rename(page: Any, slug: str) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            page.slug = slug
            page.save_revision().publish()
        return type(page).objects.get(pk=page.pk)

    return rename


def test_a_new_page_gets_an_address_out_of_its_title(homes: Any) -> None:
    page = factories.published(homes["ja"], StoryIndexPage(title="ハロン湾の物語"))
    assert page.slug == "haron-wan-no-wu-yu"
    other = factories.published(homes["ja"], StoryIndexPage(title="ハロン湾の物語"))
    assert other.slug == "haron-wan-no-wu-yu-1"
    assert factories.published(homes["ja"], StoryIndexPage(title="x", slug="own")).slug == "own"


def test_a_translation_gets_its_own_address_with_its_own_title(homes: Any) -> None:
    profile = factories.profile(homes["vi"])
    copy = profile.copy_for_translation(Locale.objects.get(language_code="ja")).specific
    assert copy.slug == profile.slug
    copy.save_revision()
    assert type(copy).objects.get(pk=copy.pk).slug == profile.slug, "the title is still the copied one"
    copy.title = "クアンニン"
    revision = copy.save_revision()
    draft = type(copy).objects.get(pk=copy.pk).get_latest_revision_as_object()
    assert draft.slug == "kuannin"
    draft.slug, draft.title = profile.slug, "クアンニン省"
    draft.save_revision().publish()
    page = type(copy).objects.get(pk=copy.pk)
    assert page.slug == profile.slug, f"an editor chose it, after {revision}"
    page.title = "クアンニン省について"
    page.save_revision().publish()
    assert type(copy).objects.get(pk=copy.pk).slug == profile.slug, "what readers know stays"


def test_old_addresses_lead_on_children_too_language_by_language(client: Client, homes: Any, renamed: Any) -> None:
    profile = factories.profile(homes["vi"])
    sector = factories.sector_page(profile)
    english = factories.translated(profile, "en", title="Ha Long", slug="ha-long")
    before, child, in_english = profile.get_url(), sector.get_url(), english.get_url()
    profile = renamed(profile, "mo-than")
    assert Redirect.objects.filter(automatically_created=True).count() == 2
    answer = client.get(before)
    assert (answer.status_code, answer["Location"]) == (301, profile.get_url())
    answer = client.get(child)
    assert (answer.status_code, answer["Location"]) == (301, Page.objects.get(pk=sector.pk).get_url())
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(in_english).status_code == 200, "the other language keeps its own"
    assert client.get("/vi/quang-ninh-khac/").status_code == 404


def test_an_address_of_a_fallback_leads_on_in_the_readers_language(client: Client, homes: Any, renamed: Any) -> None:
    profile = factories.profile(homes["vi"])
    before = profile.get_url()
    renamed(profile, "mo-than")
    answer = client.get(before.replace("/vi/", "/fr/"))
    assert (answer.status_code, answer["Location"]) == (302, "/fr/mo-than/")
    assert client.get("/fr/mo-than/").status_code == 200


@pytest.mark.parametrize("hidden", ["unpublished", "restricted", "language off"])
def test_no_redirect_leads_to_what_isnt_public(client: Client, homes: Any, renamed: Any, hidden: str) -> None:
    page = factories.translated(factories.profile(homes["vi"]), "ja", title="クアンニン", slug="kuannin")
    before = page.get_url()
    page = renamed(page, "himitsu")
    assert client.get(before).status_code in (301, 302)
    if hidden == "unpublished":
        page.unpublish()
    elif hidden == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    else:
        LanguageSwitch.objects.update_or_create(locale=page.locale, defaults={"is_on": False})
        forget_enabled_locales()
    for path in (before, before.replace("/ja/", "/fr/")):
        answer = client.get(path)
        assert "himitsu" not in answer.headers.get("Location", "") + answer.content.decode()


def test_hostile_paths_find_nothing(client: Client, homes: Any) -> None:
    for path in ("/vi/%00/", "/vi//evil.example/", "/vi/" + "a" * 3000 + "/", "/vi/%E3%81/"):
        assert client.get(path).status_code in (400, 404), path


def test_a_redirect_of_this_site_comes_before_one_of_all_sites(client: Client, homes: Any) -> None:
    here = factories.profile(homes["vi"])
    elsewhere = factories.profile(homes["vi"], "52")
    Redirect.objects.create(old_path="/vi/cu", redirect_page=here, site=Site.objects.get(), is_permanent=False)
    Redirect.objects.create(old_path="/vi/cu", redirect_page=elsewhere, site=None)
    answer = client.get("/vi/cu/")
    assert (answer.status_code, answer["Location"]) == (302, here.get_url())
    assert client.get("/en/cu/")["Location"] == here.get_url().replace("/vi/", "/en/")
    assert client.get("/media/cu/").status_code == 404
