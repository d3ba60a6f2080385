"""Searches that are kept: whose, shared with whom, and that they find what the list finds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.site_setup import ensure_site
from media_library.admin.photo_list import PhotoFilters
from media_library.models import Photo, SavedSearch
from media_library.worklists import searches
from media_library.worklists.conditions import Viewer
from media_library.worklists.query import NotAQuery, canonical, condition
from provinces.models import Sector
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])


@pytest.fixture
def editor() -> Any:
    return factories.user("editor", Role.EDITOR)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def viewer(user: Any) -> Viewer:
    return Viewer(user, timezone.now())


def test_what_is_kept_finds_what_the_list_finds(editor: Any) -> None:
    """The filter set and the condition are two ways to one answer, over every filter the list has."""
    sector = Sector.objects.first()
    assert sector is not None
    photos = [
        factories.draft(),
        factories.approved(shows_people=True, consent=factories.consent()),
        factories.draft(licence=factories.licence("press"), credit_line=""),
        factories.draft(of=factories.province("01")),
        factories.approved(title_vi="Chùa Thầy"),
    ]
    photos[2].sectors.add(sector)
    photos[2].save()
    asked = {
        "province": [str(factories.province().pk), "999999"],
        "sectors": [str(sector.pk)],
        "licence": [str(factories.licence("press").pk)],
        "live": ["true", "false"],
        "shows_people": ["true", "false"],
        "view": ["no-credit", "drafts", "never-used", "licence-30"],
    }
    assert set(asked) == set(PhotoFilters.base_filters), "a filter without a test"
    root = factories.user("root", is_superuser=True)
    client = signed_in(root)
    for name, values in asked.items():
        for value in values:
            query = f"{name}={value}"
            listed = {photo.pk for photo in client.get(f"{reverse('photos:list')}?{query}").context["object_list"]}
            if value == "999999":
                continue  # the list ignores what it can't read; a kept search finds nothing
            kept = Photo.objects.filter(condition(QueryDict(query), viewer(root))).values_list("pk", flat=True)
            assert set(kept) == listed, query


def test_the_canonical_form_is_one_for_one_search() -> None:
    one = canonical(QueryDict("q=ha+long&view=no-credit&p=3&sectors=2&sectors=1&_w_filter_fragment=1&x=y&live=unknown"))
    two = canonical(QueryDict("sectors=1&view=no-credit&sectors=2&q=++ha+long+"))
    assert one == two == "view=no-credit&q=ha+long&sectors=1&sectors=2"
    assert canonical(QueryDict("p=2&q=")) == ""


@pytest.mark.parametrize(
    "query",
    [
        "view=nonsense",
        "province=abc",
        "province=1;DROP TABLE",
        "province=99999999999999999999999",
        "sectors=x&sectors=1",
        "live=perhaps",
        "province=-1",
        "province=１",
        "q=" + "a" * 100 + "&" + "&".join(f"sectors={number}" for number in range(900)),
    ],
)
def test_what_the_list_doesnt_know_isnt_kept(editor: Any, query: str) -> None:
    with pytest.raises(ValidationError):
        searches.keep(editor, "Tên", query, viewer(editor))
    assert not SavedSearch.objects.exists()
    response = signed_in(editor).get(f"{reverse('media_library_search_keep')}?{query}")
    assert response.status_code == 404


def test_keep_list_rename_share_delete(editor: Any) -> None:
    factories.draft(credit_line="")
    client = signed_in(editor)
    page = client.get(f"{reverse('media_library_search_keep')}?view=no-credit")
    assert page.status_code == 200 and page.context["count"] == 1
    client.post(
        f"{reverse('media_library_search_keep')}?view=no-credit&p=2", {"name": "  Thiếu  nguồn ", "province": ""}
    )
    kept = SavedSearch.objects.get()
    assert (kept.name, kept.query, kept.user, kept.province) == ("Thiếu nguồn", "view=no-credit", editor, None)
    rows = client.get(reverse("media_library_searches")).context["rows"]
    assert [(row["count"], row["is_mine"]) for row in rows] == [(1, True)]
    assert client.get(rows[0]["url"]).context["object_list"]

    colleague = factories.user("colleague", Role.TRANSLATOR)
    assert not signed_in(colleague).get(reverse("media_library_searches")).context["rows"]
    own = factories.province().pk
    client.post(reverse("media_library_search_change", args=[kept.pk]), {"name": "Ghi nguồn", "province": own})
    rows = signed_in(colleague).get(reverse("media_library_searches")).context["rows"]
    assert [(row["search"].name, row["is_mine"]) for row in rows] == [("Ghi nguồn", False)]

    for foreign in (colleague, factories.user("neighbour", Role.EDITOR, of=factories.province("01"))):
        stranger = signed_in(foreign)
        for name in ("media_library_search_change", "media_library_search_delete"):
            address = reverse(name, args=[kept.pk])
            assert stranger.post(address, {"name": "Của tôi"}).status_code == 404
    assert SavedSearch.objects.get().name == "Ghi nguồn"
    client.post(reverse("media_library_search_delete", args=[kept.pk]))
    assert not SavedSearch.objects.exists()


def test_nobody_shares_with_another_province(editor: Any) -> None:
    client = signed_in(editor)
    address = f"{reverse('media_library_search_keep')}?view=drafts"
    response = client.post(address, {"name": "X", "province": factories.province("01").pk})
    assert response.status_code == 200 and response.context["form"].errors
    assert not SavedSearch.objects.exists()


def test_a_name_is_taken_once(editor: Any) -> None:
    searches.keep(editor, "Nháp", "view=drafts", viewer(editor))
    with pytest.raises(ValidationError):
        searches.keep(editor, " Nháp ", "view=mine", viewer(editor))
    response = signed_in(editor).post(f"{reverse('media_library_search_keep')}?view=mine", {"name": "Nháp"})
    assert response.status_code == 200
    with pytest.raises(ValidationError):
        searches.keep(editor, "Tất cả", "p=3", viewer(editor))
    with pytest.raises(ValidationError):
        searches.keep(editor, "  ", "view=mine", viewer(editor))


def test_a_search_that_the_list_forgot_stays_to_be_deleted(editor: Any) -> None:
    SavedSearch.objects.create(user=editor, name="Cũ", query="view=gone")
    factories.draft()
    searches.keep(editor, "Nháp", "view=drafts", viewer(editor))
    rows = signed_in(editor).get(reverse("media_library_searches")).context["rows"]
    assert {row["search"].name: row["count"] for row in rows} == {"Cũ": None, "Nháp": 1}


def test_ten_searches_cost_as_much_as_two(editor: Any) -> None:
    client = signed_in(editor)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("media_library_searches"))
        return len(captured)

    for number, query in enumerate(["view=drafts&q=vinh", f"province={factories.province().pk}"]):
        searches.keep(editor, str(number), query, viewer(editor))
    queries()
    few = queries()
    for number in range(2, 12):
        searches.keep(editor, str(number), f"view=no-credit&q=tu{number}&sectors=1", viewer(editor))
    assert queries() == few


def test_counts_are_of_the_viewers_own_library(editor: Any) -> None:
    factories.draft(credit_line="")
    both = factories.user("both", Role.EDITOR, of=factories.province("01"))
    shared = searches.keep(editor, "Chung", "view=no-credit", viewer(editor), factories.province("01"))
    rows = signed_in(both).get(reverse("media_library_searches")).context["rows"]
    assert [(row["search"].pk, row["count"]) for row in rows] == [(shared.pk, 0)]


def test_who_has_nothing_to_do_with_photos_is_turned_away() -> None:
    client = signed_in(factories.user("nobody"))
    for name in ("media_library_searches", "media_library_search_keep"):
        assert client.get(reverse(name)).status_code in (302, 403)
    assert Client().get(reverse("media_library_searches")).status_code == 302


def test_the_moment_of_the_question_counts(editor: Any) -> None:
    factories.draft(expires_at=timezone.now() + timedelta(days=40))
    later = Viewer(editor, timezone.now() + timedelta(days=20))
    asked = QueryDict("view=licence-30")
    assert not Photo.objects.filter(condition(asked, viewer(editor))).exists()
    assert Photo.objects.filter(condition(asked, later)).exists()
    with pytest.raises(NotAQuery):
        condition(QueryDict("live=maybe"), later)
