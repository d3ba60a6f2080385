"""Spreadsheets too big to wait for: read, made and undone by a worker, still all or nothing. And what no cell holds."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cms.site_setup import ensure_site
from locales.tables.errors import BadSheet
from media_library.batch import waiting
from media_library.batch.hindrances import changeable
from media_library.models import BatchEdit, BatchState, Photo
from media_library.spreadsheet import writing
from media_library.spreadsheet.reading import read
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db
MANY = waiting.AT_ONCE + 6


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])


@pytest.fixture
def editor() -> Any:
    return factories.user("editor", Role.EDITOR, of=factories.province())


@pytest.fixture
def client(editor: Any) -> Client:
    signed_in = Client()
    signed_in.force_login(editor)
    return signed_in


def exported(editor: Any) -> Any:
    return changeable(editor).select_related("latest_revision", "province").order_by("pk")


def table(editor: Any) -> list[dict[str, str]]:
    text = writing.as_csv(exported(editor)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    return [
        {name: row[name] for name in ("id", "revision", "licence", "taken_at")} | {"caption_vi": "Mới"} for row in rows
    ]


def send(client: Client, rows: list[dict[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    page = client.post(reverse("media_library_import"), {"file": SimpleUploadedFile("a.csv", out.getvalue().encode())})
    assert page.status_code == 302
    return str(page["Location"])


def captions() -> set[str]:
    return set(Photo.objects.values_list("caption_vi", flat=True))


def test_it_is_planned_made_and_undone_by_a_worker(
    client: Client, editor: Any, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    for _ in range(MANY):
        factories.draft(caption_vi="Cũ")
    at_once = settings.TASKS
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    address = send(client, table(editor))
    settings.TASKS = at_once
    batch = BatchEdit.objects.get()
    assert batch.state == BatchState.PLANNING and not batch.items.exists()
    assert client.get(address).context["at_work"]
    waiting.work_on(batch.pk)
    shown = client.get(address)
    assert shown.context["batch"].state == BatchState.PLANNED and shown.context["numbers"]["changing"] == MANY
    assert not BatchEdit.objects.get().source, "the file isn't kept longer than it is needed"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("media_library_batch_edit_apply", args=[batch.pk]))
    assert BatchEdit.objects.get().state == BatchState.APPLIED and captions() == {"Mới"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("media_library_batch_edit_undo", args=[batch.pk]))
    assert BatchEdit.objects.get().state == BatchState.UNDONE and captions() == {"Cũ"}


def test_errors_are_told_by_row(client: Client, editor: Any, django_capture_on_commit_callbacks: Any) -> None:
    for _ in range(MANY):
        factories.draft(caption_vi="Cũ")
    rows = table(editor)
    rows[3]["licence"] = "nope"
    rows[7]["taken_at"] = "someday"
    with django_capture_on_commit_callbacks(execute=True):
        address = send(client, rows)
    batch = BatchEdit.objects.get()
    assert batch.state == BatchState.REFUSED and not batch.items.exists()
    assert "5" in batch.errors[0] and "nope" in batch.errors[0]
    assert "9" in batch.errors[1] and "someday" in batch.errors[1]
    assert "nope" in client.get(address).content.decode()


def test_one_that_was_overtaken_changes_nothing(
    client: Client, editor: Any, django_capture_on_commit_callbacks: Any
) -> None:
    photos = [factories.draft(caption_vi="Cũ") for _ in range(MANY)]
    with django_capture_on_commit_callbacks(execute=True):
        send(client, table(editor))
    photos[-1].save_revision(user=editor)
    batch = BatchEdit.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("media_library_batch_edit_apply", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == BatchState.PLANNED and any("editor" in words for words in batch.errors)
    assert captions() == {"Cũ"}, "all or nothing"
    assert not batch.items.exclude(made_revision=None).exists()


def test_what_no_workbook_holds_is_said_and_a_csv_holds_it(client: Client, editor: Any) -> None:
    photo = factories.draft()
    Photo.objects.filter(pk=photo.pk).update(latest_revision=None, caption_vi="đ" * 32_768, keywords="🌾" * 16_383)
    with pytest.raises(writing.CellTooLong, match="32768"):
        writing.as_xlsx(exported(editor))
    (row,) = read(writing.as_csv(exported(editor))).rows
    assert row.texts["caption_vi"] == "đ" * 32_768
    answer = client.get(reverse("media_library_export"), {"ids": photo.pk, "format": "xlsx"}, follow=True)
    assert "32768" in answer.content.decode()
    Photo.objects.filter(pk=photo.pk).update(caption_vi="đ" * 32_767)
    (row,) = read(writing.as_xlsx(exported(editor))).rows
    assert len(row.texts["caption_vi"]) == 32_767 and row.texts["keywords"] == "🌾" * 16_383


def test_a_cell_beyond_all_measure_is_said_so() -> None:
    with pytest.raises(BadSheet, match="131072"):
        read(b'id,revision,caption_vi\nx,1,"' + b"x" * 140_000 + b'"\n')
