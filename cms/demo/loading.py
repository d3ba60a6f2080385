"""Loads the demo step by step. Each thing is made wholly or not at all and is found again by a stable name, so an
interrupted run is completed by the next; a complete demo is never touched again, whatever was edited or deleted."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest

from django.utils import translation

from cms.demo import marker, newsrooms, papers, people, photos, press_room, readers, readership, site, webhooks
from cms.demo.access import ensure_passwords
from cms.demo.files import draw_files
from cms.demo.pages import Desk, names_for
from cms.demo.source import Entry, provinces, shared
from cms.site_setup import ensure_site
from locales.registry import WORKING
from promotion.locator import checking

Tell = Callable[[str], None]


def load(tell: Tell, *, small: bool = False) -> bool:
    """Load what is missing; returns False where the demo was complete already.

    `small` draws the pictures at a fraction of their size, for tests.
    """
    with translation.override(WORKING):
        if marker.is_complete():
            ensure_passwords()
            return False
        _load(tell, small)
    return True


def _load(tell: Tell, small: bool) -> None:
    homes = ensure_site(shared()["languages"])
    marker.mark(marker.BEGUN)
    admin = people.administrator()
    teams = people.teams()
    site.ensure_licences()
    site.ensure_terms()
    tell(f"figures: {site.ensure_figures(teams)}")
    ids = _pictures(tell, teams, small)
    tell(f"drawings, documents and films: {papers.ensure_files(teams, press_room.embargo_end())}")
    for entry in provinces():
        made = Desk(entry, teams[entry["name"]], homes, names_for(ids)).build()
        tell(f"pages of {entry['short_name']}: {made}")
    for team in teams.values():
        if checking.check_of(team.province) is None:
            checking.tick(team.province, actor=team.approver)
    site.ensure_opportunity_lists(homes)
    for code, home in homes.items():
        site.fill_fixed_pages(home, code, admin)
        site.fill_home(home, code, ids, admin)
    organisations = press_room.ensure_partners(admin)
    tell(f"applications: {press_room.ensure_applications(next(iter(teams.values())).press_officer)}")
    press_room.ensure_kits(teams, organisations, press_room.embargo_end())
    tell(f"receipts: {press_room.ensure_receipts(organisations)}")
    press_room.ensure_share_link(teams)
    press_room.ensure_saved_search(organisations)
    tell(f"taken before a recall: {press_room.ensure_takers(organisations)}")
    tell(f"withdrawn: {press_room.withdraw_some(teams)}")
    tell(f"messages to a webhook: {webhooks.ensure_webhook(organisations)}")
    tell(f"recalls: {press_room.ensure_recalls(teams, organisations)}")
    tell(f"requests of the press: {newsrooms.ensure_requests(teams, organisations)}")
    tell(f"pick-ups: {newsrooms.ensure_pickups(teams, organisations)}")
    tell(f"messages from readers: {readers.ensure_messages()}")
    readers.ensure_newsletter()
    tell(f"rows of views: {readership.ensure_views()}")
    people.give_addresses()
    ensure_passwords()
    marker.mark(marker.LOADED)


def _pictures(tell: Tell, teams: dict[str, people.Team], small: bool) -> dict[str, int]:
    """{picture key: primary key} of all of them."""
    wanted = _in_order()
    known = photos.known_photos(entry for _name, entry in wanted)
    todo = [(name, entry) for name, entry in wanted if entry["key"] not in known]
    files = draw_files([entry for _name, entry in todo], small=small, tell=_every_tenth(tell, "pictures drawn"))
    embargo, told = press_room.embargo_end(), _every_tenth(tell, "pictures taken in")
    for done, (name, entry) in enumerate(todo, 1):
        known[entry["key"]] = photos.take_through(entry, files[entry["key"]], teams[name], embargo)
        told(done, len(todo))
    return {key: photo.pk for key, photo in known.items()}


def _in_order() -> list[tuple[str, Entry]]:
    """(province, picture): the provinces by turns and each file from its end, so that its first is the newest."""
    files = [[(province["name"], entry) for entry in reversed(province["pictures"])] for province in provinces()]
    return [item for items in zip_longest(*files) for item in items if item is not None]


def _every_tenth(tell: Tell, words: str) -> Callable[[int, int], None]:
    def told(done: int, of: int) -> None:
        if done % 10 == 0 or done == of:
            tell(f"{words}: {done} of {of}")

    return told
