"""Pages out and back in: translations are begun and saved as drafts, their structure the source's."""

from __future__ import annotations

from typing import Any

import pytest

from locales.exchange import po, reading, xliff
from locales.exchange.applying import Outcome, apply
from locales.exchange.kinds import kind_of
from locales.exchange.units import Item
from promotion.models import ProvincePage, StoryPage
from provinces.teams import Role
from tests.media_library import factories as assets
from tests.promotion import factories

pytestmark = pytest.mark.django_db
WRITERS = {"po": po.write, "xliff": xliff.write}


@pytest.fixture
def profile() -> ProvincePage:
    assets.user("team", Role.TRANSLATOR)
    home = factories.site("en", "lo")["vi"]
    photo = assets.approved()
    return factories.profile(home, body=factories.body(photo))


@pytest.fixture
def translator(profile: ProvincePage) -> Any:
    from provinces.teams import sync_role_permissions

    sync_role_permissions()
    return assets.user("dich", Role.TRANSLATOR)


def item_of(page: Any, to: str) -> Item:
    kind: Any = kind_of("page")
    return kind.load(type(page).objects.get(pk=page.pk), "vi", to)


def translated_file(item: Item, form: str, texts: dict[str, str] | None = None) -> bytes:
    """The item with translations as if a translator had filled them in (by key, or all in capitals)."""
    from dataclasses import replace

    done = []
    for unit in item.units:
        data = WRITERS[form]([replace(item, units=(unit,))], item.source, item.target)
        (offer,) = reading.read(data).offers
        assert offer.source_digest == unit.source_digest
        done.append(replace(unit, target=(texts or {}).get(unit.key, _louder(unit.source) if texts is None else "")))
    # The marks must be those of the export, before the translator typed anything.
    file = WRITERS[form]([replace(item, units=tuple(done))], item.source, item.target).decode()
    for before, after in zip(item.units, done, strict=True):
        if after.target:
            old = before.target_digest or ("-" if form == "po" else "none")
            file = file.replace(
                f"source:{before.source_digest} target:{after.target_digest}",
                f"source:{before.source_digest} target:{old}",
            )
            file = file.replace(f'"target-sha256">{after.target_digest}<', f'"target-sha256">{old}<')
    return file.encode()


def later(user: Any) -> Any:
    """The user as of the next request: Wagtail keeps page permissions on the object."""
    return type(user).objects.get(pk=user.pk)


def _louder(text: str) -> str:
    import re

    return "".join(part if part.startswith("<") else part.upper() for part in re.split(r"(<[^>]*>)", text))


def draft(page: Any, to: str) -> Any:
    kind: Any = kind_of("page")
    found = kind.translation_of(page, to)
    return found and found.get_latest_revision_as_object()


def test_all_words_of_a_page_go_out_and_nothing_else(profile: ProvincePage) -> None:
    item = item_of(profile, "lo")
    sources = {unit.source for unit in item.units}
    assert {"Nơi rừng gặp biển", "Từ rừng xuống phố", "Một buổi sáng.", "H'Nhung", "Đất sạch"} <= sources
    assert not {"1.200", "wide", "dautu@example.vn", "+84 269 382 1234", "8:00-17:00", "quang-ninh"} & sources
    assert len({unit.key for unit in item.units}) == len(item.units)


@pytest.mark.parametrize("form", WRITERS)
def test_a_translation_is_begun_as_a_draft_and_never_published(
    profile: ProvincePage, translator: Any, form: str
) -> None:
    item = item_of(profile, "lo")
    report = apply(reading.read(translated_file(item, form)), user=translator)
    assert {line.outcome for line in report.lines} == {Outcome.APPLIED}
    page = draft(profile, "lo")
    assert page.tagline == "NƠI RỪNG GẶP BIỂN" and page.introduction.startswith("<p>MỘT TỈNH")
    assert page.body[0].value.source == "<h2>TỪ RỪNG XUỐNG PHỐ</h2><p>XE CHỞ CÀ PHÊ RA CẢNG.</p>"
    assert page.body[1].value["text"] == "MỘT BUỔI SÁNG." and page.contacts[0].value["email"] == "dautu@example.vn"
    assert page.body[3].value["photo"] == profile.body[3].value["photo"]
    assert not ProvincePage.objects.get(pk=page.pk).live
    assert ProvincePage.objects.get(pk=profile.pk).tagline == "Nơi rừng gặp biển"
    again = {unit.key: unit.target for unit in item_of(profile, "lo").units}
    assert all(text == text.upper() for text in again.values() if "<" not in text)
    assert apply(reading.read(translated_file(item_of(profile, "lo"), form)), user=translator).applied == []


