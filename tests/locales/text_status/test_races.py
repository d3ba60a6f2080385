"""Two at once, in threads with connections of their own: one wins, the other is told, nobody's text is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from locales.models import TextState
from locales.text_status import selectors, services
from locales.text_status.errors import StaleText
from media_library.models import Photo
from provinces.teams import Role
from tests.media_library import factories


def _patiently(act: Callable[[], Any]) -> Any:
    """SQLite in memory, shared by the threads of a test, refuses at once where the file on disk lets wait.

    An act that was refused is tried again; one that is committed isn't, whatever what follows a commit met.
    """
    results: list[Any] = []
    committed: list[bool] = []
    for _attempt in range(400):
        results.clear()
        try:
            with transaction.atomic():
                transaction.on_commit(lambda: committed.append(True))
                results.append(act())
            return results[0]
        except OperationalError as error:
            if connection.vendor != "sqlite" or "locked" not in str(error):
                raise
            if committed:
                return results[0]
            time.sleep(0.02)
    raise AssertionError("locked for too long")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Results or exceptions, in the order of the acts."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            barrier.wait(60)
            results[number] = _patiently(act)
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def _item(photo: Photo) -> Any:
    found = selectors.item_of(photo)
    assert found is not None
    return found


def _one_of(results: list[Any]) -> tuple[int, StaleText]:
    """The number of the one who came through, and what the other was told."""
    told = [result for result in results if isinstance(result, StaleText)]
    assert len(told) == 1, results
    return next(n for n, result in enumerate(results) if not isinstance(result, Exception)), told[0]


@pytest.mark.django_db(transaction=True)
def test_two_at_once() -> None:
    """In one test: a test with real transactions empties the database, reference data included."""
    photo = factories.approved()
    people = [factories.user(f"translator{n}", Role.TRANSLATOR) for n in range(2)]
    approvers = [factories.user(f"approver{n}", Role.APPROVER) for n in range(2)]
    _two_translators(photo, people)
    _two_approvers(photo, approvers)
    _two_languages(photo, people)
    _source_against_translation(photo, approvers[0])


def _two_translators(photo: Photo, people: list[Any]) -> None:
    token = selectors.read(_item(photo), "fr").token

    def write(number: int) -> Callable[[], Any]:
        words = {"title": f"Texte {number}"}
        return lambda: services.save_draft(_item(photo), "fr", words, user=people[number], token=token)

    winner, told = _one_of(at_once(write(0), write(1)))
    assert selectors.read(_item(photo), "fr").texts["title"] == f"Texte {winner}"
    assert told.current["title"] == f"Texte {winner}"


def _two_approvers(photo: Photo, approvers: list[Any]) -> None:
    """The second finds it approved, and changes nothing; nothing is approved that nobody saw."""
    token = selectors.read(_item(photo), "fr").token

    def approve(number: int) -> Callable[[], Any]:
        return lambda: services.approve(_item(photo), "fr", user=approvers[number], token=token)

    results = at_once(approve(0), approve(1))
    assert not any(isinstance(result, Exception) for result in results), results
    assert selectors.read(_item(photo), "fr").state == TextState.APPROVED
    assert "fr" in Photo.objects.get(pk=photo.pk).published.body["languages"]


def _two_languages(photo: Photo, people: list[Any]) -> None:
    def write(number: int, code: str) -> Callable[[], Any]:
        token = selectors.read(_item(photo), code).token
        words = {"title": code}
        return lambda: services.save_draft(_item(photo), code, words, user=people[number], token=token)

    results = at_once(write(0, "ja"), write(1, "ko"))
    assert not any(isinstance(result, Exception) for result in results), results
    assert selectors.read(_item(photo), "ja").texts["title"] == "ja"
    assert selectors.read(_item(photo), "ko").texts["title"] == "ko"


def _source_against_translation(photo: Photo, approver: Any) -> None:
    """Approved beside the old source, or refused: never approved as if beside the new one."""
    services.save_draft(
        _item(photo), "vi", {"caption": "Câu mới."}, user=approver, token=selectors.read(_item(photo), "vi").token
    )
    tokens = {code: selectors.read(_item(photo), code).token for code in ("vi", "ja")}

    def approve(code: str) -> Callable[[], Any]:
        return lambda: services.approve(_item(photo), code, user=approver, token=tokens[code])

    source, translation = at_once(approve("vi"), approve("ja"))
    assert not isinstance(source, Exception), source
    work = selectors.read(_item(photo), "ja")
    assert work.texts["title"] == "ja"
    if isinstance(translation, StaleText):
        assert work.state == TextState.DRAFT
    else:
        assert not isinstance(translation, Exception), translation
        assert work.state == TextState.OUTDATED
