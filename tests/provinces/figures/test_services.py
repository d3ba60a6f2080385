"""From preview to approval: all at once, by the right people, with the old values kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from locales.models import TextItem
from promotion.models import SiteVersion
from provinces.figures import services
from provinces.figures.exporting import as_csv, as_xlsx, exported
from provinces.figures.planning import plan
from provinces.figures.policy import areas_of, may_send, visible_batches
from provinces.models import BatchState, FigureBatch, FigureChange, Observation
from provinces.teams import Role
from tests.provinces.factories import make_user, unit
from tests.provinces.figures.tables import observe, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Any:
    return make_user("editor", (Role.EDITOR, unit("quang-ninh")))


@pytest.fixture
def approver() -> Any:
    return make_user("approver", (Role.APPROVER, unit("quang-ninh")))


def sent(user: Any, *rows: dict[str, Any]) -> FigureBatch:
    return plan(table(*rows), area=unit("quang-ninh"), user=user, name="figures.csv")


def test_the_preview_tells_new_changed_and_unchanged(editor: Any) -> None:
    old = observe("quang-ninh", 2025, 300000)
    same = observe("quang-ninh", 2024, 1, source_vi="Niên giám thống kê 2025", source_en="Statistical Yearbook 2025")
    batch = sent(editor, {}, {"period": "2024", "province_name": "Quảng Ninh", "unit_on": "2025-07-01", "value": "1"},
                 {"period": "2023", "unit_on": "2025-07-01"})  # fmt: skip
    first, second, third = batch.changes.all()
    assert (first.observation, first.before["value"], first.after["value"]) == (old, "300000", "392000")
    assert (second.observation, second.before == second.after) == (same, True)
    assert (third.observation, third.before) == (None, None)
    assert Observation.objects.get(pk=old.pk).value == 300000


def test_approval_applies_all_at_once_and_keeps_what_was(
    editor: Any, approver: Any, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    old = observe("quang-ninh", 2025, 300000, source_ja="年鑑")
    batch = sent(editor, {}, {"indicator": "exports", "unit": "million USD", "value": "3.900,5"})
    with django_capture_on_commit_callbacks(execute=True):
        services.submit(batch, user=editor)
    assert [mail.to for mail in mailoutbox] == [["approver@example.org"]]
    assert Observation.objects.get(pk=old.pk).value == 300000, "nothing unapproved is shown"
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        done = services.approve(batch, user=approver)
    assert (done.state, done.decided_by) == (BatchState.APPLIED, approver)
    assert [mail.to for mail in mailoutbox] == [["editor@example.org"]]
    changed = Observation.objects.get(pk=old.pk)
    assert (changed.value, changed.source_vi, changed.source_ja) == (392000, "Niên giám thống kê 2025", "年鑑")
    new = Observation.objects.get(indicator__code="exports", province=unit("quang-ninh"))
    assert (new.value, new.period_label, new.source) == (Decimal("3900.5"), "2025", "Niên giám thống kê 2025")
    (line,) = changed.history.all()
    assert (line.before["value"], line.after["value"], line.made_by) == ("300000", "392000", approver)
    assert line.made_at is not None


def test_nothing_is_applied_where_one_figure_changed_meanwhile(editor: Any, approver: Any) -> None:
    old = observe("quang-ninh", 2025, 300000)
    batch = services.submit(sent(editor, {"indicator": "exports", "unit": "million USD"}, {}), user=editor)
    Observation.objects.filter(pk=old.pk).update(value=310000)
    with pytest.raises(ValidationError):
        services.approve(batch, user=approver)
    assert not Observation.objects.filter(indicator__code="exports").exists()
    assert FigureBatch.objects.get().state == BatchState.SUBMITTED
    assert not FigureChange.objects.exclude(made_at=None).exists()


def test_two_files_with_the_same_new_figure(editor: Any, approver: Any) -> None:
    first, second = (services.submit(sent(editor, {"value": value}), user=editor) for value in ("1", "2"))
    services.approve(first, user=approver)
    with pytest.raises(ValidationError):
        services.approve(second, user=approver)
    assert Observation.objects.get(indicator__code="grdp").value == 1


def test_who_may_what(editor: Any, approver: Any) -> None:
    other = make_user("other", (Role.EDITOR, unit("gia-lai")), (Role.APPROVER, unit("gia-lai")))
    translator = make_user("translator", (Role.TRANSLATOR, unit("quang-ninh")))
    root = make_user("root", is_superuser=True)
    ninh = unit("quang-ninh")
    assert [may_send(one, ninh.pk) for one in (editor, approver, other, translator, root)] == [
        True, True, False, False, True,
    ]  # fmt: skip
    assert [may_send(one, None) for one in (editor, root)] == [False, True]
    assert areas_of(editor) == [ninh]
    batch = sent(editor, {})
    assert [visible_batches(one).count() for one in (editor, approver, other, root)] == [1, 0, 0, 0]
    with pytest.raises(PermissionDenied):
        services.submit(batch, user=approver)
    services.submit(batch, user=editor)
    assert [visible_batches(one).count() for one in (editor, approver, other, root)] == [1, 1, 0, 1]
    for user in (editor, other, translator):
        with pytest.raises(PermissionDenied):
            services.approve(batch, user=user)
    services.approve(batch, user=root)
    with pytest.raises(ValidationError):
        services.approve(batch, user=approver)


def test_returned_with_words(editor: Any, approver: Any) -> None:
    batch = services.submit(sent(editor, {}), user=editor)
    with pytest.raises(ValidationError):
        services.return_to_sender(batch, user=approver, comment=" ")
    done = services.return_to_sender(batch, user=approver, comment="Nguồn nào?")
    assert (done.state, done.comment) == (BatchState.RETURNED, "Nguồn nào?")
    assert not Observation.objects.filter(indicator__code="grdp").exists()


def test_a_file_that_changes_nothing_isnt_handed_in(editor: Any) -> None:
    observe("quang-ninh", 2025, 392000, source_vi="Niên giám thống kê 2025", source_en="Statistical Yearbook 2025")
    with pytest.raises(ValidationError):
        services.submit(sent(editor, {}), user=editor)


def test_thrown_away(editor: Any, approver: Any) -> None:
    batch = sent(editor, {})
    with pytest.raises(PermissionDenied):
        services.discard(batch, user=approver)
    services.discard(batch, user=editor)
    assert not FigureChange.objects.exists()


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_an_export_comes_back_without_a_change(write: Any, editor: Any) -> None:
    lai = unit("gia-lai")
    observe(lai, 2025, "1.234", indicator="grdp-growth", source_ja="年鑑", source_url="https://example.org/a")
    observe(lai, 2024, "-2.5", indicator="grdp-growth", is_illustrative=True)  # calculated backwards
    observe("binh-dinh-until-2025", 2024, 98765)
    observe("gia-lai-until-2025", 2024, 87654, source_vi="=1+1", source_en="-see note")
    data = write(exported(lai))
    batch = plan(data, area=lai, user=editor, name="round trip")
    changes = list(batch.changes.all())
    assert len(changes) == 6  # with area and population
    assert [change.after for change in changes] == [change.before for change in changes]


def test_a_plan_costs_the_same_for_many_rows(editor: Any, django_assert_max_num_queries: Any) -> None:
    rows = [{"period": f"{month:02}/2026", "province": "22"} for month in range(1, 11)]
    with django_assert_max_num_queries(14):
        sent(editor, *rows)


def test_many_figures_are_applied_together(approver: Any, django_assert_max_num_queries: Any) -> None:
    old = [observe("quang-ninh", year, 1) for year in range(2000, 2020)]
    rows = [{"period": str(row.period_start.year), "unit_on": "2025-07-01", "value": "2"} for row in old]
    rows += [{"period": f"{month:02}/2025", "unit_on": "2025-07-01"} for month in range(1, 13)]
    batch = services.submit(sent(approver, *rows), user=approver)
    with translation.override("en"), django_assert_max_num_queries(96):
        services.approve(batch, user=approver)
    for row in Observation.objects.filter(indicator__code="grdp"):
        assert (row.source_vi, row.source_en) == ("Niên giám thống kê 2025", "Statistical Yearbook 2025")
    bases = set(Observation.objects.filter(indicator__code="grdp").rewrite(False).values_list("source", flat=True))
    assert bases == {"Niên giám thống kê 2025"}
    keys = [str(pk) for pk in Observation.objects.filter(indicator__code="grdp").values_list("pk", flat=True)]
    assert TextItem.objects.filter(kind="figure", key__in=keys).count() == len(keys) == 32
    version = SiteVersion.objects.get().number
    batch = services.submit(sent(approver, {"value": "3"}), user=approver)
    services.approve(batch, user=approver)
    assert SiteVersion.objects.get().number > version, "pages in caches are told"


def test_an_export_of_the_country() -> None:
    observe(None, 2025, 12000000)
    assert b"VN" in as_csv(exported(None))
