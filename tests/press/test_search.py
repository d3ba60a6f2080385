"""Kits in the site's search: the same decision as in the press room."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cms.site_setup import ensure_site
from locales.search.rebuilding import rebuild
from media_library.rights import PUBLIC_AUDIENCE, Audience
from press.models import Kit, KitAudience, KitGrant, Organisation
from press.search import KIT_INDEX, KitSource
from press.services import kits
from press.services.kits import publish_changes
from tests.media_library import factories as assets
from tests.promotion import documents

pytestmark = pytest.mark.django_db


def kit(slug: str = "light", **values: Any) -> Kit:
    texts = {"title_vi": "Lễ hội ánh sáng", "title_en": "Festival of lights", "release_body_en": "Thirty wooden boats."}
    made = Kit.objects.create(slug=slug, province=assets.province("52"), **{**texts, **values})
    kits.publish(made, actor=None)
    return Kit.objects.get(pk=made.pk)


def found(words: str, audience: Audience = PUBLIC_AUDIENCE) -> list[int]:
    among = KitSource().allowed(audience)
    return [pk for pk, _score in KIT_INDEX.ranked(words, 10, among=among, lang="en")]


def test_all_texts_and_former_names_are_found() -> None:
    made = kit()
    for words in ("le hoi", "festivals", "boat", "Bình Định", '"wooden boats"'):
        assert found(words) == [made.pk], words
    assert found("zzz") == []


def test_changes_and_deletion_are_followed() -> None:
    made = kit()
    made.title_en = "Parade of lanterns"
    made.save()
    assert found("lantern") == [], "a draft of a published kit is in no index"
    publish_changes(made, actor=None)
    assert found("lantern") == [made.pk]
    assert found("festival") == []
    KIT_INDEX.clear()
    assert found("lantern") == []
    assert rebuild("kit_search") == 1
    assert found("lantern") == [made.pk]
    made.delete()
    assert KIT_INDEX.ranked("lantern", 10) == []


def test_only_those_who_may_know_of_it_find_it() -> None:
    later = timezone.now() + timedelta(days=1)
    organisation = Organisation.objects.create(name="Courier", country="LA", contact_email="desk@courier.example")
    early = kit("early", embargo_until=later)
    few = kit("few", audience=KitAudience.ORGANISATIONS)
    KitGrant.objects.create(kit=early, organisation=organisation, may_see_under_embargo=True)
    KitGrant.objects.create(kit=few, organisation=organisation)
    draft = Kit.objects.create(slug="draft", province=early.province, title_vi="Lễ hội", title_en="Festival")
    partner = Audience.partner(organisation.pk, "LA", terms_accepted=True)
    staff = Audience.staff(frozenset({early.province_id}))
    assert found("festival") == []
    assert set(found("festival", partner)) == {early.pk, few.pk}
    assert set(found("festival", staff)) == {early.pk, few.pk, draft.pk}
    Kit.objects.filter(pk=few.pk).update(audience=KitAudience.PUBLIC)
    assert found("festival") == [few.pk]


def test_page_of_results_shows_kits(client: Any) -> None:
    ensure_site(("vi", "en"))
    kit()
    document = documents.parse(client.get("/en/search/", {"q": "festivals"}))
    assert documents.problems(document) == []
    assert document.xpath("//section[@aria-labelledby='kits']//h3/a/@href") == ["/en/press/kits/light/"]
    assert document.xpath("//section[@aria-labelledby='kits']//h3//mark/text()") == ["Festival"]
    closed = Kit.objects.get(slug="light")
    kits.close(closed, actor=None)
    assert "press/kits/light" not in client.get("/en/search/", {"q": "festivals"}).content.decode()
