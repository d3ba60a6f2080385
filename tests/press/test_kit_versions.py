"""Drafts and versions: what editors change reaches nobody before it is published, by no way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from locales.text_status import selectors as texts
from locales.text_status import services as text_services
from media_library.expiry import clock
from media_library.models import Change
from media_library.rights import PUBLIC_AUDIENCE, Audience
from media_library.rights.ask import decision_on
from press.kit_content import KitChanges, KitContent, changes_between, quotes_in
from press.kit_drafts import draft_content, token_of, unpublished
from press.models import Kit, KitContact, KitItem, KitVersion
from press.selectors.versions import new_since_taken, versions_of
from press.services import kits as service
from promotion.page_cache.clock import next_moment as page_cache_until
from tests.media_library.factories import approved, in_state
from tests.press.factories import bearer, in_hours, kit, officer, organisation, signed_in

pytestmark = pytest.mark.django_db

WORD = "lodraftzq"
SECRET = "xkdraftvj"
"""Stands beside the word, which pages of results repeat."""


def everything(made: Kit, client: Client, headers: dict[str, str]) -> bytes:
    """All that this asker gets of a kit, from every exit."""
    found = b""
    for address in (
        f"/en/press/kits/{made.slug}/",
        f"/en/press/kits/{made.slug}/download/?captions=txt&captions=docx&captions=json",
        f"/api/v1/kits/{made.uuid}?lang=en",
        f"/api/v1/kits/{made.uuid}/download?captions=json",
        "/api/v1/kits?lang=en",
        "/en/press/",
        f"/en/search/?q={WORD}",
        "/sitemap-press.xml",
        "/press/feeds/atom.xml?lang=en",
        "/api/v1/changes?since=0",
    ):
        response = client.get(address, headers=headers)
        found += b"".join(response.streaming_content) if response.streaming else response.content
    return found


def drafted() -> tuple[Kit, Any]:
    """A published kit whose draft has another word in every text, a contact and a picture more."""
    made, added = kit([approved()]), approved()
    for name in ("title", "summary", "release_title", "release_body", "facts"):
        for code in ("vi", "en", "ja"):
            setattr(made, f"{name}_{code}", f"{WORD} {SECRET} {name}")
    made.quotes_en = f"{SECRET}\n— {SECRET}, {SECRET}"
    made.contact = SECRET
    made.cover_id = added.pk
    made.save()
    KitContact.objects.create(kit=made, name=SECRET)
    KitItem.objects.create(kit=made, asset_id=added.pk, sort_order=9)
    return made, added


def test_a_draft_leaks_nowhere_before_it_is_published() -> None:
    made, added = drafted()
    for headers in ({}, bearer(organisation())):
        assert SECRET.encode() not in everything(made, Client(), headers)
        kit_json = Client().get(f"/api/v1/kits/{made.uuid}", headers=headers).json()
        assert str(added.uuid) not in str(kit_json)
    service.publish_changes(made, actor=None)
    kit_json = Client().get(f"/api/v1/kits/{made.uuid}?lang=en").json()
    assert kit_json["title"] == f"{WORD} {SECRET} title"
    assert kit_json["quotes"] == [{"text": SECRET, "speaker": SECRET, "role": SECRET}]
    assert [one["name"] for one in kit_json["contacts"]] == [SECRET]
    assert str(added.uuid) in str(kit_json["assets"])
    assert (kit_json["version"], len(kit_json["versions"])) == (2, 2)
    assert kit_json["versions"][0]["changes"]["added"] == [str(added.uuid)]


def test_a_draft_picture_is_opened_to_nobody_early() -> None:
    """The grant of a kit reaches what is published in it, not what an editor has put into its draft."""
    partner, secret = organisation(), in_state("embargoed")
    made = kit([approved()], embargo_until=in_hours(90), grants=[(partner, True)])
    KitItem.objects.create(kit=made, asset_id=secret.pk)
    audience = Audience.partner(partner.pk, partner.country, terms_accepted=True)
    from media_library.rights import Purpose

    assert not decision_on(secret, audience, Purpose.PREVIEW, timezone.now()).allowed
    service.publish_changes(made, actor=None)
    secret.refresh_from_db()
    assert decision_on(secret, audience, Purpose.PREVIEW, timezone.now()).allowed


def test_what_nobody_may_see_isnt_even_counted() -> None:
    hidden, shown = in_state("internal"), approved()
    made = kit([approved()])
    for photo in (hidden, shown):
        KitItem.objects.create(kit=made, asset_id=photo.pk, sort_order=3)
    service.publish_changes(made, actor=None)
    made = Kit.objects.get(pk=made.pk)
    newest = versions_of(made, PUBLIC_AUDIENCE, "en", timezone.now())[0]
    assert newest.changes.added == (shown.pk,)
    assert newest.lines == ["1 file is new"]


def test_a_version_says_what_changed() -> None:
    made = kit([approved()])
    made.title_en, made.facts_ja = "Another title", "一"
    made.save()
    service.publish_changes(made, actor=officer(), notes={"en": " More facts. ", "vi": "", "xx": "no"})
    version = KitVersion.objects.get(kit=made, number=2)
    assert version.notes == {"en": "More facts."}
    assert KitChanges.from_json(version.changes).texts == {"en": ("title",), "ja": ("facts",)}
    page = Client().get(f"/en/press/kits/{made.slug}/").content.decode()
    for words in ("More facts.", "Version 2", "English (title)"):
        assert words in page, words
    with pytest.raises(ValidationError, match="nothing new"):
        service.publish_changes(made, actor=None)


def test_who_looked_at_another_draft_is_told() -> None:
    made = kit()
    made.title_en = "Mine"
    made.save()
    seen = token_of(draft_content(made))
    Kit.objects.filter(pk=made.pk).update(summary_en="Theirs")
    with pytest.raises(ValidationError, match="Somebody has changed"):
        service.publish_changes(made, actor=None, seen=seen)
    service.publish_changes(made, actor=None, seen=token_of(draft_content(Kit.objects.get(pk=made.pk))))


def test_a_form_that_was_opened_before_takes_no_publication_back() -> None:
    made = kit(embargo_until=in_hours(5))
    opened = Kit.objects.get(pk=made.pk)
    until = in_hours(9)
    service.move_embargo(made, until, actor=None)
    opened.title_en = "Typed meanwhile"
    opened.save()
    kept = Kit.objects.get(pk=made.pk)
    assert (kept.title_en, kept.embargo_until, kept.version.number) == ("Typed meanwhile", until, 2)


def test_approving_one_language_publishes_that_and_nothing_else() -> None:
    made, person = kit(), officer()
    made.title_en = WORD
    made.save()
    item = texts.item_of(made)
    assert item is not None
    token = texts.read(item, "fr").token
    work = text_services.save_draft(item, "fr", {"title": "Fête"}, user=person, token=token)
    assert "fr" not in Kit.objects.get(pk=made.pk).version.content["texts"]["title"]
    text_services.approve(item, "fr", user=person, token=work.token)
    content = Kit.objects.get(pk=made.pk).version.content["texts"]["title"]
    assert content["fr"] == "Fête" and WORD not in content.values()
    assert texts.read(item, "en").state == "draft"
    service.publish_changes(made, actor=person)
    assert texts.read(item, "en").state == "approved"


def test_a_translation_keeps_every_quote_and_its_speaker() -> None:
    made, person = kit(quotes_vi="Một.\n— A, giám đốc\n\nHai.\n— B"), officer()
    item = texts.item_of(made)
    assert item is not None
    token = texts.read(item, "fr").token
    work = text_services.save_draft(item, "fr", {"quotes": "Un.\n— A"}, user=person, token=token)
    with pytest.raises(ValidationError, match="as many quotes"):
        text_services.approve(item, "fr", user=person, token=work.token)


def test_quotes_are_read_in_every_script() -> None:
    read = quotes_in(
        "Ba đêm.\r\n— Hằng, trưởng ban, Hạ Long\r\n\r\n三夜。\n— ハン、委員長\n\nثلاث ليال\n— هانغ، رئيسة\n\nbare"
    )
    assert [(one.text, one.speaker, one.role) for one in read] == [
        ("Ba đêm.", "Hằng", "trưởng ban, Hạ Long"),
        ("三夜。", "ハン", "委員長"),
        ("ثلاث ليال", "هانغ", "رئيسة"),
        ("bare", "", ""),
    ]
    assert quotes_in("") == quotes_in(" \n \n") == []


def test_what_is_new_since_a_partner_took_it() -> None:
    partner = organisation()
    made, photo = kit([approved()]), approved()
    client = signed_in(partner)
    audience = Audience.partner(partner.pk, partner.country, terms_accepted=True)
    assert new_since_taken(Kit.objects.get(pk=made.pk), audience, "en", timezone.now()) is None
    b"".join(client.get(f"/en/press/kits/{made.slug}/download/").streaming_content)
    KitItem.objects.create(kit=made, asset_id=photo.pk, sort_order=4)
    service.publish_changes(made, actor=None)
    page = client.get(f"/en/press/kits/{made.slug}/").content.decode()
    assert "You took version 1" in page and "1 file is new" in page
    assert "You took version" not in signed_in(organisation()).get(f"/en/press/kits/{made.slug}/").content.decode()
    b"".join(client.get(f"/en/press/kits/{made.slug}/download/").streaming_content)
    assert "You took version" not in client.get(f"/en/press/kits/{made.slug}/").content.decode()


def test_working_on_a_draft_changes_no_byte_of_the_archive() -> None:
    made = kit([approved()])
    address = f"/en/press/kits/{made.slug}/download/"
    before = Client().get(address)["ETag"]
    made.title_en = WORD
    made.save()
    assert Client().get(address)["ETag"] == before
    service.publish_changes(made, actor=None)
    assert Client().get(address)["ETag"] != before


def test_a_content_comes_back_from_json_as_it_was() -> None:
    content = draft_content(drafted()[0])
    assert KitContent.from_json(content.as_json()) == content
    assert not changes_between(content, content)


def test_how_lines_end_is_no_change() -> None:
    """A form sends CR LF; what a program wrote with LF isn't new to readers because somebody saved the page."""
    before = KitContent(texts={"facts": {"vi": "Một\nHai\n"}}, contact="Linh\n+84")
    assert not changes_between(before, KitContent(texts={"facts": {"vi": "Một\r\nHai"}}, contact="Linh\r\n+84"))
    assert changes_between(before, KitContent(texts={"facts": {"vi": "Một\n\nHai"}}, contact="Linh\n+84")).texts


