"""A process sends so many archives at a time; who comes when all places are taken is asked to come again."""

from __future__ import annotations

import gc
import threading
from typing import Any

import pytest
from django.test import Client

from press import downloads
from press.archive import places
from press.archive.places import COME_AGAIN, Places
from press.models import Receipt, ShareLink
from tests.media_library.factories import approved
from tests.press.factories import bearer, kit, member, organisation, share, signed_in

pytestmark = pytest.mark.once


@pytest.fixture
def one_place(monkeypatch: pytest.MonkeyPatch) -> Places:
    made = Places(1)
    monkeypatch.setattr(places, "SHARED", made)
    return made


def test_no_more_are_taken_than_there_are() -> None:
    made = Places(2)
    first, second = made.take(), made.take()
    assert first and second
    assert made.take() is None
    first.leave()
    first.leave()
    assert made.free == 1, "left once"


def test_a_place_that_nobody_holds_any_more_is_free() -> None:
    made = Places(1)
    held: Any = made.take()
    circle: list[Any] = [held]
    circle.append(circle)
    del held, circle
    gc.collect()
    assert made.free == 1


def test_threads_that_fight_for_places_never_get_too_many() -> None:
    made, most, taken, lock = Places(3), 0, 0, threading.Lock()

    def fight() -> None:
        nonlocal most, taken
        for _time in range(500):
            if place := made.take():
                with lock:
                    taken += 1
                    most = max(most, taken)
                with lock:
                    taken -= 1
                place.leave()

    threads = [threading.Thread(target=fight) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most <= 3
    assert made.free == 3


@pytest.mark.django_db
def test_a_program_is_asked_to_come_again_and_has_signed_for_nothing(
    one_place: Places, caplog: pytest.LogCaptureFixture
) -> None:
    made, first, second = kit([approved()]), organisation(), organisation()
    url = f"/api/v1/kits/{made.uuid}/download"
    running = Client().get(url, headers=bearer(first))
    refused = Client().get(url, headers=bearer(second))
    assert refused.status_code == 503
    assert COME_AGAIN[0] <= int(refused["Retry-After"]) <= COME_AGAIN[1]
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Cache-Control"] == "private, no-store"
    assert "Refresh" not in refused
    assert not caplog.records, "no error of ours"
    assert list(Receipt.objects.values_list("organisation", flat=True)) == [first.pk]
    assert Client().head(url, headers=bearer(second)).status_code == 200, "sends nothing"
    b"".join(running.streaming_content)  # type: ignore[attr-defined]
    assert Client().get(url, headers=bearer(second)).status_code == 200


@pytest.mark.django_db
def test_a_browser_gets_a_page_that_asks_again(one_place: Places) -> None:
    made, person = kit([approved()]), member()
    url = f"/en/press/kits/{made.slug}/download/?captions=none"
    held = one_place.take()
    page = signed_in(person).get(url)
    assert page.status_code == 503
    assert page["Refresh"] == page["Retry-After"]
    assert f'href="{url}"' in page.content.decode()
    assert not Receipt.objects.exists()
    assert held
    held.leave()
    assert signed_in(person).get(url).status_code == 200


@pytest.mark.django_db
def test_a_share_link_loses_no_download_by_it(one_place: Places) -> None:
    made = kit([approved()])
    link, address = share(made, download_limit=1)
    visitor = Client()
    page = visitor.get(address)
    held = one_place.take()
    url = page.context["zip_url"]
    refused = visitor.get(url)
    assert (refused.status_code, refused["Referrer-Policy"]) == (503, "no-referrer")
    assert ShareLink.objects.get(pk=link.pk).downloads == 0
    assert held
    held.leave()
    assert visitor.get(url).status_code == 200
    assert ShareLink.objects.get(pk=link.pk).downloads == 1


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["closed", "read", "forgotten"])
def test_a_place_is_left_however_a_download_ends(one_place: Places, ending: str) -> None:
    answer: Any = Client().get(f"/api/v1/kits/{kit([approved()]).uuid}/download")
    assert one_place.free == 0
    if ending == "closed":
        next(iter(answer.streaming_content))
        answer.close()
    elif ending == "read":
        b"".join(answer.streaming_content)
    del answer
    gc.collect()
    assert one_place.free == 1


@pytest.mark.django_db
def test_what_is_no_archive_leaves_its_place_at_once(one_place: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    made = kit([approved()])
    url = f"/en/press/kits/{made.slug}/download/"
    tag = Client().head(url)["ETag"]
    for address, headers, status in (
        (url, {"If-None-Match": tag}, 304),
        (url, {"Range": "bytes=999999999-"}, 416),
        (f"{url}?size=enormous", {}, 400),
        ("/en/press/kits/nowhere/download/", {}, 404),
    ):
        assert Client().get(address, headers=headers).status_code == status
        assert one_place.free == 1

    def fails(*_all: object, **_named: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(downloads, "kit_archive", fails)
    with pytest.raises(RuntimeError):
        Client().get(url)
    assert one_place.free == 1
