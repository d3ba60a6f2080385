"""The memory learns what is approved, finds it again, and tells nobody of another province."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.exchange.units import Item, Unit
from locales.memory.lookup import LEAST, common_letters, lookup, lookup_all
from locales.memory.models import MemorySegment, MemoryShingle
from locales.memory.services import remember
from tests.media_library import factories
from tests.promotion import factories as pages

pytestmark = pytest.mark.django_db


def learn(source: str, target: str, *, pk: int = 1, area: int | None = None, to: str = "en", **values: Any) -> int:
    return remember(Item("test", pk, "Bài", "vi", to, (Unit("t", source, target, **values),), area))


SENTENCE = "Lễ hội đua thuyền diễn ra vào tháng Tám hằng năm trên vịnh."


def test_exact_and_similar_texts_are_found_the_most_alike_first() -> None:
    learn(SENTENCE, "The boat race is held every August in the bay.")
    learn(SENTENCE.replace("Tám", "Ba"), "The boat race is held every March in the bay.", pk=2)
    learn("Cà phê được trồng trên cao nguyên.", "Coffee is grown on the plateau.", pk=3)
    first, second = lookup(SENTENCE, "vi", "en")
    assert first.likeness == 100
    assert "August" in first.target and "March" in second.target and 60 <= second.likeness < 100
    assert lookup("Một câu hoàn toàn khác hẳn mọi câu kia.", "vi", "en") == []
    assert lookup(SENTENCE, "vi", "fr") == [] and lookup("", "vi", "en") == []


def test_a_whole_page_is_answered_as_each_of_its_texts() -> None:
    learn(SENTENCE, "The boat race is held every August in the bay.", area=1)
    learn(SENTENCE.replace("Tám", "Ba"), "The boat race is held every March in the bay.", pk=2, area=2)
    learn("Đến <b1>Huế</b1> nhé", "Come to <b1>Hue</b1>", pk=3, markup=True)
    texts = [(SENTENCE, False), ("", False), ("Đến <b1>Huế</b1> nhé", True), ("Không có gì giống câu này.", False)]
    for areas in (None, {1}, set()):
        alone = [lookup(text, "vi", "en", areas=areas, markup=markup) for text, markup in texts]
        assert lookup_all(texts, "vi", "en", areas=areas) == alone
    assert [len(found) for found in alone] == [0, 0, 1, 0]


def test_marks_and_case_count_for_little() -> None:
    learn(SENTENCE, "x y z")
    assert [found.likeness for found in lookup("  ".join(SENTENCE.upper().split()), "vi", "en")] == [99]


@pytest.mark.parametrize(
    "text", ["下龙湾的日出非常美丽", "ພະອາທິດຂຶ້ນຢູ່ອ່າວຮາລອງ", "ថ្ងៃរះនៅឈូងសមុទ្រហាឡុង", "하롱베이의 아름다운 일출"]
)
def test_scripts_without_spaces(text: str) -> None:
    learn(text, "Sunrise")
    assert lookup(text[:-1] + "!", "vi", "en")[0].target == "Sunrise"


def test_a_correction_replaces_what_was_remembered_there() -> None:
    learn(SENTENCE, "Wrong")
    learn(SENTENCE, "Right")
    assert [found.target for found in lookup(SENTENCE, "vi", "en")] == ["Right"]
    learn(SENTENCE + " Mới.", "Newer")
    learned = MemorySegment.objects.filter(source_text__startswith=SENTENCE)
    assert learned.count() == 2
    assert MemoryShingle.objects.filter(segment__in=learned).values("segment").distinct().count() == 2


def test_the_same_pair_is_kept_once() -> None:
    assert [learn(SENTENCE, "Same", pk=pk) for pk in (1, 2, 3)] == [1, 0, 0]


def test_of_another_province_nothing_is_told() -> None:
    learn(SENTENCE, "Theirs", area=7)
    learn(SENTENCE, "Ours", area=8)
    learn(SENTENCE.replace("Tám", "Ba"), "Nobody's")
    assert {found.target for found in lookup(SENTENCE, "vi", "en", areas={8})} == {"Ours", "Nobody's"}
    assert {found.target for found in lookup(SENTENCE.lower(), "vi", "en", areas={8})} == {"Ours", "Nobody's"}


def test_rich_text_is_compared_by_its_words() -> None:
    learn("Đến <b1>Huế</b1> mùa thu này cùng bạn bè", "Come to <b1>Huế</b1>", markup=True)
    (found,) = lookup("Đến <a1>Huế</a1> mùa thu này cùng bạn bè", "vi", "en", markup=True)
    assert (found.likeness, found.markup) == (99, True)


def test_an_approved_photo_is_remembered_and_a_draft_is_not() -> None:
    photo = factories.approved(caption_vi=SENTENCE, caption_en="The boat race.")
    (found,) = lookup(SENTENCE, "vi", "en", areas={photo.province_id})
    assert (found.target, found.title) == ("The boat race.", photo.title_vi)
    photo.caption_en = "A draft."
    photo.save_revision()
    assert [one.target for one in lookup(SENTENCE, "vi", "en")] == ["The boat race."]


def test_an_outdated_translation_is_not_remembered_as_one_of_the_new_source() -> None:
    photo = factories.approved(caption_vi=SENTENCE, caption_en="The boat race.")
    photo.caption_vi = "Chợ phiên họp vào sáng Chủ nhật ở trung tâm huyện lỵ vùng cao."
    photo.save_revision().publish()
    assert lookup(photo.caption_vi, "vi", "en") == []
    assert lookup(SENTENCE, "vi", "en")


def test_a_published_translation_of_a_page_is_remembered() -> None:
    home = pages.site("en")["vi"]
    profile = pages.profile(home, tagline=SENTENCE)
    english = pages.translated(profile, "en", live=False, tagline="The race of boats")
    assert lookup(SENTENCE, "vi", "en") == []
    english.get_latest_revision().publish()
    (found,) = lookup(SENTENCE, "vi", "en")
    assert found.target == "The race of boats"


def test_a_published_kit_is_remembered() -> None:
    from press.models import Kit
    from press.services.kits import publish

    kit = Kit.objects.create(
        slug="k", province=factories.province(), title_vi="Bộ", summary_vi=SENTENCE, summary_fr="La course"
    )
    assert lookup(SENTENCE, "vi", "fr") == []
    publish(kit, actor=None)
    assert [found.target for found in lookup(SENTENCE, "vi", "fr")] == ["La course"]


@given(st.text("aăâbc ", max_size=40), st.text("aăâbc ", max_size=40))
def test_no_text_is_passed_over_that_is_alike_enough(one: str, other: str) -> None:
    alike = SequenceMatcher(None, one, other, autojunk=False).ratio() * 100
    together = len(one) + len(other)
    assert alike < LEAST or 200 * common_letters(one, other) >= LEAST * together
    assert common_letters(one, other) == common_letters(other, one) <= min(len(one), len(other))
    assert common_letters(one, one) == len(one)