def test_a_published_translation_stays_as_it_is_until_it_is_approved(profile: ProvincePage, translator: Any) -> None:
    english = factories.translated(profile, "en", tagline="Where forest meets sea")
    item = item_of(profile, "en")
    tagline = next(unit for unit in item.units if unit.key == "tagline")
    assert tagline.target == "Where forest meets sea"
    file = translated_file(item, "po", {"tagline": "Forest and sea"})
    assert len(apply(reading.read(file), user=translator).applied) == 1
    assert ProvincePage.objects.get(pk=english.pk).tagline == "Where forest meets sea"
    assert draft(profile, "en").tagline == "Forest and sea"


def test_a_source_that_grew_takes_what_still_fits(profile: ProvincePage, translator: Any) -> None:
    apply(reading.read(translated_file(item_of(profile, "lo"), "po")), user=translator)
    file = translated_file(item_of(profile, "lo"), "po", {"tagline": "ໃໝ່"})
    stored = profile.body.get_prep_value()
    stored[1]["value"]["text"] = "Một buổi chiều."
    stored.insert(0, {"type": "quote", "value": {"text": "Lời mở đầu", "who": "Chị Mai", "role": ""}})
    profile.body = stored
    profile.save_revision().publish()
    assert len(apply(reading.read(file), user=later(translator)).applied) == 1
    item = item_of(ProvincePage.objects.get(pk=profile.pk), "lo")
    new = next(unit for unit in item.units if unit.source == "Lời mở đầu")
    assert new.target == "" and not new.obstacle
    old = next(unit for unit in item.units if unit.source == "Một buổi chiều.")
    assert old.target == "MỘT BUỔI SÁNG."
    report = apply(reading.read(translated_file(item, "xliff", {new.key: "ຄຳນຳ"})), user=later(translator))
    assert len(report.applied) == 1
    page = draft(profile, "lo")
    assert [block.block_type for block in page.body] == ["quote", "paragraph", "quote", "facts", "picture"]
    assert page.body[0].value["text"] == "ຄຳນຳ" and page.body[2].value["text"] == "MỘT BUỔI SÁNG."


def test_a_translation_with_blocks_of_its_own_is_left_alone(profile: ProvincePage, translator: Any) -> None:
    english = factories.translated(profile, "en", live=False)
    english = english.get_latest_revision_as_object()
    english.body = [{"type": "paragraph", "value": "<p>All my own</p>"}]
    english.save_revision()
    item = item_of(profile, "en")
    key = next(unit.key for unit in item.units if unit.source == "Một buổi sáng.")
    report = apply(reading.read(translated_file(item, "po", {key: "One morning", "tagline": "New"})), user=translator)
    assert [line.offered for line in report.applied] == ["New"]
    assert report.refused[0].reason
    assert draft(profile, "en").body[0].value.source == "<p>All my own</p>"


def test_a_block_that_the_translator_added_stays(profile: ProvincePage, translator: Any) -> None:
    apply(reading.read(translated_file(item_of(profile, "lo"), "po")), user=translator)
    page = draft(profile, "lo")
    stored = page.body.get_prep_value()
    stored.insert(1, {"type": "paragraph", "value": "<p>Für Leser in Laos</p>"})
    page.body = stored
    page.save_revision()
    item = item_of(profile, "lo")
    key = next(unit.key for unit in item.units if unit.source == "Một buổi sáng.")
    report = apply(reading.read(translated_file(item, "po", {key: "ເຊົ້າໜຶ່ງ"})), user=later(translator))
    assert not report.refused
    assert len(report.applied) == 1
    page = draft(profile, "lo")
    assert page.body[1].value.source == "<p>Für Leser in Laos</p>" and page.body[2].value["text"] == "ເຊົ້າໜຶ່ງ"


def test_pages_of_other_provinces_and_strangers_are_refused(profile: ProvincePage) -> None:
    stranger = assets.user("xa", Role.TRANSLATOR, of=assets.province("01"))
    item = item_of(profile, "lo")
    report = apply(reading.read(translated_file(item, "po", {"tagline": "x"})), user=stranger)
    assert report.applied == [] and draft(profile, "lo") is None
    assert "Nơi rừng" not in str([line.reason for line in report.lines])


def test_a_page_comes_after_the_page_above_it(profile: ProvincePage, translator: Any) -> None:
    story = factories.published(
        profile, StoryPage(title="Chuyện biển", slug="bien", lead="Một câu chuyện", body=factories.body()[:1])
    )
    items = [item_of(story, "lo"), item_of(profile, "lo")]
    files = [translated_file(item, "po") for item in items]
    both = files[0] + b"\n" + files[1].split(b"\n\n", 1)[1]
    report = apply(reading.read(both), user=translator)
    assert not report.refused
    assert draft(story, "lo").get_parent().pk == draft(profile, "lo").pk


def test_a_locked_translation_is_listed(profile: ProvincePage, translator: Any) -> None:
    english = factories.translated(profile, "en")
    english.locked = True
    english.locked_by = assets.user("sep", Role.APPROVER)
    english.save()
    report = apply(reading.read(translated_file(item_of(profile, "en"), "po", {"tagline": "x"})), user=translator)
    assert report.applied == [] and report.refused[0].reason
