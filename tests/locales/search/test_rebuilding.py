"""An index that another tokenizer made is noticed, and built anew by `migrate` or by hand."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from locales.search import rebuilding
from media_library.search import ASSET_INDEX
from tests.media_library import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def stale() -> int:
    """The asset index as an older release left it; the id of what stands in it."""
    photo = factories.approved(title_vi="Đèn lồng")
    ASSET_INDEX.clear()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE asset_search_state SET tokenizer = 1")
    return int(photo.pk)


def found() -> list[int]:
    return [pk for pk, _score in ASSET_INDEX.ranked("den long", 5)]


def test_the_check_says_so(stale: int) -> None:
    warnings = [one for one in rebuilding.indexes_are_current(databases=["default"]) if one.id == "locales.W010"]
    assert ["asset_search" in warning.msg for warning in warnings] == [True]
    rebuilding.rebuild("asset_search")
    assert not rebuilding.indexes_are_current(databases=["default"])


def test_migrate_builds_it_anew(stale: int) -> None:
    rebuilding.after_migrate(using="default")
    assert found() == [stale]
    assert ASSET_INDEX.is_current


def test_the_command_does_so_by_name_or_for_all(stale: int) -> None:
    told = io.StringIO()
    call_command("rebuild_search", "asset_search", stdout=told)
    assert told.getvalue() == "asset_search: 1 documents\n"
    assert found() == [stale]
    call_command("rebuild_search", stdout=told)
    assert {"asset_work_search", "kit_search", "page_search"} <= set(rebuilding.index_names())
    with pytest.raises(CommandError, match="no index nonsense"):
        call_command("rebuild_search", "nonsense")


def test_a_name_is_registered_once() -> None:
    with pytest.raises(ValueError, match="registered already"):
        rebuilding.register_index(ASSET_INDEX, lambda: 0)
