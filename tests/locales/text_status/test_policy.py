"""States from digests, and differences between two texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.text_status.models import TextState, TextStatus
from locales.text_status.policy import goes_with_the_record, state_of
from locales.text_status.texts import differences, digest


@pytest.mark.parametrize(
    ("row", "in_review", "state"),
    [
        ({}, False, TextState.MISSING),
        ({"work_digest": "t"}, False, TextState.DRAFT),
        ({"work_digest": "t"}, True, TextState.REVIEW),
        ({"work_digest": "t", "is_apart": True}, True, TextState.DRAFT),
        ({"work_digest": "t", "is_apart": True, "submitted_digest": "t"}, False, TextState.REVIEW),
        ({"work_digest": "new", "is_apart": True, "submitted_digest": "t"}, False, TextState.DRAFT),
        ({"work_digest": "t", "machine_digest": "t"}, False, TextState.MACHINE),
        ({"work_digest": "t", "machine_digest": "t", "submitted_digest": "t"}, False, TextState.REVIEW),
        ({"work_digest": "human", "machine_digest": "t"}, False, TextState.DRAFT),
        ({"work_digest": "t", "text_digest": "t", "source_digest": "s"}, False, TextState.APPROVED),
        ({"work_digest": "t", "text_digest": "t", "source_digest": "older"}, False, TextState.OUTDATED),
        ({"work_digest": "new", "text_digest": "t", "source_digest": "s"}, False, TextState.DRAFT),
        ({"work_digest": "", "text_digest": "t", "source_digest": "s"}, False, TextState.DRAFT),
    ],
)
def test_state_follows_from_digests(row: dict[str, object], in_review: bool, state: str) -> None:
    assert state_of(TextStatus(**row), "s", is_source=False, in_review=in_review) == state


@pytest.mark.parametrize(
    ("row", "text", "objected", "goes"),
    [
        (None, "t", False, True),
        ({"text_digest": "old"}, "t", False, True),
        ({"text_digest": "old", "is_apart": True}, "t", False, False),
        ({"is_apart": True, "submitted_digest": "t"}, "t", False, True),
        ({"is_apart": True, "submitted_digest": "t"}, "t", True, False),
        ({"is_apart": True, "submitted_digest": "t"}, "newer", False, False),
        ({"machine_digest": "t"}, "t", False, False),
        ({"machine_digest": "t"}, "human", False, True),
    ],
)
def test_what_an_approval_of_the_whole_takes_along(
    row: dict[str, object] | None, text: str, objected: bool, goes: bool
) -> None:
    status = TextStatus(**row) if row is not None else None
    assert goes_with_the_record(status, text, has_open_comments=objected) is goes


words = st.text(alphabet=st.characters(codec="utf-8"), max_size=120)
SAMPLES = ["<b>", "</b>", "ຮາລອງ", "ហាឡុង", "日の出", "Hạ Long", "\r\n", "👩‍👩‍👧", '"', "<"]
mixed = st.lists(st.one_of(words, st.sampled_from(SAMPLES)), max_size=8).map("".join)


@given(before=mixed, after=mixed)
def test_differences_lose_nothing(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after


def test_differences_name_the_word() -> None:
    assert [(piece.kind, piece.text) for piece in differences("Thuyền ra khơi.", "Thuyền về bến.")] == [
        ("same", "Thuyền "),
        ("gone", "ra"),
        ("new", "về"),
        ("same", " "),
        ("gone", "khơi."),
        ("new", "bến."),
    ]


def test_no_text_has_no_digest() -> None:
    assert digest({"title": "", "caption": ""}) == ""
