"""How well each element of the content framework is told, for those who work on it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from media_library.services import withdraw
from press.models import KitItem
from promotion.models import StoryPage
from provinces.models import ContentElement, ContentGroup
from provinces.teams import Role
from tests.media_library import factories as assets
from tests.press import factories as press
from tests.promotion import factories
from tests.promotion.test_brand import pillar

pytestmark = pytest.mark.django_db
TABLE = "/admin/framework/"


@pytest.fixture
def profile(homes: Any) -> Any:
    return factories.profile(homes["vi"])


@pytest.fixture
def element(db: Any) -> ContentElement:
    found = ContentElement.objects.first()
    assert found is not None
    return found


@pytest.fixture
def boss(client: Any, db: Any) -> Any:
    client.force_login(assets.user("boss", is_superuser=True, is_staff=True))
    return client


def row(client: Any, element: Any, query: str = "") -> Any:
    groups = client.get(f"{TABLE}{query}").context["groups"]
    return next(row for group in groups for row in group.rows if row.element == element)


def tell(page: StoryPage, *elements: Any) -> StoryPage:
    page.elements.set(elements)
    page.save_revision().publish()
    return StoryPage.objects.get(pk=page.pk)


def test_stories_pictures_and_languages_are_counted(boss: Any, profile: Any, element: Any, photo: Any) -> None:
    factories.translated(profile, "en", title="Quang Ninh")
    assert not row(boss, element).stories
    page = tell(factories.story(profile, 1, body=factories.body(photo), hero=assets.approved()), element)
    factories.translated(page, "en", title="The cart")
    told = row(boss, element)
    assert len(told.stories) == 1 and len(told.pictures) == 2
    assert [tag for tag, _name in told.languages] == ["vi", "en"]
    assert told.last_told == page.date
    withdraw(photo, actor=None, reason="…")
    assert len(row(boss, element).pictures) == 1
    page.unpublish()
    assert [tag for tag, _name in row(boss, element).languages] == ["en"]


def test_a_story_that_proves_a_pillar_tells_its_element(boss: Any, profile: Any, element: Any) -> None:
    story = factories.story(profile, 1)
    factories.brand_page(profile, pillars=[pillar(story, element=element)])
    assert [told.page.pk for told in row(boss, element).stories] == [story.pk]


def test_drafts_tell_nothing(boss: Any, profile: Any, element: Any) -> None:
    page = factories.story(profile, 1)
    page.elements.set([element])
    page.save_revision()
    assert not row(boss, element).stories


def test_the_table_is_narrowed_to_a_province(boss: Any, homes: Any, profile: Any, element: Any) -> None:
    other = factories.profile(homes["vi"], "52")
    tell(factories.story(profile, 1), element)
    tell(factories.story(other, 2), element)
    assert len(row(boss, element).stories) == 2
    assert [told.page.title for told in row(boss, element, "?province=gia-lai").stories] == ["Chuyến xe ra cảng số 2"]
    for nonsense in ("?province=nowhere", "?province=%00", f"?province={'x' * 5000}", "?province=1'%20or"):
        assert len(row(boss, element, nonsense).stories) == 2


def test_cells_open_their_lists(boss: Any, profile: Any, element: Any, photo: Any) -> None:
    page = tell(factories.story(profile, 1, hero=photo), element)
    kit = press.kit()
    KitItem.objects.create(kit=kit, asset_id=photo.pk, sort_order=1)
    html = boss.get(TABLE).content.decode()
    for place in ("stories", "pictures", "kits"):
        assert f"{TABLE}{element.pk}/#{place}" in html
    html = boss.get(f"{TABLE}{element.pk}/").content.decode()
    assert page.title in html and str(photo.uuid) in html and str(kit.title_vi) in html
    assert f"/admin/pages/{page.pk}/edit/" in html
    assert boss.get(f"{TABLE}999999/").status_code == 404


def test_it_goes_out_as_csv(boss: Any, profile: Any, element: Any) -> None:
    element.name_vi = "=HYPERLINK(1)"
    element.save()
    tell(factories.story(profile, 1), element)
    answer = boss.get(f"{TABLE}export/?province=quang-ninh")
    assert answer["Content-Disposition"] == 'attachment; filename="framework-quang-ninh.csv"'
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines) == 1 + ContentElement.objects.count()
    assert all(not cell.startswith("=") for line in lines for cell in line)
    assert any(line[2] == "1" and line[5] == "vi" for line in lines)


def test_who_may_look(client: Any, profile: Any, element: Any, photo: Any) -> None:
    """People of any province; kits only of their own press; a page is opened for editing only at home."""
    page = tell(factories.story(profile, 1, hero=photo), element)
    kit = press.kit()
    KitItem.objects.create(kit=kit, asset_id=photo.pk, sort_order=1)
    assert client.get(TABLE).status_code == 302
    client.force_login(assets.user("nobody"))
    assert client.get(TABLE).status_code in (302, 403)
    client.force_login(assets.user("near", Role.EDITOR, of=assets.province("01")))
    assert len(row(client, element).stories) == 1 and not row(client, element).kits
    assert f"/admin/pages/{page.pk}/edit/" not in client.get(f"{TABLE}{element.pk}/").content.decode()
    client.force_login(assets.user("officer", Role.PRESS_OFFICER, of=profile.province))
    assert [one.pk for one in row(client, element).kits] == [kit.pk]


def test_the_number_of_queries_is_constant(boss: Any, profile: Any, photo: Any) -> None:
    elements = list(ContentElement.objects.all())

    def asked() -> int:
        boss.get(TABLE)
        with CaptureQueriesContext(connection) as queries:
            assert boss.get(TABLE).status_code == 200
        return len(queries)

    tell(factories.story(profile, 1, hero=photo), elements[0])
    KitItem.objects.create(kit=press.kit(), asset_id=photo.pk, sort_order=1)
    few = asked()
    for number in range(2, 8):
        tell(factories.story(profile, number, hero=assets.approved()), *elements)
    group = ContentGroup.objects.first()
    ContentElement.objects.create(group=group, name_vi="Mới", name="Mới")
    assert asked() == few


def test_readers_see_what_is_told(client: Any, profile: Any, element: Any) -> None:
    tell(factories.story(profile, 1), element)
    other = ContentElement.objects.exclude(group=element.group).first()
    factories.brand_page(profile, pillars=[pillar(element=other)])
    html = client.get("/vi/quang-ninh/thuong-hieu/").content.decode()
    assert 'id="told"' in html and str(element.name_vi) in html and other is not None and str(other.name_vi) in html
