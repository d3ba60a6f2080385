"""Photos out and back in: drafts only, and nobody's words overwritten."""

from __future__ import annotations

from typing import Any

import pytest

from locales.exchange import po, reading, xliff
from locales.exchange.applying import Outcome, Report, apply
from locales.exchange.kinds import kind_of
from locales.models import TextState
from locales.text_status.selectors import statuses
from media_library.models import Photo
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db
KEY = "media_library.photo"
FORMATS = {"po": po.write, "xliff": xliff.write}


@pytest.fixture
def translator() -> Any:
    return factories.user("dich", Role.TRANSLATOR)


def exported(photo: Any, *, to: str = "lo", form: str = "po") -> bytes:
    kind: Any = kind_of(KEY)
    return FORMATS[form]([kind.load(Photo.objects.get(pk=photo.pk), "vi", to)], "vi", to)


def filled(data: bytes, **texts: str) -> bytes:
    """The file as a translator sends it back: {source text: translation}."""
    found = data.decode()
    for source, target in texts.items():
        found = found.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"')
    return found.encode()


def sent(data: bytes, user: Any) -> Report:
    return apply(reading.read(data), user=user)


def draft(photo: Any) -> Any:
    kind: Any = kind_of(KEY)
    return kind.draft_of(Photo.objects.get(pk=photo.pk))


CAPTION, ALT = "Thuyền ra khơi lúc bình minh.", "Thuyền trên mặt vịnh"


def test_a_translation_of_an_approved_photo_waits_as_a_draft(translator: Any) -> None:
    photo = factories.approved()
    report = sent(filled(exported(photo), **{CAPTION: "ເຮືອອອກທະເລ"}), translator)
    assert [line.outcome for line in report.lines] == [Outcome.EMPTY, Outcome.APPLIED, Outcome.EMPTY]
    assert draft(photo).caption_lo == "ເຮືອອອກທະເລ"
    photo.refresh_from_db()
    assert photo.caption_lo in (None, "") and photo.has_unpublished_changes
    row = statuses(photo)["lo"]
    assert row.state == TextState.DRAFT and not row.is_shown
    assert photo.latest_revision.user == translator


@pytest.mark.parametrize("form", FORMATS)
def test_an_untouched_file_changes_nothing(translator: Any, form: str) -> None:
    photo = factories.approved()
    before = photo.latest_revision_id
    report = sent(exported(photo, to="en", form=form), translator)
    assert {line.outcome for line in report.lines} == {Outcome.SAME}
    assert Photo.objects.get(pk=photo.pk).latest_revision_id == before


def test_where_the_source_moved_on_the_rest_still_fits(translator: Any) -> None:
    photo = factories.approved()
    file = filled(exported(photo), **{CAPTION: "ເຮືອ", ALT: "ອ່າວ"})
    newer = draft(photo)
    newer.caption_vi = "Thuyền về bến lúc hoàng hôn."
    newer.save_revision()
    report = sent(file, translator)
    assert [line.offered for line in report.applied] == ["ອ່າວ"]
    assert "Thuyền về bến" in report.refused[0].reason
    assert (draft(photo).caption_lo or "", draft(photo).alt_text_lo) == ("", "ອ່າວ")
    assert draft(photo).caption_vi == "Thuyền về bến lúc hoàng hôn."


def test_what_somebody_typed_meanwhile_is_not_overwritten(translator: Any) -> None:
    photo = factories.approved()
    file = filled(exported(photo), **{CAPTION: "from the file", ALT: "ອ່າວ"})
    newer = draft(photo)
    newer.caption_lo = "typed by hand"
    newer.save_revision()
    report = sent(file, translator)
    (refused,) = report.refused
    assert (refused.offered, refused.present) == ("from the file", "typed by hand")
    assert (draft(photo).caption_lo, draft(photo).alt_text_lo) == ("typed by hand", "ອ່າວ")


def test_the_same_file_twice_is_harmless(translator: Any) -> None:
    photo = factories.approved()
    file = filled(exported(photo), **{CAPTION: "ເຮືອ"})
    sent(file, translator)
    before = Photo.objects.get(pk=photo.pk).latest_revision_id
    assert sent(file, translator).lines[1].outcome is Outcome.SAME
    assert Photo.objects.get(pk=photo.pk).latest_revision_id == before


