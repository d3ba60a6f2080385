"""The pages of the admin: a bad file changes nothing, a good one goes from its sender to an approver to readers."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from provinces.figures.ageing import old_figures
from provinces.models import BatchState, FigureBatch, FigureChange, Indicator, Observation
from provinces.teams import Role
from tests.promotion import documents
from tests.provinces.factories import make_user, unit
from tests.provinces.figures.tables import GOOD, observe, table

pytestmark = pytest.mark.django_db


def page(name: str, *args: Any) -> str:
    return reverse(f"provinces_figures{name}", args=args)


@pytest.fixture
def as_editor(client: Client) -> Client:
    client.force_login(make_user("editor", (Role.EDITOR, unit("quang-ninh"))))
    return client


@pytest.fixture
def as_approver() -> Client:
    client = Client()
    client.force_login(make_user("approver", (Role.APPROVER, unit("quang-ninh"))))
    return client


def send(client: Client, data: bytes, area: str = "quang-ninh") -> Any:
    file = SimpleUploadedFile("figures.csv", data, "text/csv")
    return client.post(page("_send"), {"area": str(unit(area).pk), "file": file})


def test_from_the_sender_to_readers(as_editor: Client, as_approver: Client) -> None:
    observe("quang-ninh", 2025, 300000)
    answer = send(as_editor, table({}, {"indicator": "exports", "unit": "million USD", "value": "3.900,5"}))
    batch = FigureBatch.objects.get()
    assert answer.url == page("_batch", batch.pk)
    text = documents.text_of(as_editor.get(answer.url))
    assert "300.000" in text and "392.000 tỷ đồng" in text and "3.900,5 triệu USD" in text
    assert as_approver.get(answer.url).status_code == 404, "others don't see what its sender is still looking at"
    as_editor.post(page("_submit", batch.pk))
    assert Observation.objects.get(indicator__code="grdp").value == 300000
    assert batch.name in documents.text_of(as_approver.get(reverse("wagtailadmin_home")))
    assert batch.name in documents.text_of(as_approver.get(page("")))
    as_editor.post(page("_approve", batch.pk))
    assert Observation.objects.get(indicator__code="grdp").value == 300000
    as_approver.post(page("_approve", batch.pk))
    changed = Observation.objects.get(indicator__code="grdp")
    assert changed.value == 392000
    history = documents.text_of(as_editor.get(page("_history", changed.pk)))
    assert "300.000" in history and "approver" in history


def test_a_bad_file_is_answered_row_by_row(as_editor: Client) -> None:
    answer = send(as_editor, table({}, {"unit": "USD", "value": "1.234", "source_vi": "<script>"}))
    document = documents.parse(answer)
    assert answer.status_code == 422
    lines = document.xpath("//table[contains(@class,'figures-table')]/tbody/tr")
    rows = [[cell.text_content().strip() for cell in row] for row in lines]
    assert [row[:2] for row in rows] == [["3", "value"], ["3", "unit"]]
    assert not FigureBatch.objects.exists()
    for file in (b"", b"PK\x03\x04"):
        assert send(as_editor, file).status_code == 422


def test_returned_and_thrown_away(as_editor: Client, as_approver: Client) -> None:
    send(as_editor, table({}))
    batch = FigureBatch.objects.get()
    as_editor.post(page("_submit", batch.pk))
    as_approver.post(page("_return", batch.pk), {"comment": "Nguồn <b>nào</b>?"})
    assert "Nguồn <b>nào</b>?" in documents.text_of(as_editor.get(page("_batch", batch.pk)))
    as_editor.post(page("_discard", batch.pk))
    assert not FigureBatch.objects.exists()


def test_provinces_are_kept_apart(as_editor: Client) -> None:
    other = Client()
    other.force_login(make_user("other", (Role.APPROVER, unit("gia-lai"))))
    send(as_editor, table({}))
    batch = FigureBatch.objects.get()
    as_editor.post(page("_submit", batch.pk))
    for name in ("_batch",):
        assert other.get(page(name, batch.pk)).status_code == 404
    for name in ("_approve", "_return", "_discard", "_submit"):
        assert other.post(page(name, batch.pk)).status_code == 404
    assert send(other, table({})).status_code == 422
    assert other.get(page("_export"), {"area": unit("quang-ninh").pk}).status_code == 404
    assert other.get(page("_export"), {"area": "VN"}).status_code == 404
    figure = observe("quang-ninh", 2024, 1)
    assert other.get(page("_history", figure.pk)).status_code == 404
    assert FigureBatch.objects.get().state == BatchState.SUBMITTED


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.PRESS_OFFICER])
def test_other_roles_have_no_business_here(client: Client, role: Role) -> None:
    client.force_login(make_user("somebody", (role, unit("quang-ninh"))))
    for name in ("", "_send", "_export", "_outdated"):
        assert client.get(page(name)).status_code == 302  # Wagtail leads away whoever may not


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_back(as_editor: Client, kind: str) -> None:
    observe("quang-ninh", 2025, "1.234", "grdp-growth", published_on="2026-03-01")
    answer = as_editor.get(page("_export"), {"area": unit("quang-ninh").pk, "format": kind})
    assert "no-store" in answer["Cache-Control"]
    send(as_editor, answer.content)
    assert [change.before for change in FigureChange.objects.all()] == [
        change.after for change in FigureChange.objects.all()
    ]
    assert as_editor.get(page("_export"), {"area": unit("quang-ninh").pk, "format": "pdf"}).status_code == 404


def test_outdated_figures_are_listed(as_editor: Client, django_assert_num_queries: Any) -> None:
    observe("quang-ninh", 2019, 1, "pci")
    observe("quang-ninh", 2018, 1, "pci")
    observe("quang-ninh", 2019, 1, "exports")
    observe("quang-ninh", timezone.localdate().year - 1, 1, "exports")
    observe("gia-lai", 2019, 1, "pci")
    observe(None, 2019, 1, "pci")
    observe("quang-ninh-until-2025", 2015, 1, "visitors")
    ninh = unit("quang-ninh")
    with django_assert_num_queries(1):
        found = old_figures([ninh.pk])
    assert [(one.observation.indicator.code, one.observation.period_label) for one in found] == [("pci", "2019")]
    assert [one.observation.province for one in old_figures([], country=True)] == [None]
    assert "2019" in documents.text_of(as_editor.get(page("_outdated")))
    Indicator.objects.update(months_valid=0)
    assert old_figures([ninh.pk]) == []


def test_a_change_by_hand_is_kept_too(client: Client) -> None:
    root = make_user("root", is_superuser=True)
    client.force_login(root)
    figure = observe("quang-ninh", 2025, 5, "pci")
    edit = reverse("wagtailsnippets_provinces_observation:edit", args=[figure.pk])
    form = client.get(edit).context["form"]
    values = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    values |= {"value": "6", "province": figure.province_id, "indicator": figure.indicator_id,
               "period_start": "2025-01-01", "period_end": "2025-12-31"}  # fmt: skip
    client.post(edit, values)
    figure.refresh_from_db()
    assert figure.value == 6
    (line,) = figure.history.all()
    assert (line.before["value"], line.after["value"], line.made_by, line.batch) == ("5", "6", root, None)


def test_the_list_costs_the_same_for_many_files(as_editor: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        send(as_editor, table({"value": str(number)}, GOOD | {"indicator": "exports", "unit": "million USD"}))
    as_editor.get(page(""))
    with django_assert_max_num_queries(16):
        as_editor.get(page(""))
