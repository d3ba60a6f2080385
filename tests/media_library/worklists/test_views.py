"""Every work view holds what its name says and nothing else, and all are counted in one query."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.site_setup import ensure_site
from locales.models import TextState, TextStatus
from media_library.models import Photo, ProblemKind, ProblemReport, Resemblance
from media_library.worklists import counting
from media_library.worklists.conditions import Viewer
from media_library.worklists.views import GROUP_WORDS, TABLE, Group, work_view, work_views
from promotion.models import StoryPage
from provinces.approval import approval_workflow
from provinces.teams import Role
from tests.bench.many_assets import multiply
from tests.media_library import factories

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture(autouse=True)
def homes() -> Any:
    return ensure_site(["vi", "en"])


@pytest.fixture
def editor() -> Any:
    return factories.user("editor", Role.EDITOR)


@pytest.fixture
def approver() -> Any:
    return factories.user("approver", Role.APPROVER)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def held(user: Any, slug: str) -> set[int]:
    view = work_view(user, slug)
    assert view is not None, slug
    return set(Photo.objects.filter(view.condition(Viewer(user, timezone.now()))).values_list("pk", flat=True))


def handed_in(photo: Photo, by: Any) -> Any:
    return approval_workflow().start(photo, by)


def stored(photo: Photo, **values: Any) -> Photo:
    Photo.objects.filter(pk=photo.pk).update(**values)
    return photo


def without_consent() -> Photo:
    return stored(factories.draft(), shows_people=True)


def with_consent_over() -> Photo:
    return factories.approved(shows_people=True, consent=factories.consent(expires_at=NOW - timedelta(days=1)))


def with_consent_for(days: int) -> Photo:
    return factories.draft(shows_people=True, consent=factories.consent(expires_at=NOW + timedelta(days=days)))


def licensed_for(days: int) -> Photo:
    return factories.draft(licence=factories.licence("public", valid_until=NOW + timedelta(days=days)))


def offered_for(days: int) -> Photo:
    return factories.draft(expires_at=NOW + timedelta(days=days))


def with_changes() -> Photo:
    photo = factories.approved()
    photo.caption_en = "Changed."
    photo.save_revision()
    return photo


def resembling() -> Photo:
    earlier, newer = factories.draft(), factories.draft()
    Resemblance.objects.create(photo=newer, other=earlier, distance=3)
    return newer


def reported() -> Photo:
    photo = factories.approved()
    ProblemReport.objects.create(
        asset_id=photo.pk, province=photo.province, kind=ProblemKind.FACTS, words="No.", language="en"
    )
    return photo


def outdated_english() -> Photo:
    photo = factories.approved()
    from django.contrib.contenttypes.models import ContentType

    content_type = ContentType.objects.get_for_model(photo)
    TextStatus.objects.filter(content_type=content_type, object_id=photo.pk, language="en").update(
        state=TextState.OUTDATED
    )
    return photo


HOLDS: list[tuple[str, Callable[[], Photo]]] = [
    ("changes-waiting", with_changes),
    ("alike", resembling),
    ("reported", reported),
    ("no-consent", without_consent),
    ("no-consent", with_consent_over),
    ("no-licence", lambda: stored(factories.draft(), licence=None)),
    ("no-credit", lambda: factories.draft(credit_line="")),
    ("no-alt-text", lambda: factories.draft(alt_text_vi="")),
    ("text-en", lambda: factories.draft(caption_en="")),
    ("text-en", lambda: factories.draft(title_en=None)),
    ("text-en", outdated_english),
    ("text-vi", lambda: factories.draft(caption_vi="")),
    ("licence-over", lambda: licensed_for(-1)),
    ("licence-over", lambda: offered_for(-1)),
    ("licence-over", lambda: factories.draft(licence=factories.licence("public", valid_from=NOW + timedelta(days=9)))),
    ("licence-30", lambda: licensed_for(29)),
    ("licence-30", lambda: offered_for(29)),
    ("licence-90", lambda: licensed_for(89)),
    ("consent-30", lambda: with_consent_for(29)),
    ("consent-90", lambda: with_consent_for(89)),
    ("never-used", factories.approved),
    ("drafts", factories.draft),
    ("withdrawn", factories.withdrawn),
]


@pytest.mark.parametrize(("slug", "made"), HOLDS, ids=[f"{slug}-{number}" for number, (slug, _) in enumerate(HOLDS)])
def test_a_view_holds_what_it_says(editor: Any, slug: str, made: Callable[[], Photo]) -> None:
    plain = factories.draft() if slug not in ("drafts",) else factories.approved()
    photo = made()
    found = held(editor, slug)
    assert photo.pk in found
    assert plain.pk not in found


OUTSIDE: list[tuple[str, Callable[[], Photo]]] = [
    ("licence-30", lambda: licensed_for(31)),
    ("licence-30", lambda: licensed_for(-1)),
    ("licence-90", lambda: licensed_for(91)),
    ("consent-30", lambda: with_consent_for(31)),
    ("consent-30", lambda: with_consent_for(-1)),
    ("no-consent", lambda: with_consent_for(5)),
    ("never-used", factories.draft),
    ("no-credit", lambda: stored(factories.withdrawn(), credit_line="")),
    ("text-en", lambda: stored(factories.withdrawn(), caption_en="")),
]


@pytest.mark.parametrize(("slug", "made"), OUTSIDE, ids=[f"{slug}-{n}" for n, (slug, _) in enumerate(OUTSIDE)])
def test_and_nothing_beside(editor: Any, slug: str, made: Callable[[], Photo]) -> None:
    assert made().pk not in held(editor, slug)


def test_what_waits_goes_to_the_approvers_of_its_province(editor: Any, approver: Any) -> None:
    photo = factories.draft()
    handed_in(photo, editor)
    stranger = factories.user("stranger", Role.APPROVER, of=factories.province("01"))
    assert held(approver, "to-approve") == {photo.pk}
    assert held(stranger, "to-approve") == set()
    assert held(editor, "in-review") == {photo.pk}
    assert work_view(editor, "to-approve") is None
    assert held(factories.user("root", is_superuser=True), "to-approve") == {photo.pk}


def test_what_is_returned_comes_back_to_who_handed_it_in_or_uploaded_it(editor: Any, approver: Any) -> None:
    owner = factories.user("owner", Role.EDITOR)
    photo = stored(factories.draft(), uploaded_by_user=owner)
    state = handed_in(photo, editor)
    assert held(editor, "returned") == set()
    state.current_task_state.reject(user=approver, comment="Chưa rõ")
    assert held(editor, "returned") == held(owner, "returned") == {photo.pk}
    assert held(factories.user("other", Role.EDITOR), "returned") == set()
    assert held(approver, "to-approve") == set()


def test_use_on_a_page_and_in_a_kit_counts(editor: Any, homes: Any) -> None:
    from press.models import Kit, KitItem, KitState

    hero, in_kit, cover, over, unused = (factories.approved() for _ in range(5))
    page = homes["vi"].add_child(instance=StoryPage(title="T", slug="t", hero=hero, locale=homes["vi"].locale))
    page.save_revision().publish()
    kit = Kit.objects.create(slug="k", province=in_kit.province, title_vi="K", cover=cover)
    KitItem.objects.create(kit=kit, asset_id=in_kit.pk)
    closed = Kit.objects.create(slug="c", province=over.province, title_vi="C", state=KitState.CLOSED)
    KitItem.objects.create(kit=closed, asset_id=over.pk)
    assert held(editor, "never-used") == {unused.pk}
    assert held(editor, "used") == {hero.pk, in_kit.pk, cover.pk}
    body = signed_in(editor).get(reverse("photos:list"), {"view": "used"}).content.decode()
    assert body.count("#uses") == 3
    panel = signed_in(editor).get(reverse("photos:edit", args=[hero.pk])).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) not in panel or "uses" in panel
    assert 'id="uses"' in panel


def test_my_uploads_are_mine(editor: Any) -> None:
    photo = stored(factories.draft(), uploaded_by_user=editor)
    factories.draft()
    assert held(editor, "mine") == {photo.pk}


def test_the_table_is_sound(editor: Any, approver: Any) -> None:
    for user in (editor, approver):
        slugs = [view.slug for view in work_views(user)]
        assert len(slugs) == len(set(slugs))
    assert set(GROUP_WORDS) == set(Group)
    assert all(view.words and view.empty for view in TABLE)
    covered = {slug for slug, _ in HOLDS} | {"to-approve", "in-review", "returned", "used", "mine"}
    assert {view.slug for view in TABLE} <= covered, "a view without a test"


def test_all_counts_in_one_query(editor: Any, django_assert_num_queries: Any) -> None:
    factories.draft(credit_line="")
    signed_in(editor).get(reverse("photos:list"))
    editor = type(editor).objects.get(pk=editor.pk)
    with django_assert_num_queries(2):  # the roles of the user, and the counts
        found = {view.slug: count for view, count in counting.counted_views(editor)}
    assert found["no-credit"] == 1 and found["no-licence"] == 0


def test_counts_are_of_ones_own_provinces_only() -> None:
    factories.draft(credit_line="")
    neighbour = factories.user("neighbour", Role.EDITOR, of=factories.province("01"))
    assert {count for _view, count in counting.counted_views(neighbour)} == {0}
    nobody = factories.user("nobody")
    assert {count for _view, count in counting.counted_views(nobody)} == {0}


# --- the list and the home page ---------------------------------------------------------------------------
@pytest.mark.parametrize("slug", [view.slug for view in TABLE] + ["text-en", "text-vi", "nonsense", "x' OR 1=1"])
@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER])
def test_every_view_opens_and_says_when_it_is_empty(slug: str, role: Role) -> None:
    client = signed_in(factories.user("somebody", role))
    response = client.get(reverse("photos:list"), {"view": slug})
    assert response.status_code == 200
    view = work_view(factories.user("somebody"), slug)
    if view is not None:
        assert str(view.empty) in unescape(response.content.decode())


def test_view_words_and_filters_go_together(editor: Any) -> None:
    wanted = factories.draft(credit_line="", title_vi="Chùa Một Cột", shows_people=True)
    factories.draft(credit_line="", title_vi="Chùa Thầy")
    factories.draft(title_vi="Chùa Một Cột")
    client = signed_in(editor)
    for query in (
        {"view": "no-credit", "q": "mot cot"},
        {"view": "no-credit", "shows_people": "true"},
        {"view": "no-credit", "q": "chua", "shows_people": "true", "province": wanted.province_id},
    ):
        for name in ("photos:list", "photos:list_results"):
            found = client.get(reverse(name), query).context["object_list"]
            assert [photo.pk for photo in found] == [wanted.pk], query


def test_the_list_keeps_words_in_the_addresses_of_views(editor: Any) -> None:
    factories.draft(credit_line="")
    body = signed_in(editor).get(reverse("photos:list"), {"q": "bình minh", "p": "1"}).content.decode()
    assert "?q=b%C3%ACnh+minh&amp;view=no-credit" in body


def test_a_list_of_many_costs_as_much_as_one_of_few(editor: Any, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(editor)

    def queries(**query: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(reverse("photos:list"), query).status_code == 200
        return len(captured)

    for _ in range(3):
        handed_in(factories.draft(credit_line="", caption_en=""), editor)
    for query in ({}, {"view": "no-credit"}, {"view": "text-en"}, {"q": "binh minh"}):
        queries(**query)
    few = [queries(**query) for query in ({}, {"view": "no-credit"}, {"view": "text-en"}, {"q": "binh minh"})]
    for _ in range(3):
        handed_in(factories.draft(credit_line="", caption_en=""), editor)
    multiply(factories.approved(credit_line="", caption_en=""), 60)
    many = [queries(**query) for query in ({}, {"view": "no-credit"}, {"view": "text-en"}, {"q": "binh minh"})]
    assert many == few
    assert max(many) <= 40


def test_what_is_wrong_with_a_language_is_said(editor: Any) -> None:
    factories.draft(title_en="", caption_en="", alt_text_en="")
    outdated_english()
    body = signed_in(editor).get(reverse("photos:list"), {"view": "text-en"}).content.decode()
    assert "English" in body
    from media_library.worklists.language_state import of

    words = of(list(Photo.objects.order_by("pk")), "en")
    assert len(words) == 2 and len(set(words.values())) == 2


def test_the_home_page_calls_for_what_needs_work(editor: Any, approver: Any) -> None:
    factories.draft(credit_line="")
    photo = factories.draft()
    handed_in(photo, editor)
    body = signed_in(approver).get("/admin/").content.decode()
    assert "?view=to-approve" in body and "?view=no-credit" in body and "?view=no-licence" not in body
    body = signed_in(editor).get("/admin/").content.decode()
    assert "?view=to-approve" not in body and "?view=no-credit" in body
    neighbour = factories.user("neighbour", Role.EDITOR, of=factories.province("01"))
    assert "?view=" not in signed_in(neighbour).get("/admin/").content.decode()
