"""The desk in the admin: what goes out, what comes back, and who gets to see what."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from locales.exchange import reading
from media_library.models import Lightbox, LightboxItem, SavedSearch
from provinces.teams import Role, sync_role_permissions
from tests.media_library import factories
from tests.promotion import factories as pages

pytestmark = pytest.mark.django_db
DESK = "/admin/translating/"
KEY = "media_library.photo"


@pytest.fixture
def translator() -> Any:
    account = factories.user("dich", Role.TRANSLATOR)
    sync_role_permissions()
    return account


@pytest.fixture
def desk(translator: Any, client: Client) -> Client:
    client.force_login(translator)
    return client


def send(client: Client, data: bytes, name: str = "x.po") -> Any:
    return client.post(f"{DESK}import/", {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize("form", ["po", "xliff"])
def test_a_province_out_and_back(desk: Client, form: str) -> None:
    factories.approved()
    factories.draft(kind="document")
    factories.approved(of=factories.province("01"), title_vi="Của tỉnh khác")
    pages.profile(pages.site("en")["vi"])
    area = factories.province().pk
    answer = desk.get(f"{DESK}export/", {"area": area, "target": "en", "format": form})
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    assert "private" in answer["Cache-Control"] and answer["X-Content-Type-Options"] == "nosniff"
    found = reading.read(answer.content)
    assert {offer.kind for offer in found.offers} == {KEY, "media_library.document", "page"}
    assert "Của tỉnh khác" not in answer.content.decode()
    back = send(desk, answer.content)
    assert back.status_code == 200 and len(back.context["report"].lines) == len(found.offers)
    assert back.context["report"].refused == [] == back.context["report"].applied


def test_what_is_saved_and_what_isnt_is_shown(desk: Client) -> None:
    photo = factories.approved()
    data = desk.get(f"{DESK}export/", {"kind": KEY, "pk": photo.pk, "target": "fr", "format": "po"}).content.decode()
    data = data.replace(
        'msgid "Thuyền trên mặt vịnh"\nmsgstr ""', 'msgid "Thuyền trên mặt vịnh"\nmsgstr "<b>Bateaux</b>"'
    )
    long = "y" * 600
    data = data.replace(f'msgid "{photo.title_vi}"\nmsgstr ""', f'msgid "{photo.title_vi}"\nmsgstr "{long}"')
    page = send(desk, data.encode()).content.decode()
    assert "&lt;b&gt;Bateaux&lt;/b&gt;" in page and "600" in page and f"/admin/photos/edit/{photo.pk}/" in page


@pytest.mark.parametrize(
    "choice",
    [
        {"target": "vi"},
        {"target": "xx"},
        {"kind": "nothing"},
        {"area": "999999"},
        {"area": "x"},
        {"pk": "1"},
        {"kind": KEY, "pk": "1x"},
        {"selection": f"{KEY}|search-999"},
        {"selection": f"{KEY}|lightbox-x"},
        {"selection": "what"},
    ],
)
def test_a_choice_of_nothing_is_told_in_words(desk: Client, choice: dict[str, str]) -> None:
    factories.approved(of=factories.province("01"))
    answer = desk.get(f"{DESK}export/", choice)
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()


def test_selections_that_editors_keep(desk: Client, translator: Any) -> None:
    one, _two = factories.approved(title_vi="Một"), factories.approved(title_vi="Hai")
    box = Lightbox.objects.create(title="Cho báo", province=one.province, owner=translator)
    LightboxItem.objects.create(lightbox=box, asset=one, place=0)
    search = SavedSearch.objects.create(user=translator, name="Hai thôi", query="q=Hai")
    theirs = SavedSearch.objects.create(user=factories.user("khac"), name="x", query="q=Hai")
    form = desk.get(DESK).content.decode()
    assert "Cho báo" in form and "Hai thôi" in form
    inside = {}
    for key in (f"lightbox-{box.pk}", f"search-{search.pk}"):
        answer = desk.get(f"{DESK}export/", {"selection": f"{KEY}|{key}", "target": "fr", "format": "po"})
        inside[key] = {offer.pk for offer in reading.read(answer.content).offers}
    assert inside[f"lightbox-{box.pk}"] == {one.pk}
    assert one.pk not in inside[f"search-{search.pk}"] and len(inside[f"search-{search.pk}"]) == 1
    assert desk.get(f"{DESK}export/", {"selection": f"{KEY}|search-{theirs.pk}"}).status_code == 422


def test_only_what_is_missing(desk: Client) -> None:
    photo = factories.approved(caption_en="")
    answer = desk.get(
        f"{DESK}export/", {"kind": KEY, "pk": photo.pk, "target": "en", "format": "po", "only_missing": "1"}
    )
    assert [offer.key for offer in reading.read(answer.content).offers] == ["caption"]


def test_bad_uploads_are_told_in_words(desk: Client) -> None:
    assert send(desk, b"\xff\xd8 picture", "x.jpg").status_code == 422
    assert desk.post(f"{DESK}import/").status_code == 422


def test_the_item_page_shows_terms_memory_and_what_is_left(desk: Client) -> None:
    factories.approved(caption_vi="Thuyền rời bến Hạ Long", caption_en="Boats leave Ha Long")
    photo = factories.approved(caption_vi="Thuyền rời bến Hạ Long", caption_en="", title_vi="Ở Hà Nội", title_en="<i>x")
    page = desk.get(f"{DESK}{KEY}/{photo.pk}/", {"target": "en"}, follow=True).content.decode()
    assert "Boats leave Ha Long" in page and "100%" in page
    assert '<mark class="desk-term" title="Hanoi">Hà Nội</mark>' in page
    assert "&lt;i&gt;x" in page and "<i>x" not in page
    assert f"/admin/translating/{KEY}/{photo.pk}/" in desk.get(f"/admin/photos/edit/{photo.pk}/").content.decode()


def test_a_page_has_its_way_to_the_desk(desk: Client) -> None:
    profile = pages.profile(pages.site("en")["vi"])
    english = pages.translated(profile, "en", tagline="Forest and sea")
    for page in (profile, english):
        form = desk.get(f"/admin/pages/{page.pk}/edit/").content.decode()
        assert f"/admin/translating/page/{profile.pk}/" in form
    assert "Forest and sea" in desk.get(f"{DESK}page/{profile.pk}/?target=en", follow=True).content.decode()


@pytest.mark.parametrize("address", ["", "export/", "import/"])
def test_nobody_without_a_role(client: Client, address: str) -> None:
    client.force_login(factories.user("ai"))
    method = client.post if address == "import/" else client.get
    assert method(f"{DESK}{address}").status_code in (302, 403)


def test_items_of_others_are_not_there(desk: Client) -> None:
    photo = factories.approved(of=factories.province("01"))
    for address in (f"{KEY}/{photo.pk}/", f"{KEY}/999999/", "nothing/1/", f"{KEY}/{photo.pk}/?target=xx"):
        assert desk.get(f"{DESK}{address}").status_code == 404
    assert desk.get(f"{DESK}export/", {"kind": KEY, "pk": photo.pk}).status_code == 422
