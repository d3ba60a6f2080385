"""Lists say of each item that a machine translated it, or once of all, at the cost of one question."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from locales.machine.models import MachineText
from locales.machine.selectors import machine_made_pages
from promotion.models import StoryIndexPage, StoryPage
from tests.promotion import factories
from tests.promotion.test_machine_notes import label, photo_by_machine

pytestmark = pytest.mark.django_db
MARK = '<small class="machine-mark">Machine translation</small>'
LINE = '<p class="machine-line">A machine translated these texts; they may contain mistakes.</p>'


@pytest.fixture
def homes() -> Any:
    return factories.site("en", "fr")


def stories(homes: Any, *leads: tuple[str, bool]) -> list[StoryPage]:
    """Stories with English versions of these leads; those with True are a machine's."""
    index = StoryIndexPage.objects.child_of(homes["vi"]).get()
    made = []
    for number, (lead, by_machine) in enumerate(leads, start=1):
        page = factories.story(index, number)
        made.append(factories.translated(page, "en", title=f"Story {number}", lead=lead))
        if by_machine:
            label("page", page.pk, "en", lead=lead)
    return made


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_card_is_marked_where_its_own_words_are_a_machines(client: Client, homes: Any) -> None:
    by_machine, by_hand = stories(homes, ("Four in the morning.", True), ("The boats leave.", False))
    page = shown(client, by_machine.get_parent().get_url())
    assert page.count(MARK) == 1 and LINE not in page
    card = page[page.index(by_machine.title) :]
    assert MARK in card[: card.index("</article>")]
    vietnamese = shown(client, by_hand.get_parent().get_url().replace("/en/", "/vi/"))
    assert "machine-mark" not in vietnamese


def test_a_list_that_is_all_a_machines_says_it_once(client: Client, homes: Any) -> None:
    found = stories(homes, ("Four in the morning.", True), ("The boats leave.", True))
    page = shown(client, found[0].get_parent().get_url())
    assert page.count(LINE) == 1 and MARK not in page
    home = shown(client, "/en/")
    assert home.count(LINE) == 1 and MARK not in home, "the home page lists the same stories"


def test_a_fallback_in_a_list_says_it_too(client: Client, homes: Any) -> None:
    stories(homes, ("Four in the morning.", True))
    assert '<small class="machine-mark">Traduction automatique' in shown(client, "/fr/")


def test_the_mark_goes_when_a_person_changes_the_words(client: Client, homes: Any) -> None:
    (page,) = stories(homes, ("Four in the morning.", True))
    page.lead = "It is four, and dark."
    page.save_revision().publish()
    assert "machine-mark" not in shown(client, page.get_parent().get_url())


def test_words_that_a_list_doesnt_show_dont_mark_it(client: Client, homes: Any) -> None:
    (page,) = stories(homes, ("Four in the morning.", False))
    original = page.get_translations().get()
    label("page", original.pk, "en", search_description="For search engines")
    page.search_description = "For search engines"
    page.save_revision().publish()
    assert "machine-mark" not in shown(client, page.get_parent().get_url())
    assert MARK in shown(client, "/en/search/?q=morning"), "a hit shows any passage of a page"


def test_tiles_and_the_promise_are_marked(client: Client, homes: Any) -> None:
    profile = factories.profile(homes["vi"])
    factories.translated(profile, "en", title="Quang Ninh", tagline="Where forest meets sea")
    brand = factories.brand_page(profile)
    factories.translated(brand, "en", promise="Forest and sea, a morning apart.")
    label("page", profile.pk, "en", tagline="Where forest meets sea")
    label("page", brand.pk, "en", promise="Forest and sea, a morning apart.")
    assert MARK in shown(client, "/en/")
    page = shown(client, f"/en/{profile.slug}/")
    assert MARK in page[page.index('class="promise__words"') :]


def test_pictures_that_are_all_a_machines_say_it_once(client: Client, homes: Any) -> None:
    for _number in range(3):
        photo_by_machine()
    for path in ("/en/images/", "/en/images/?q=boats"):
        page = shown(client, path)
        assert page.count(LINE) == 1 and MARK not in page


def test_one_question_for_a_list_of_any_length(client: Client, homes: Any) -> None:
    found = stories(homes, *((f"Lead {number}", bool(number % 2)) for number in range(3)))
    assert machine_made_pages([]) == frozenset()
    for pages in (found[:1], found):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            made = machine_made_pages(
                StoryPage.objects.filter(pk__in=[page.pk for page in pages]).select_related("locale"), ["lead"]
            )
        assert len(queries) == 2, "the pages, and the labels"
    assert made == {found[1].pk}
    path = found[0].get_parent().get_url()
    shown(client, path)
    asked = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            shown(client, f"{path}?page=1&x={_round}")
        asked.append(sum(MachineText._meta.db_table in query["sql"] for query in queries))
    assert asked == [2, 2], "one for the page itself, one for all that it lists"