def test_the_end_counts_to_the_second_everywhere() -> None:
    until = timezone.now() + timedelta(hours=1)
    made, outsider = kit([approved()], expires_at=until), kit(audience="press", expires_at=until)
    addresses = (
        f"/en/press/kits/{made.slug}/",
        f"/en/press/kits/{made.slug}/download/",
        f"/api/v1/kits/{made.uuid}",
        f"/api/v1/kits/{made.uuid}/download",
    )
    assert page_cache_until(until - timedelta(seconds=1)) == until, "no cached page outlives the kit"
    for moment, status in ((until - timedelta(seconds=1), 200), (until, 410)):
        # The clock of the cache isn't the one that is turned here.
        cache.clear()
        with mock.patch.object(timezone, "now", return_value=moment):
            assert [Client().get(address).status_code for address in addresses] == [status] * 4
            listed = Client().get("/api/v1/kits").json()["items"]
            assert bool(listed) is (status == 200)
            assert (made.title_en in Client().get("/en/press/").content.decode()) is (status == 200)
            in_sitemap = made.slug in Client().get("/sitemap-press.xml").content.decode()
            assert in_sitemap is (status == 200)
            # Those who could never see it don't learn that there was something.
            assert Client().get(f"/en/press/kits/{outsider.slug}/").status_code == 404
            assert Client().get(f"/api/v1/kits/{outsider.uuid}").status_code == 404
    with mock.patch.object(timezone, "now", return_value=until):
        assert signed_in(organisation()).get(f"/en/press/kits/{outsider.slug}/").status_code == 410
        assert "This kit has ended" in Client().get(addresses[0]).content.decode()


