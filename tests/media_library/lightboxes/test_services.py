"""Lightboxes: who sees which, what may lie in them, and in which order."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from media_library.lightboxes import services
from media_library.lightboxes.actions import LightboxAction, register_lightbox_action
from media_library.models import Lightbox
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Any:
    return factories.user("editor", Role.EDITOR)


def box_of(owner: Any, **values: Any) -> Lightbox:
    return Lightbox.objects.create(**({"title": "Lễ hội", "province": factories.province(), "owner": owner} | values))


def filled(owner: Any, number: int) -> tuple[Lightbox, list[int]]:
    """A lightbox, and the ids of its items in order."""
    box = box_of(owner)
    services.add(box, [factories.draft().pk for _ in range(number)], actor=owner)
    return box, list(box.items.values_list("pk", flat=True))


def order(box: Lightbox) -> list[int]:
    assert list(box.items.values_list("place", flat=True)) == list(range(box.items.count()))
    return list(box.items.values_list("pk", flat=True))


def test_who_sees_which(editor: Any) -> None:
    colleague = factories.user("colleague", Role.TRANSLATOR)
    neighbour = factories.user("neighbour", Role.EDITOR, of=factories.province("01"))
    mine, shared = box_of(editor), box_of(editor, is_shared=True)
    assert set(services.seen_by(editor)) == {mine, shared}
    assert set(services.seen_by(colleague)) == {shared}
    assert not services.seen_by(neighbour) and not services.seen_by(factories.user("nobody"))
    assert set(services.seen_by(factories.user("root", is_superuser=True))) == {mine, shared}
    assert services.may_manage(editor, shared) and not services.may_manage(colleague, shared)


def test_who_left_the_team_sees_ones_own_no_more(editor: Any) -> None:
    box_of(editor)
    editor.groups.clear()
    assert not services.seen_by(type(editor).objects.get(pk=editor.pk))


def test_a_shared_lightbox_outlives_its_owner(editor: Any) -> None:
    shared = box_of(editor, is_shared=True)
    colleague = factories.user("colleague", Role.EDITOR)
    editor.delete()
    shared.refresh_from_db()
    assert set(services.seen_by(colleague)) == {shared} and services.may_manage(colleague, shared)


def test_only_its_own_provinces_pictures_lie_in_it(editor: Any) -> None:
    box = box_of(editor)
    own, foreign = factories.draft(), factories.draft(of=factories.province("01"))
    added = services.add(box, [foreign.pk, own.pk, own.pk, 987654], actor=editor)
    assert (added.new, added.there, added.left_out) == (1, 0, 2)
    again = services.add(box, [own.pk], actor=editor)
    assert (again.new, again.there, again.left_out) == (0, 1, 0)
    assert [item.asset_id for item in box.items.all()] == [own.pk]


def test_it_isnt_bottomless(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_ITEMS", 2)
    box, items = filled(editor, 2)
    with pytest.raises(ValidationError):
        services.add(box, [factories.draft().pk], actor=editor)
    assert order(box) == items


@pytest.mark.parametrize(
    ("wanted", "after"),
    [
        ({}, [0, 1, 2, 3]),
        ({3: 1}, [3, 0, 1, 2]),
        ({0: 4}, [1, 2, 3, 0]),
        ({0: 2}, [1, 0, 2, 3]),
        ({2: 2}, [0, 2, 1, 3]),
        ({0: 2, 1: 1}, [1, 0, 2, 3]),
        ({0: 99}, [1, 2, 3, 0]),
        ({3: 0}, [3, 0, 1, 2]),
        ({1: 2, 2: 3}, [0, 1, 2, 3]),
    ],
)
def test_places_as_typed(editor: Any, wanted: dict[int, int], after: list[int]) -> None:
    box, items = filled(editor, 4)
    services.arrange(box, {items[number]: place for number, place in wanted.items()})
    assert order(box) == [items[number] for number in after]


@pytest.mark.parametrize(
    ("number", "steps", "after"),
    [(0, 1, [1, 0, 2]), (2, -1, [0, 2, 1]), (0, -1, [0, 1, 2]), (2, 1, [0, 1, 2]), (1, 1, [0, 2, 1])],
)
def test_step_by_step(editor: Any, number: int, steps: int, after: list[int]) -> None:
    box, items = filled(editor, 3)
    services.move(box, items[number], steps)
    assert order(box) == [items[place] for place in after]
    services.move(box, 987654, 1)
    assert order(box) == [items[place] for place in after]


def test_taking_out_closes_the_gap_and_a_deleted_draft_goes_along(editor: Any) -> None:
    box, items = filled(editor, 3)
    services.remove(box, items[1])
    services.remove(box, 987654)
    assert order(box) == [items[0], items[2]]
    first = box.items.get(pk=items[0]).asset
    first.photo.delete()
    assert list(box.items.values_list("pk", flat=True)) == [items[2]]


def test_notes(editor: Any) -> None:
    box, items = filled(editor, 1)
    other, theirs = filled(editor, 1)
    services.write_notes(box, {items[0]: "  Bìa  " + "x" * 900, theirs[0]: "không"})
    assert box.items.get().note.startswith("Bìa") and len(box.items.get().note) == services.LONGEST_NOTE
    assert other.items.get().note == ""


def test_an_action_is_registered_once() -> None:
    action = LightboxAction("kit", "x", lambda user, box: True, lambda request, box, assets: "")
    with pytest.raises(ValueError, match="registered already"):
        register_lightbox_action(action)
