"""The whole demo in all languages, walked by its own links: nothing broken, valid, and never too many questions.

The walk takes a minute or two, so one is shared by all tests of this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from locales.registry import INTERNATIONAL, LANGUAGES, WORKING
from tests.crawl import markup, structured
from tests.crawl.walk import Crawl, Visit, crawl, visited

pytestmark = [pytest.mark.django_db, pytest.mark.once]

READ_BY_A_CHECKER = (WORKING, INTERNATIONAL, "lo")
UNLINKED = ("images/?q=xyzzy", "search/?q=ha+long", "search/?q=xyzzy", "nothing-here/")
"""Kinds of pages that no link leads to."""
FOR_PARTNERS = ("", "account/", "notices/", "terms/")

MOST_QUERIES = {
    "BrandPage": 36,
    "CampaignPage": 40,
    "HomePage": 40,
    "OpportunityIndexPage": 34,
    "OpportunityPage": 34,
    "ProvinceIndexPage": 32,
    "ProvincePage": 46,
    "SectorIndexPage": 32,
    "SectorPage": 36,
    "StoryIndexPage": 32,
    "StoryPage": 38,
    "image_bank:index": 26,
    "image_bank:picture": 20,
    "image_bank:report": 15,
    "press:room": 20,
    "press:kit": 22,
    "promotion:compare": 16,
    "promotion:search": 14,
}
"""Of one page of each kind, however much it shows. A page whose parts ask one by one goes far beyond."""
ANY_OTHER = 20


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The small demo, offered in every language; rolled back after this module."""
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    changed = override_settings(STORAGES=storages, PASSWORD_HASHERS=quick, ALLOWED_HOSTS=["testserver"])
    with django_db_blocker.unblock(), changed:
        atomic = transaction.atomic()
        atomic.__enter__()
        call_command("load_demo", size="small", verbosity=0)
        call_command("setup_site", languages=",".join(LANGUAGES), verbosity=0)
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture(scope="module")
def walked(demo: None, django_db_blocker: Any) -> Crawl:
    with django_db_blocker.unblock(), override_settings(ALLOWED_HOSTS=["testserver"]):
        return crawl(Client(), [f"/{code}/" for code in LANGUAGES])


@pytest.fixture(scope="module")
def one_of_each(walked: Crawl, django_db_blocker: Any) -> list[Visit]:
    """Pages of every kind in three languages, those for partners and the unlinked ones too."""
    chosen: dict[tuple[str, str, bool], Visit] = {}
    for visit in walked.pages():
        if visit.language in READ_BY_A_CHECKER:
            chosen.setdefault((visit.kind, visit.language, "?" in visit.path), visit)
    found = list(chosen.values())
    with django_db_blocker.unblock(), override_settings(ALLOWED_HOSTS=["testserver"]):
        found += [visited(Client(), f"/{code}/{path}") for code in READ_BY_A_CHECKER for path in UNLINKED]
        found += _of_a_partner()
    return found


def _of_a_partner() -> list[Visit]:
    from press.models import Kit, Member

    client = Client()
    member = Member.objects.filter(organisation__acceptances__isnull=False).select_related("user").first()
    assert member is not None
    client.force_login(member.user)
    kits = [f"kits/{slug}/" for slug in Kit.objects.values_list("slug", flat=True)]
    return [visited(client, f"/{code}/press/{path}") for code in READ_BY_A_CHECKER for path in (*FOR_PARTNERS, *kits)]


def test_no_link_is_broken(walked: Crawl) -> None:
    broken = {path: visit.status for path, visit in walked.visits.items() if visit.status != 200}
    on = {link.target: link.page for link in walked.links if link.target in broken}
    assert [f"{status} {path} (on {on.get(path)})" for path, status in broken.items()] == []


def test_no_fragment_is_missing(walked: Crawl) -> None:
    missing = {
        f"{link.target}#{link.fragment} (on {link.page})"
        for link in walked.links
        if link.fragment
        and (target := walked.visits[link.target]).content_type.startswith("text/html")
        and link.fragment not in target.anchors
    }
    assert sorted(missing) == []


def test_the_walk_came_everywhere(walked: Crawl) -> None:
    kinds = {visit.kind for visit in walked.visits.values()}
    assert set(MOST_QUERIES) <= kinds
    for code in LANGUAGES:
        assert sum(1 for visit in walked.pages() if visit.language == code) > 100, code


def test_no_kind_of_page_asks_more_than_its_share(walked: Crawl) -> None:
    over = [
        f"{visit.queries} queries: {visit.path} ({visit.kind})"
        for visit in walked.pages()
        if visit.queries > MOST_QUERIES.get(visit.kind, ANY_OTHER)
    ]
    assert over == []


def test_pages_are_valid(one_of_each: list[Visit], tmp_path: Path) -> None:
    """By the Nu Html Checker, for every kind of page in three languages; its warnings count too."""
    assert markup.findings(one_of_each, tmp_path) == []


def test_structured_data_has_what_its_types_ask_for(walked: Crawl) -> None:
    found = [f"{visit.path}: {line}" for visit in walked.pages() for line in structured.findings(visit.structured)]
    assert found == []


def test_every_kind_of_structured_data_is_known_by_its_shape(walked: Crawl) -> None:
    said = {kind for visit in walked.pages() for kind in structured.types(visit.structured)}
    assert said <= set(structured.SHAPES), said - set(structured.SHAPES)
    assert {"ImageObject", "AdministrativeArea", "Dataset", "NewsArticle", "BreadcrumbList", "Event"} <= said
