"""Lightboxes in the admin: without a script, by keyboard, and closed to everybody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.site_setup import ensure_site
from media_library.lightboxes import services
from media_library.models import Lightbox, Photo
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])


@pytest.fixture
def editor() -> Any:
    return factories.user("editor", Role.EDITOR)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def box_of(owner: Any, *photos: Photo, **values: Any) -> Lightbox:
    box = Lightbox.objects.create(**({"title": "Lễ hội", "province": factories.province(), "owner": owner} | values))
    services.add(box, [photo.pk for photo in photos], actor=owner)
    return box


def test_from_the_list_into_a_new_one_and_on(editor: Any) -> None:
    first, second, third = (factories.draft(credit_line="") for _ in range(3))
    client = signed_in(editor)
    address = f"{reverse('media_library_lightbox_add')}?ids={second.pk},{first.pk}"
    assert client.get(address).context["number"] == 2
    made = client.post(address, {"create": "1", "title": "Lễ hội", "province": first.province_id, "note": ""})
    box = Lightbox.objects.get()
    assert made.url == reverse("media_library_lightbox", args=[box.pk])
    assert [item.asset_id for item in box.items.all()] == [second.pk, first.pk]
    assert box.owner == editor and not box.is_shared

    everything = f"{reverse('media_library_lightbox_add')}?view=no-credit"
    client.post(everything, {"lightbox": box.pk})
    assert [item.asset_id for item in box.items.all()] == [second.pk, first.pk, third.pk]


def test_bulk_actions_lead_there(editor: Any) -> None:
    photos = [factories.draft() for _ in range(2)]
    client = signed_in(editor)
    address = reverse("wagtail_bulk_action", args=["media_library", "photo", "lightbox"])
    ids = "&".join(f"id={photo.pk}" for photo in photos)
    led = client.get(f"{address}?{ids}&next=/admin/photos/")
    assert led.url == f"{reverse('media_library_lightbox_add')}?ids={photos[0].pk},{photos[1].pk}"
    whole = client.get(f"{address}?id=all&next=/admin/photos/%3Fview%3Ddrafts%26q%3Dvinh")
    assert whole.url == f"{reverse('media_library_lightbox_add')}?view=drafts&q=vinh"
    why = reverse("wagtail_bulk_action", args=["media_library", "photo", "why_not"])
    assert client.get(f"{why}?{ids}").url.startswith(reverse("media_library_explain"))


def test_sorting_and_noting_in_one_form(editor: Any) -> None:
    photos = [factories.draft() for _ in range(3)]
    box = box_of(editor, *photos)
    items = list(box.items.all())
    address = reverse("media_library_lightbox", args=[box.pk])
    client = signed_in(editor)
    form = {f"note-{item.pk}": f"Ghi chú {item.pk}" for item in items} | {
        f"place-{item.pk}": str(number) for number, item in enumerate(items, 1)
    }
    client.post(address, form | {"forward": items[0].pk})
    assert [item.pk for item in box.items.all()] == [items[1].pk, items[0].pk, items[2].pk]
    assert all(item.note == f"Ghi chú {item.pk}" for item in box.items.all()), "nothing typed is lost"
    client.post(address, {f"place-{items[2].pk}": "1", "save": "1"})
    assert [item.pk for item in box.items.all()] == [items[2].pk, items[1].pk, items[0].pk]
    client.post(address, {"remove": items[1].pk})
    assert [item.pk for item in box.items.all()] == [items[2].pk, items[0].pk]
    for nonsense in ({"back": "x"}, {"remove": "987654"}, {f"place-{items[0].pk}": "-3"}, {"forward": "９"}):
        assert client.post(address, nonsense).status_code == 302
    assert box.items.count() == 2


def test_a_colleague_fills_and_sorts_but_doesnt_rename(editor: Any) -> None:
    photo = factories.draft()
    box = box_of(editor, photo, is_shared=True)
    colleague = signed_in(factories.user("colleague", Role.EDITOR))
    assert colleague.get(reverse("media_library_lightbox", args=[box.pk])).status_code == 200
    another = factories.draft()
    colleague.post(f"{reverse('media_library_lightbox_add')}?ids={another.pk}", {"lightbox": box.pk})
    assert box.items.count() == 2
    for name in ("media_library_lightbox_change", "media_library_lightbox_delete"):
        address = reverse(name, args=[box.pk])
        assert colleague.get(address).status_code in (302, 403)
        assert colleague.post(address, {"title": "Khác"}).status_code in (302, 403)
    box.refresh_from_db()
    assert box.title == "Lễ hội"


@pytest.mark.parametrize("name", ["", "_change", "_delete", "_act"])
@pytest.mark.parametrize("shared", [True, False])
def test_a_neighbour_finds_nothing(editor: Any, name: str, shared: bool) -> None:
    photo = factories.draft(title_vi="Bí mật của tỉnh bạn")
    box = box_of(editor, photo, is_shared=shared)
    neighbour = signed_in(factories.user("neighbour", Role.EDITOR, Role.PRESS_OFFICER, of=factories.province("01")))
    address = reverse(f"media_library_lightbox{name}", args=[box.pk])
    assert neighbour.get(address).status_code in (404, 405)
    assert neighbour.post(address, {"title": "Khác", "action": "kit"}).status_code == 404
    added = neighbour.get(f"{reverse('media_library_lightbox_add')}?ids={photo.pk}")
    assert "Bí mật" not in added.content.decode() and added.status_code in (200, 302)
    index = neighbour.get(reverse("media_library_lightboxes"))
    assert "Lễ hội" not in index.content.decode() and str(photo.uuid) not in index.content.decode()
    box.refresh_from_db()
    assert box.title == "Lễ hội" and box.items.count() == 1


def test_a_private_one_is_nobody_elses(editor: Any) -> None:
    box = box_of(editor, factories.draft())
    colleague = signed_in(factories.user("colleague", Role.APPROVER))
    assert colleague.get(reverse("media_library_lightbox", args=[box.pk])).status_code == 404
    photo = box.items.get().asset.photo
    usage = colleague.get(reverse("photos:usage", args=[photo.pk])).content.decode()
    edit = colleague.get(reverse("photos:edit", args=[photo.pk])).content.decode()
    assert "Lễ hội" not in usage and "Lễ hội" not in edit
    assert "Lễ hội" in signed_in(editor).get(reverse("photos:edit", args=[photo.pk])).content.decode()


def test_a_picture_that_went_to_another_province_isnt_shown(editor: Any) -> None:
    photo = factories.draft(title_vi="Đã chuyển đi")
    box = box_of(editor, photo, factories.draft())
    Photo.objects.filter(pk=photo.pk).update(province=factories.province("01"))
    page = signed_in(editor).get(reverse("media_library_lightbox", args=[box.pk]))
    assert len(page.context["items"]) == 1 and "Đã chuyển đi" not in page.content.decode()
    index = signed_in(editor).get(reverse("media_library_lightboxes"))
    assert str(photo.uuid) not in index.content.decode()


def test_what_may_be_made_from_one(editor: Any) -> None:
    from press.models import Kit

    officer = factories.user("officer", Role.PRESS_OFFICER)
    approved, waiting, gone = factories.approved(), factories.draft(), factories.withdrawn()
    box = box_of(editor, waiting, approved, gone, is_shared=True, title="Lễ hội đua ghe", note="Cho báo chí Lào")
    address = reverse("media_library_lightbox_act", args=[box.pk])
    assert signed_in(editor).post(address, {"action": "kit"}).status_code in (302, 403)
    assert not Kit.objects.exists()
    client = signed_in(officer)
    body = client.get(reverse("media_library_lightbox", args=[box.pk])).content.decode()
    assert 'value="kit"' in body
    made = client.post(address, {"action": "kit"})
    kit = Kit.objects.get()
    assert made.url == reverse("kits:edit", args=[kit.pk])
    assert (kit.state, kit.title_vi, kit.summary_vi, kit.slug) == ("draft", box.title, box.note, "le-hoi-dua-ghe")
    assert [item.asset_id for item in kit.items.all()] == [waiting.pk, approved.pk]
    assert client.get(made.url).status_code == 200
    client.post(address, {"action": "kit"})
    assert set(Kit.objects.values_list("slug", flat=True)) == {"le-hoi-dua-ghe", "le-hoi-dua-ghe-2"}
    assert client.post(address, {"action": "nonsense"}).status_code in (302, 403)
    assert client.get(address).status_code == 405


def test_pages_of_many_cost_as_much_as_of_few(editor: Any) -> None:
    client = signed_in(editor)
    box = box_of(editor, *(factories.draft() for _ in range(2)))

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = [
        reverse("media_library_lightbox", args=[box.pk]),
        reverse("media_library_lightboxes"),
        f"{reverse('media_library_lightbox_add')}?view=drafts",
    ]
    for address in addresses:
        queries(address)
    few = [queries(address) for address in addresses]
    services.add(box, [factories.draft().pk for _ in range(10)], actor=editor)
    for _ in range(6):
        box_of(editor, factories.draft())
    assert [queries(address) for address in addresses] == few


@pytest.mark.parametrize("query", ["ids=x", "ids=1;2", "view=nonsense", "ids=-1", "province=x"])
def test_what_is_no_selection(editor: Any, query: str) -> None:
    assert signed_in(editor).get(f"{reverse('media_library_lightbox_add')}?{query}").status_code == 404


def test_nothing_chosen_and_much_chosen(editor: Any) -> None:
    client = signed_in(editor)
    assert client.get(f"{reverse('media_library_lightbox_add')}?ids=").status_code == 302
    many = ",".join(str(number) for number in range(10**6, 10**6 + 3000))
    assert client.get(f"{reverse('media_library_lightbox_add')}?ids={many}").status_code == 302


def test_a_province_of_ones_own_only(editor: Any) -> None:
    client = signed_in(editor)
    form = {"title": "X", "province": factories.province("01").pk}
    assert client.post(reverse("media_library_lightbox_new"), form).status_code == 200
    assert not Lightbox.objects.exists()
    assert (
        client.post(reverse("media_library_lightbox_new"), form | {"province": factories.province().pk}).status_code
        == 302
    )
    assert Lightbox.objects.get().owner == editor
    made = Lightbox.objects.get()
    client.post(reverse("media_library_lightbox_delete", args=[made.pk]))
    assert not Lightbox.objects.exists()
