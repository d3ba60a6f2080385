"""The editors' search: drafts too, without marks, by file name and address."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cms.site_setup import ensure_site
from locales.search import rebuilding
from media_library.ingest import Accepted, ingest
from media_library.models import Photo
from media_library.worklists import search
from media_library.worklists.query import found_by
from provinces.models import Province
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db


def found(words: str) -> set[int]:
    return set(Photo.objects.filter(found_by(words)).values_list("pk", flat=True))


@pytest.mark.parametrize(
    "words",
    [
        "Vịnh Hạ Long",
        "vinh ha long",
        "HA LONG",
        "hạ lon",
        "“ha long”",
        "下龙湾",
        "ຮາລອງ",
        "Nguyễn Văn Bửu",
        "van buu",
        "thuyền, biển",
    ],
)
def test_a_draft_is_found_without_marks_in_every_language(words: str) -> None:
    photo = factories.draft(
        title_vi="Vịnh Hạ Long",
        caption_zh_hans="越南下龙湾风景",
        title_lo="ອ່າວຮາລອງ",
        creator="Nguyễn Văn Bửu",
        keywords="thuyền, biển",
    )
    factories.draft()
    assert found(words) == {photo.pk}


def test_by_file_name_address_and_province() -> None:
    outcome = ingest(io.BytesIO(factories.jpeg()), "Lễ hội_đua ghe 2025.JPG", province=factories.province(), actor=None)
    assert isinstance(outcome, Accepted)
    photo = outcome.photo
    Photo.objects.filter(pk=photo.pk).update(title_vi="Khác")
    search.put(Photo, [photo.pk])
    other = factories.draft(of=factories.province("52"))
    assert found("dua ghe 2025") == {photo.pk}
    assert found(str(photo.uuid)) == {photo.pk}
    assert found("quang ninh") == {photo.pk}
    assert found("Binh Dinh") == {other.pk}, "forebears count: Bình Định has become part of Gia Lai"


def test_changes_that_wait_are_found_beside_what_is_approved() -> None:
    photo = factories.approved(title_vi="Đêm hội")
    photo.title_vi = "Phiên chợ vùng cao"
    photo.save_revision()
    assert found("phien cho") == {photo.pk}
    assert found("dem hoi") == {photo.pk}


def test_an_edit_moves_the_index_and_a_deletion_clears_it() -> None:
    photo = factories.draft(title_vi="Trước kia")
    photo.title_vi = "Bây giờ"
    photo.save()
    assert found("truoc kia") == set() and found("bay gio") == {photo.pk}
    pk = photo.pk
    photo.delete()
    assert found("bay gio") == set()
    column = "rowid" if connection.vendor == "sqlite" else "id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM asset_work_search")  # noqa: S608
        assert (pk,) not in cursor.fetchall()


def test_a_new_name_of_the_province_is_found() -> None:
    photo = factories.draft()
    province = Province.objects.get(pk=photo.province_id)
    province.name_vi = "Tỉnh Mới"
    province.save()
    search.put_those_of(province.pk)
    assert found("tinh moi") == {photo.pk}


def test_rebuilding_finds_the_same(django_assert_max_num_queries: Any) -> None:
    photos = [factories.draft(title_vi=f"Ruộng bậc thang {number}") for number in range(4)]
    search.WORK_INDEX.clear()
    assert found("ruong bac thang") == set()
    with django_assert_max_num_queries(40):
        assert rebuilding.rebuild("asset_work_search") >= 4
    assert found("ruong bac thang") == {photo.pk for photo in photos}


@pytest.mark.parametrize(
    "words", ["", "   ", "'", '"', "%", "_", "\\", "a" * 5000, "\x00", "' OR 1=1 --", "((((", "AND OR NOT", "😀", "*"]
)
def test_hostile_words_break_nothing(words: str) -> None:
    ensure_site(["vi", "en"])
    factories.draft()
    client = Client()
    client.force_login(factories.user("editor", Role.EDITOR))
    assert client.get(reverse("photos:list"), {"q": words}).status_code == 200
    assert client.get(reverse("photos:list_results"), {"q": words}).status_code == 200


def test_a_neighbour_finds_nothing() -> None:
    ensure_site(["vi", "en"])
    factories.draft(title_vi="Bí mật của tỉnh bạn")
    client = Client()
    client.force_login(factories.user("neighbour", Role.EDITOR, of=factories.province("01")))
    assert not client.get(reverse("photos:list"), {"q": "bi mat"}).context["object_list"]
