"""The lists of videos, documents and graphics are lists to work through, like that of photos."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.site_setup import ensure_site
from media_library.models import KINDS, AssetKind, Lightbox
from media_library.worklists import counting
from media_library.worklists.views import work_views
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db

OTHERS = [AssetKind.VIDEO, AssetKind.DOCUMENT, AssetKind.GRAPHIC]


@pytest.fixture(autouse=True)
def homes() -> Any:
    return ensure_site(["vi", "en"])


@pytest.fixture
def client() -> Client:
    browser = Client()
    browser.force_login(factories.user("editor", Role.EDITOR))
    return browser


def address(kind: AssetKind) -> str:
    return reverse(f"{KINDS[kind].admin_namespace}:list")


@pytest.mark.parametrize("kind", OTHERS)
def test_views_and_words_find_what_they_say(client: Client, kind: AssetKind) -> None:
    wanted = factories.draft(kind=kind, credit_line="", title_vi="Chùa Một Cột")
    factories.draft(kind=kind, title_vi="Chùa Một Cột")
    factories.draft(credit_line="")
    answer = client.get(address(kind), {"view": "no-credit", "q": "mot cot"})
    assert [record.pk for record in answer.context["object_list"]] == [wanted.pk]
    found = {view.slug: count for view, count in counting.counted_views(factories.user("editor"), KINDS[kind])}
    assert found["no-credit"] == 1 and found["drafts"] == 2
    assert f"{address(kind)}?q=mot+cot&amp;view=no-credit" in answer.content.decode()


@pytest.mark.parametrize("kind", OTHERS)
def test_every_view_opens(client: Client, kind: AssetKind) -> None:
    for view in work_views(factories.user("editor"), KINDS[kind]):
        assert client.get(address(kind), {"view": view.slug}).status_code == 200
    assert "alike" not in {view.slug for view in work_views(factories.user("editor"), KINDS[kind])}


def test_a_film_lacks_no_alternative_text(client: Client) -> None:
    film = factories.draft(kind=AssetKind.VIDEO, title_en="A film", caption_en="Of boats", alt_text_en="")
    assert list(client.get(address(AssetKind.VIDEO), {"view": "text-en"}).context["object_list"]) == []
    logo = factories.draft(kind=AssetKind.GRAPHIC, title_en="A logo", caption_en="Of boats", alt_text_en="")
    found = client.get(address(AssetKind.GRAPHIC), {"view": "text-en"}).context["object_list"]
    assert [record.pk for record in found] == [logo.pk] != [film.pk]


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    body = client.get(address(AssetKind.VIDEO)).content.decode()
    assert body.count(reverse("media_library_upload")) > 1


def test_any_kind_goes_into_a_lightbox_and_is_explained(client: Client) -> None:
    document, photo = factories.draft(kind=AssetKind.DOCUMENT), factories.draft()
    ids = f"?ids={document.pk},{photo.pk}"
    client.post(
        reverse("media_library_lightbox_add") + ids,
        {"create": "1", "title": "Hồ sơ", "province": document.province_id},
    )
    assert set(Lightbox.objects.get().items.values_list("asset", flat=True)) == {document.pk, photo.pk}
    answer = client.get(reverse("media_library_explain") + ids)
    assert answer.context["summary"].asked == 2
    assert reverse("documents:edit", args=[document.pk]) in answer.content.decode()


def test_of_a_neighbour_nothing_is_chosen(client: Client) -> None:
    foreign = factories.draft(kind=AssetKind.DOCUMENT, of=factories.province("01"))
    assert client.get(reverse("media_library_explain"), {"ids": foreign.pk}).context["summary"].asked == 0


@pytest.mark.parametrize("kind", [AssetKind.PHOTO, AssetKind.DOCUMENT])
def test_twelve_rows_cost_as_much_as_three(client: Client, kind: AssetKind) -> None:
    # A view of each sort: by a column, by another table, by a language, by use. All are counted on every page.
    views = ("no-credit", "no-consent", "drafts", "text-en", "never-used")
    asked: list[dict[str, str]] = [{}, {"q": "binh minh"}, *({"view": slug} for slug in views)]

    def costs() -> list[int]:
        numbers = []
        for query in asked:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address(kind), query).status_code == 200
            numbers.append(len(captured))
        return numbers

    def more(number: int) -> None:
        for _ in range(number):
            factories.draft(kind=kind, credit_line="", licence=None, caption_en="", shows_people=True)

    more(3)
    costs()
    few = costs()
    more(9)
    many = costs()
    assert many == few, (few, many)
    assert max(few) <= 40


def test_the_page_of_a_draft_says_what_is_missing(client: Client) -> None:
    draft = factories.draft(credit_line="")
    body = unescape(client.get(reverse("photos:edit", args=[draft.pk])).content.decode())
    assert "<li>ghi nguồn</li>" in body or "<li>the credit line</li>" in body
    answer = client.get(reverse("photos:edit", args=[factories.draft().pk]))
    assert not any(f'href="{answer.request["PATH_INFO"]}"' in part for part in body.split("why__mend")[1:2])
