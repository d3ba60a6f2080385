"""No address shows anything that the decision doesn't allow, and every exit shows what it does."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from media_library.rights import PUBLIC_AUDIENCE, Purpose
from media_library.rights.ask import decision_on, is_known_gone
from press.models import Organisation
from press.selectors.share_links import audience_by
from press.services import tokens
from tests.leak.routes import Route, routes
from tests.leak.world import (
    DESK,
    DRAFTED,
    LANGUAGES,
    PAPER,
    SINGLE_SIGN_ON,
    Seen,
    Watcher,
    World,
    build,
    secret,
    shared,
    word,
)
from tests.media_library.factories import STATES

pytestmark = [pytest.mark.django_db]

AUDIENCES = (
    "nobody",
    "partner without grant",
    "partner with grant",
    "member of the granted",
    "neighbour",
    "own editor",
)
PIXELS = ("image/", "video/", "application/zip", "application/octet-stream")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once for all audiences, and rolled back at the end."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            with override_settings(OIDC_PROVIDERS=[SINGLE_SIGN_ON]):
                yield build()
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def may(world: World, watcher: Watcher, state: str, purpose: Purpose = Purpose.PREVIEW) -> bool:
    asked = (watcher.name, state, purpose)
    if asked not in world.decisions:
        decision = decision_on(world.photos[state], watcher.audience, purpose, timezone.now())
        world.decisions[asked] = decision.allowed
    return world.decisions[asked]


def asset_of(world: World, address: str) -> str | None:
    """The state of the asset whose id stands in the address, if any."""
    return next((state for state, photo in world.photos.items() if str(photo.uuid) in address), None)


def addresses_of(world: World, route: Route) -> Iterator[str]:
    yield from route.addresses(world.values)
    # Lists can be asked for by words: a search must not find what a list doesn't show.
    if not route.parameters or route.parameters == ("language",):
        for state in STATES:
            for address in route.addresses(world.values):
                yield f"{address}?q={word(state)}"
    # What works on a selection (batch editing, exports, lightboxes) is asked for everything there is.
    if not route.parameters and route.template.startswith("/admin/photos/"):
        ids = ",".join(str(photo.pk) for photo in world.photos.values())
        yield from (f"{route.template}?ids={ids}&format={form}" for form in ("csv", "xlsx"))


def public_routes() -> list[Route]:
    return [route for route in routes() if not route.template.startswith("/admin/")]


def admin_routes() -> list[Route]:
    return [route for route in routes() if route.template.startswith("/admin/")]


def assert_nothing_more(world: World, watcher: Watcher, seen: Seen) -> None:
    """Neither texts nor bytes of an asset that this watcher may not see."""
    for state in STATES:
        if may(world, watcher, state):
            continue
        assert secret(state).encode() not in seen.body, f"{watcher.name} reads {state} at {seen.address}"
    if watcher.name != "own editor":
        assert PAPER.encode() not in seen.body, f"{watcher.name} reads a consent at {seen.address}"
    assert DESK.encode() not in seen.body, f"{watcher.name} reads a partner's webhook at {seen.address}"
    state = asset_of(world, seen.address)
    if state and not may(world, watcher, state) and seen.kind.startswith(PIXELS):
        raise AssertionError(f"{watcher.name} gets bytes of {state} at {seen.address} ({seen.status})")
    if state and seen.status == 200:
        assert may(world, watcher, state), f"{watcher.name} is answered about {state} at {seen.address}"


@pytest.mark.once
@pytest.mark.parametrize("name", AUDIENCES)
def test_no_public_address_shows_more(world: World, name: str) -> None:
    watcher = world.watchers[name]
    looked = 0
    for route in public_routes():
        for address in addresses_of(world, route):
            seen = watcher.look(address)
            assert_nothing_more(world, watcher, seen)
            assert DRAFTED.encode() not in seen.body, f"{name} reads a kit's draft at {address}"
            looked += 1
    assert looked > 300


@pytest.mark.once
def test_no_admin_address_shows_more_to_a_neighbour(world: World) -> None:
    """An editor of another province, on every address of the admin."""
    watcher = world.watchers["neighbour"]
    for route in admin_routes():
        for address in addresses_of(world, route):
            assert_nothing_more(world, watcher, watcher.look(address))


@pytest.mark.once
@pytest.mark.parametrize("name", ["nobody", "partner with grant", "member of the granted"])
def test_the_admin_is_closed_to_all_but_staff(world: World, name: str) -> None:
    watcher = world.watchers[name]
    for route in admin_routes():
        for address in list(route.addresses(world.values))[:2]:
            seen = watcher.look(address)
            assert_nothing_more(world, watcher, seen)


@pytest.mark.parametrize("name", AUDIENCES)
@pytest.mark.parametrize("state", STATES)
def test_what_is_allowed_is_there_and_nothing_less(world: World, name: str, state: str) -> None:
    watcher, photo = world.watchers[name], world.photos[state]
    shown = may(world, watcher, state)
    published = photo.approved_at is not None and photo.withdrawn_at is None
    gone = photo.withdrawn_at is not None and is_known_gone(photo, watcher.audience)
    absent = 410 if gone else 404

    assert watcher.look(f"/media/{photo.uuid}/small.webp").status == (200 if shown else absent)
    taken = may(world, watcher, state, Purpose.DOWNLOAD)
    for file in ("original", "print-a4.jpg", "press-wire.webp"):
        assert watcher.look(f"/media/{photo.uuid}/{file}").status == (200 if taken else absent), file
    for path in ("info.json", "full/200,/0/default.jpg", "0,0,512,512/512,512/0/default.jpg"):
        assert watcher.look(f"/iiif/3/{photo.uuid}/{path}").status == (200 if shown else absent), path

    listed = shown and published
    assert watcher.look(f"/api/v1/assets/{photo.uuid}").status == (200 if listed else absent)
    assert watcher.look(f"/en/images/{photo.uuid}/").status == (200 if listed else absent)
    for address in (
        "/api/v1/assets?limit=100&lang=en",
        "/en/images/",
        f"/en/images/?q={word(state)}",
        "/en/quang-ninh-en/story-en/",
        "/en/quang-ninh-en/campaign-en/",
        "/en/quang-ninh-en/brand-en/",
    ):
        seen = watcher.look_once(address)
        assert seen.status == 200, address
        assert (secret(state).encode() in seen.body) is listed, f"{watcher.name}, {state}: {address}"
    # A feed is for passing on, so it holds what may be passed on.
    passed_on = published and may(world, watcher, state, Purpose.REDISTRIBUTION)
    for address in ("/press/feeds/atom.xml?lang=en", "/press/feeds/ninjs.json?lang=en"):
        assert (secret(state).encode() in watcher.look_once(address).body) is passed_on, f"{watcher.name}: {address}"


def test_the_kit_gives_each_what_is_theirs(world: World) -> None:
    for watcher in world.watchers.values():
        seen = watcher.look(f"/api/v1/kits/{world.kit.uuid}/download")
        if seen.status != 200:
            continue
        with zipfile.ZipFile(io.BytesIO(seen.body)) as archive:
            manifest = archive.read("manifest.json").decode()
        for state, photo in world.photos.items():
            allowed = may(world, watcher, state, Purpose.REDISTRIBUTION) and photo.approved_at is not None
            assert (str(photo.uuid) in manifest) is allowed, (watcher.name, state)


@pytest.mark.parametrize("early", [False, True])
def test_a_share_link_gives_its_recipient_what_is_theirs_and_nothing_more(world: World, early: bool) -> None:
    link, key = shared(world.kit, under_embargo=early)
    guest = Watcher(f"guest by link, early: {early}", Client(), audience_by(link))
    page = guest.look(f"/en/press/s/{key}/")
    assert page.status == 200
    gate = re.search(rb'"(/press/files/[^/"]+)/', page.body)
    assert gate
    base = gate[1].decode()
    with zipfile.ZipFile(io.BytesIO(guest.look(f"{base}/kit.zip").body)) as archive:
        manifest = archive.read("manifest.json").decode()
    for state, photo in world.photos.items():
        published = photo.approved_at is not None and photo.withdrawn_at is None
        gone = is_known_gone(photo, guest.audience)
        assert (secret(state).encode() in page.body) is (may(world, guest, state) and published), state
        allowed = may(world, guest, state, Purpose.REDISTRIBUTION) and published
        assert (str(photo.uuid) in manifest) is allowed, state
        for file, purpose in (("small.webp", Purpose.PREVIEW), ("original", Purpose.DOWNLOAD)):
            expected = 200 if may(world, guest, state, purpose) else 410 if gone else 404
            assert guest.look(f"{base}/media/{photo.uuid}/{file}").status == expected, (state, file)


def test_only_the_provinces_own_open_a_consents_paper(world: World) -> None:
    address = f"/admin/consents/{world.consent.pk}/document/"
    opened = {name for name, watcher in world.watchers.items() if PAPER.encode() in watcher.look(address).body}
    assert opened == {"own editor"}


@pytest.mark.once
def test_every_own_route_is_asked_with_values_that_it_knows(world: World) -> None:
    """A new route whose parameters are only known by name would answer 404 to all, and so prove nothing."""
    askers = [world.watchers[name] for name in ("own editor", "partner with grant", "nobody")]
    values = world.values | world.letters
    unreached = []
    for route in routes():
        if not route.is_ours or not route.parameters:
            continue
        found = (asker.look(address).status for asker in askers for address in route.addresses(values))
        if all(status == 404 for status in found):
            unreached.append(f"{route.name}: {route.template}")
    assert not unreached


@pytest.mark.parametrize("name", ["nobody", "partner without grant", "neighbour"])
def test_no_other_method_is_answered_where_looking_is_refused(world: World, name: str) -> None:
    watcher = world.watchers[name]
    headers = {"Authorization": f"Bearer {watcher.token}"} if watcher.token else {}
    asked = 0
    for route in public_routes():
        if "uuid" not in route.parameters or route.name.startswith("api:"):
            continue
        for address in route.addresses(world.values):
            state = asset_of(world, address)
            if state is None or may(world, watcher, state):
                continue
            for method in ("HEAD", "OPTIONS", "POST", "PUT", "DELETE"):
                response = watcher.client.generic(method, address, headers=headers)
                assert response.status_code in (403, 404, 405, 410), (method, address, response.status_code)
                asked += 1
    assert asked > 100


def test_every_language_tree_is_looked_at(world: World) -> None:
    assert connection.vendor in ("sqlite", "postgresql")
    templates = {route.template for route in routes()}
    for expected in (
        "/media/%(uuid)s/original",
        "/%(language)s/images/",
        "/api/v1/assets",
        "/press/feeds/atom.xml",
        "/%(language)s/press/s/%(secret)s/",
        "/press/files/%(ticket)s/kit.zip",
        "/press/files/%(ticket)s/media/%(uuid)s/%(file)s",
        "/iiif/3/%(uuid)s/info.json",
        "/iiif/3/%(uuid)s/%(region)s/%(size)s/%(rotation)s/%(file)s",
        "/%(language)s/images/%(uuid)s/report/",
        "/admin/photos/lightboxes/%(lightbox_id)s/",
        "/admin/photos/upload/files/%(uuid)s/",
        "/admin/photos/upload/batches/%(uuid)s/",
        "/admin/photos/batch/export/",
        "/admin/photos/batch/import/",
        "/admin/consents/%(pk)s/document/",
    ):
        assert expected in templates
    assert LANGUAGES == ("vi", "en")


@pytest.mark.once
@pytest.mark.parametrize("scope", ["feeds:read", "kits:read"])
def test_a_token_without_the_scope_learns_nothing(world: World, scope: str) -> None:
    """Whatever it asks for: refused alike for what is there, what isn't, and what was withdrawn."""
    of = Organisation.objects.get(name="Granted")
    made, secret_of_token = tokens.issue(of, "narrow", scopes=[scope])
    narrow = Watcher("partner with a narrow token", Client(), PUBLIC_AUDIENCE, token=secret_of_token)
    try:
        for route in public_routes():
            refused: dict[str, set[bytes]] = {}
            for address in route.addresses(world.values):
                seen = narrow.look(address)
                assert_nothing_more(world, narrow if seen.status == 403 else world.watchers["partner with grant"], seen)
                if seen.status == 403:
                    lang = address.split("/")[1] if "%(language)s" in route.template else ""
                    refused.setdefault(lang, set()).add(seen.body)
            if route.is_ours and "press/" in route.template:
                assert all(len(bodies) == 1 for bodies in refused.values()), route.template
        for state in STATES:
            for path in ("original", "small.webp"):
                assert narrow.look(f"/media/{world.photos[state].uuid}/{path}").status == 403
            assert narrow.look(f"/api/v1/assets/{world.photos[state].uuid}").status == 403
    finally:
        tokens.revoke(made)