def test_a_file_whose_marks_were_lost_overwrites_nothing(translator: Any) -> None:
    photo = factories.approved()
    file = exported(photo, to="en", form="xliff").replace(b"Boats leave at dawn.", b"Ships leave.")
    import re

    bare = re.sub(rb"<mda:metadata>.*?</mda:metadata>", b"", file)
    assert len(sent(bare, translator).refused) == 1
    assert draft(photo).caption_en == "Boats leave at dawn."
    assert len(sent(file, translator).applied) == 1


def test_of_another_province_nothing_is_taken_or_told(translator: Any) -> None:
    photo = factories.approved(of=factories.province("01"), title_vi="Bí mật")
    report = sent(filled(exported(photo), **{CAPTION: "x"}), translator)
    assert {line.outcome for line in report.lines} == {Outcome.REFUSED}
    assert "Bí mật" not in str(report.lines) and report.lines[0].present == ""
    assert (draft(photo).caption_lo or "") == ""


@pytest.mark.parametrize("state", ["withdrawn", "in_review"])
def test_what_may_not_change_now_is_listed(translator: Any, state: str) -> None:
    photo = factories.in_state(state)
    report = sent(filled(exported(photo), **{CAPTION: "x"}), translator)
    assert [line.outcome for line in report.lines].count(Outcome.REFUSED) == 1
    assert report.refused[0].reason


def test_too_long_unfinished_changed_and_double_texts_are_listed(translator: Any) -> None:
    photo = factories.approved()
    file = exported(photo).decode()
    file = file.replace(f'msgid "{ALT}"\nmsgstr ""', f'msgid "{ALT}"\nmsgstr "{"x" * 501}"')
    file = file.replace(f'msgid "{CAPTION}"\nmsgstr ""', f'msgid "{CAPTION} khác"\nmsgstr "y"')
    report = sent(file.encode(), translator)
    assert len(report.refused) == 2 and "501" in " ".join(line.reason for line in report.refused)
    fuzzy = filled(exported(photo), **{CAPTION: "x"}).replace(b"#, no-wrap", b"#, fuzzy, no-wrap")
    assert len(sent(fuzzy, translator).refused) == 1
    twice = filled(exported(photo), **{CAPTION: "x"})
    twice += twice.split(b"\n\n", 1)[1].replace(b'msgstr "x"', b'msgstr "z"')
    report = sent(twice, translator)
    assert len(report.applied) == 1 and draft(photo).caption_lo == "x"


def test_a_draft_photo_has_its_row_changed_too(translator: Any) -> None:
    photo = factories.draft()
    sent(filled(exported(photo), **{CAPTION: "ເຮືອ"}), translator)
    photo.refresh_from_db()
    assert photo.caption_lo == "ເຮືອ" and photo.caption == photo.caption_vi and not photo.live


def test_a_translation_of_a_published_kit_is_a_draft(translator: Any) -> None:
    from press.models import Kit
    from press.services import kits

    officer = factories.user("bao-chi", Role.PRESS_OFFICER)
    kit = Kit.objects.create(slug="k", province=factories.province(), title_vi="Bộ tài liệu", summary_vi="Tóm tắt")
    kind: Any = kind_of("press.kit")
    file = filled(po.write([kind.load(kit, "vi", "fr")], "vi", "fr"), **{"Tóm tắt": "Résumé"})
    assert sent(file, translator).applied == []
    assert len(sent(file, officer).applied) == 1
    kit.refresh_from_db()
    assert (kit.summary_fr, kit.summary, kit.title_fr or "") == ("Résumé", "Tóm tắt", "")
    Kit.objects.filter(pk=kit.pk).update(summary_fr="")
    kits.publish(kit, actor=None)
    assert len(sent(file, officer).applied) == 1
    kit.refresh_from_db()
    assert kit.summary_fr == "Résumé" and "fr" not in kit.version.content["texts"]["summary"]
