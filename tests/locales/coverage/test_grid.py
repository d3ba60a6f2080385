"""The grid: who sees what, how it is asked, and at what cost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from locales.coverage import query, totals
from locales.models import TextItem, TextState, TextStatus
from locales.text_status import selectors, services
from locales.text_status.work_links import _links, register_work_link
from provinces.teams import Role
from tests.media_library import factories
from tests.promotion import factories as pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes() -> Any:
    return pages.site("en", "ja")


@pytest.fixture
def translator(client: Client) -> Any:
    user = factories.user("translator", Role.TRANSLATOR)
    client.force_login(user)
    return user


def grid(client: Client, **asked: Any) -> Any:
    return client.get(reverse("locales_coverage"), asked)


def titles(answer: Any) -> list[str]:
    return [row.item.title for row in answer.context["rows"]]


def test_a_row_shows_its_languages(homes: Any, client: Client, translator: Any) -> None:
    photo = factories.approved(title_vi="Bình minh", title_en="Dawn")
    answer = grid(client)
    (row,) = [row for row in answer.context["rows"] if row.item.title == "Bình minh"]
    assert {cell.code: cell.state for cell in row.cells} == {
        "vi": TextState.APPROVED,
        "en": TextState.APPROVED,
        "ja": TextState.MISSING,
    }
    assert row.cells[0].url == reverse("photos:edit", args=[photo.pk]) + "#language-vi"
    assert row.cells[2].url == reverse("locales_text", args=[row.item.pk, "ja"])
    assert 'data-language-heading="language-ja"' in client.get(reverse("photos:edit", args=[photo.pk])).content.decode()


def test_only_the_own_province(homes: Any, client: Client, translator: Any) -> None:
    factories.approved(title_vi="Của mình")
    other = factories.approved(title_vi="Của người", of=factories.province("52"))
    assert "Của mình" in titles(grid(client)) and "Của người" not in titles(grid(client))
    theirs = selectors.item_of(other)
    assert theirs is not None
    for name, args in (("locales_item", [theirs.pk]), ("locales_text", [theirs.pk, "en"])):
        assert client.get(reverse(name, args=args)).status_code == 404
    assert "sector" not in {row.item.kind for row in grid(client).context["rows"]}


def test_strangers_see_no_grid(homes: Any, client: Client) -> None:
    client.force_login(factories.user("nobody", is_staff=True))
    assert grid(client).status_code == 302
    assert grid(Client()).status_code == 302


def test_filters(homes: Any, client: Client, translator: Any) -> None:
    factories.approved(title_vi="Có tiếng Nhật", title_ja="夜明け")
    factories.approved(title_vi="Không")
    assert titles(grid(client, kind="photo", language="ja", state="missing")) == ["Không"]
    assert titles(grid(client, kind="photo", language="ja", state="approved")) == ["Có tiếng Nhật"]
    assert titles(grid(client, q="tiếng")) == ["Có tiếng Nhật"]
    assert titles(grid(client, kind="kit")) == []
    assert len(titles(grid(client, kind="nonsense", province="x", state="?", p="zzz"))) == 2
    assert titles(grid(client, owner=str(translator.pk))) == []


def _many(number: int) -> None:
    """Rows as the signals leave them, without the records: the grid asks for nothing else."""
    from django.contrib.contenttypes.models import ContentType

    from media_library.models import Photo

    content_type = ContentType.objects.get_for_model(Photo)
    province = factories.province()
    start = 1_000_000 + TextItem.objects.count()
    items = TextItem.objects.bulk_create(
        TextItem(kind="photo", key=str(start + n), title=f"Ảnh {n}", source_language="vi", province_id=province.pk)
        for n in range(number)
    )
    TextStatus.objects.bulk_create(
        TextStatus(item=one, content_type=content_type, object_id=int(one.key), language=code, state=state,
                   text_digest="x")
        for one in items
        for code, state in (("vi", "approved"), ("en", "outdated"))
    )  # fmt: skip


def test_the_number_of_queries_does_not_grow(homes: Any, client: Client, translator: Any) -> None:
    def cost(name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name)).status_code == 200
        return len(queries)

    for name in ("locales_coverage", "locales_totals"):
        _many(3)
        cost(name)
        few = cost(name)
        _many(200)
        cost(name)  # the list that the desk leads through is another one now: kept once
        assert cost(name) == few
        assert few <= 30


def test_totals_add_up(homes: Any, client: Client) -> None:
    factories.approved()
    factories.draft()
    factories.approved(of=factories.province("52"))
    items = TextItem.objects.filter(kind="photo")
    names = {pk: str(pk) for pk in items.values_list("province_id", flat=True)}
    lines = totals.by_province(items, ("vi", "en", "ja"), names, "–")
    assert [line.items for line in lines] == [2, 1]
    tally = dict(lines[0].tallies)["vi"]
    assert (tally.readable, tally.percent) == (1, 50)
    assert tally.states[TextState.APPROVED] == tally.states[TextState.DRAFT] == 1
    japanese = dict(totals.summed(lines, ("vi", "en", "ja")))["ja"]
    assert japanese.states[TextState.MISSING] == 3
    with CaptureQueriesContext(connection) as queries:
        totals.by_province(items, ("vi", "en"), names, "–")
    assert len(queries) == 2


def test_what_a_language_needs(homes: Any, client: Client) -> None:
    client.force_login(factories.user("root", is_superuser=True))
    answer = client.get(reverse("locales_needs", args=["ja"]))
    needs = {need.kind.slug: need for need in answer.context["needs"]}
    assert needs["home-page"].is_met
    assert not answer.context["ready"]
    assert client.get(reverse("locales_needs", args=["xx"])).status_code == 404
    assert client.get(reverse("locales_needs", args=["de"])).context["is_begun"] is False


def test_a_desk_takes_the_cells_over(homes: Any, client: Client, translator: Any) -> None:
    factories.approved()
    register_work_link(lambda item, code, user: f"/desk/{item.pk}/{code}/")
    try:
        (row,) = grid(client, kind="photo").context["rows"]
        assert row.cells[0].url == f"/desk/{row.item.pk}/vi/"
    finally:
        _links.pop(0)


# --- deciding in the admin ------------------------------------------------------------------------------
def test_approving_and_returning_on_the_screen(homes: Any, client: Client, translator: Any) -> None:
    photo = factories.approved()
    item = selectors.item_of(photo)
    assert item is not None
    services.save_draft(item, "ja", {"title": "夜明け"}, user=translator, token=selectors.read(item, "ja").token)
    address = reverse("locales_text", args=[item.pk, "ja"])
    token = client.get(address).context["work"].token
    client.post(address, {"token": token, "act": "submit"})
    client.force_login(factories.user("approver", Role.APPROVER))
    screen = client.get(address)
    work = screen.context["work"]
    assert work.state == TextState.REVIEW
    stale = client.post(address, {"token": "older.older", "act": "approve", "comment": "Giữ lời này"})
    assert stale.status_code == 200 and "Giữ lời này" in stale.content.decode()
    names = [field.name for field in work.fields]
    client.post(address, {"token": work.token, "act": "return", "field": names, "comment-0": "Ngắn hơn"})
    work = selectors.read(item, "ja")
    assert work.state == TextState.DRAFT
    assert "Ngắn hơn" in client.get(address).content.decode()
    assert client.post(address, {"token": work.token, "act": "approve"}).status_code == 302
    assert selectors.read(item, "ja").state == TextState.APPROVED


def test_the_item_page_says_what_changed(homes: Any, client: Client) -> None:
    client.force_login(factories.user("approver", Role.APPROVER))
    photo = factories.approved()
    edited = photo.get_latest_revision_as_object()
    edited.caption_vi = "Thuyền về bến."
    edited.save_revision().publish()
    item = selectors.item_of(photo)
    assert item is not None
    address = reverse("locales_item", args=[item.pk])
    answer = client.get(address)
    assert answer.context["small_change"]
    seen = answer.context["source"].text_digest
    client.post(reverse("locales_small_change", args=[item.pk]), {"seen": seen})
    assert client.get(address).context["small_change"] is None
    assert selectors.read(item, "en").state == TextState.APPROVED


def test_offered_columns_follow_the_locales(homes: Any) -> None:
    assert query.offered_codes() == ("vi", "en", "ja")