def test_the_end_is_logged_once_and_a_later_end_opens_it_again() -> None:
    until = timezone.now() + timedelta(hours=1)
    made = kit(expires_at=until)
    from press.selectors.kits import next_moment

    assert next_moment(timezone.now()) == until
    assert clock.look(until - timedelta(seconds=1)) == 0
    clock.look(until)
    clock.look(until + timedelta(hours=1))
    mine = Change.objects.filter(subject="kit", subject_uuid=made.uuid)
    assert [change.event for change in mine] == ["approved", "expired"]
    Kit.objects.filter(pk=made.pk).update(expires_at=until + timedelta(days=1))
    service.settle_edit(made, actor=None)
    clock.look(until + timedelta(days=1))
    assert [change.event for change in mine.all()] == ["approved", "expired", "updated", "expired"]


def test_a_kit_cant_end_under_its_embargo() -> None:
    made = kit(embargo_until=in_hours(2), expires_at=in_hours(5))
    with pytest.raises(ValidationError, match="ends after its embargo"):
        service.move_embargo(made, in_hours(6), actor=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Kit.objects.filter(pk=made.pk).update(expires_at=in_hours(1))
    over = kit(publish=False, expires_at=in_hours(-1))
    with pytest.raises(ValidationError, match="has passed"):
        service.publish(over, actor=None)


def test_moving_the_embargo_publishes_no_draft() -> None:
    partner = organisation()
    made = kit([approved()], embargo_until=in_hours(2), grants=[(partner, True)])
    made.title_en = WORD
    made.save()
    service.move_embargo(made, in_hours(3), actor=None)
    told = Client().get(f"/api/v1/kits/{made.uuid}?lang=en", headers=bearer(partner)).json()
    assert told["version"] == 2 and WORD not in str(told)
    assert told["versions"][0]["changes"]["embargo"] is True
    assert unpublished(Kit.objects.get(pk=made.pk)).texts == {"en": ("title",)}


@pytest.mark.parametrize("number", [1, 4])
def test_queries_dont_grow_with_versions(number: int, django_assert_max_num_queries: Any) -> None:
    made = kit([approved()])
    for index in range(number):
        Kit.objects.filter(pk=made.pk).update(title_en=f"Title {index}")
        service.publish_changes(made, actor=None)
    Client().get(f"/en/press/kits/{made.slug}/")
    with django_assert_max_num_queries(26):
        assert Client().get(f"/en/press/kits/{made.slug}/").status_code == 200
