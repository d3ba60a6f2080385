"""A reason reaches every reader in their language, else in its nearest, which is marked."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from locales.registry import LANGUAGES
from media_library.models import Change, Photo
from media_library.reasons import READY, is_message, ready_texts, reason_in
from media_library.replacement import REPLACED
from media_library.services import set_embargo, withdraw
from press.admin.reason_form import RecallForm
from press.models import Notice
from press.services.corrections import tell_of_correction
from tests.media_library.factories import approved
from tests.press.factories import bearer, in_hours, kit, member, officer, organisation, signed_in

pytestmark = pytest.mark.django_db

TEXTS = {"vi": "Sai chú thích", "en": "Wrong caption", "fr": "Légende erronée"}


def taken_back(photo: Photo, texts: dict[str, str] | None = None) -> None:
    texts = TEXTS if texts is None else texts
    withdraw(photo, reason=texts["vi"], reason_texts=texts, actor=None)


@pytest.mark.parametrize(
    ("lang", "text", "tag"),
    [("vi", "Sai chú thích", "vi"), ("fr", "Légende erronée", "fr"), ("lo", "Wrong caption", "en"),
     ("ja", "Wrong caption", "en")],
)  # fmt: skip
def test_own_language_then_its_fallback(lang: str, text: str, tag: str) -> None:
    told = reason_in("Sai chú thích", TEXTS, lang)
    assert (told.text, told.lang) == (text, tag)


def test_a_reason_of_old_is_vietnamese_and_says_so() -> None:
    told = reason_in("Ảnh chụp nhầm nơi", {}, "fr")
    assert (told.text, told.lang) == ("Ảnh chụp nhầm nơi", "vi")
    assert not reason_in("", {}, "fr")


def test_what_the_system_says_itself_is_there_in_every_language() -> None:
    assert is_message(REPLACED)
    assert reason_in(REPLACED, {}, "en").lang == "en"
    assert reason_in(REPLACED, {}, "vi").lang == "vi"
    assert reason_in(REPLACED, {}, "vi").text != REPLACED


@pytest.mark.parametrize("code", READY)
def test_ready_reasons_are_whole_in_english(code: str) -> None:
    texts = ready_texts(code)
    assert texts["en"] == READY[code]
    assert set(texts) <= set(LANGUAGES)


def test_the_mail_speaks_the_holders_language_and_marks_another(django_capture_on_commit_callbacks: Any) -> None:
    photo, paris, vientiane = approved(), organisation(language="fr"), organisation(language="lo")
    for partner in (paris, vientiane):
        Client().get(f"/media/{photo.uuid}/original", headers=bearer(partner))
    with django_capture_on_commit_callbacks(execute=True):
        taken_back(photo)
    bodies = {message.to[0]: str(message.body) for message in outbox.outbox}
    assert "Légende erronée" in bodies[paris.contact_email]
    assert "[en]: Wrong caption" in bodies[vientiane.contact_email]
    assert "[fr]" not in bodies[paris.contact_email]


def test_pages_api_feeds_and_kit_say_it_in_the_readers_language() -> None:
    photo, person = approved(), member()
    made = kit([photo])
    headers = bearer(person.organisation)
    Client().get(f"/media/{photo.uuid}/original", headers=headers)
    taken_back(photo)
    client = Client()
    assert "Légende erronée" in client.get(f"/fr/images/{photo.uuid}/").content.decode()
    lao = client.get(f"/lo/images/{photo.uuid}/").content.decode()
    assert '<p class="reason" lang="en">Wrong caption</p>' in lao
    for lang, text, tag in (("fr", "Légende erronée", "fr"), ("ja", "Wrong caption", "en")):
        gone = client.get(f"/api/v1/assets/{photo.uuid}?lang={lang}")
        assert gone.status_code == 410
        assert (gone.json()["reason"], gone.json()["reason_lang"], gone.json()["detail"]) == (text, tag, text)
        changes = client.get(f"/api/v1/changes?since=0&lang={lang}").json()["items"]
        assert (changes[-1]["reason"], changes[-1]["reason_lang"]) == (text, tag)
        for feed in ("atom.xml", "rss.xml", "feed.json", "ninjs.json"):
            assert text in client.get(f"/press/feeds/{feed}?lang={lang}").content.decode(), feed
    assert 'xml:lang="en"' in client.get("/press/feeds/atom.xml?lang=ja").content.decode()
    assert "Légende erronée" in client.get(f"/fr/press/kits/{made.slug}/").content.decode()
    portal = signed_in(person)
    assert "Légende erronée" in portal.get("/fr/press/notices/").content.decode()
    assert 'lang="en">Wrong caption' in portal.get("/lo/press/notices/").content.decode()


def test_an_unknown_language_of_the_change_log_is_refused() -> None:
    assert Client().get("/api/v1/changes?since=0&lang=tlh").status_code == 422


def test_what_was_typed_is_text_and_never_markup() -> None:
    photo = approved()
    taken_back(photo, {"vi": "<script>alert(1)</script>", "en": "<b>no</b>"})
    page = Client().get(f"/en/images/{photo.uuid}/").content.decode()
    assert "<b>no</b>" not in page
    assert "&lt;b&gt;no&lt;/b&gt;" in page


def test_embargo_and_correction_carry_them_too() -> None:
    photo, partner = approved(), organisation()
    Client().get(f"/media/{photo.uuid}/original", headers=bearer(partner))
    photo.caption_vi = "Đã sửa"
    photo.save_revision().publish()
    photo = Photo.objects.get(pk=photo.pk)
    tell_of_correction(photo, reason=TEXTS["vi"], reason_texts=TEXTS, actor=None)
    set_embargo(photo, in_hours(2), actor=None, reason=TEXTS["vi"], reason_texts=TEXTS)
    assert [notice.reason_texts for notice in Notice.objects.all()] == [TEXTS, TEXTS]
    assert Change.objects.latest("pk").reason_texts == TEXTS


# --- the form -------------------------------------------------------------------------------------------
def test_vietnamese_and_english_are_asked_for() -> None:
    form = RecallForm({"hours": "72", "reason_fr": "Seulement en français"})
    assert not form.is_valid()
    assert {"reason_vi", "reason_en"} <= set(form.errors)


def test_own_words_take_the_place_of_a_ready_reason_in_their_language() -> None:
    form = RecallForm({"hours": "72", "ready": "caption", "reason_fr": "  Légende fausse  ", "reason_vi": "Sai"})
    assert form.is_valid(), form.errors
    texts = form.cleaned_data["reason_texts"]
    assert (texts["fr"], texts["vi"], texts["en"]) == ("Légende fausse", "Sai", READY["caption"])
    assert form.told["reason"] == "Sai"


@pytest.mark.parametrize(
    "wrong",
    [{"ready": "nonsense"}, {"reason_vi": "x" * 1001}, {"hours": "0"}, {"hours": "721"}, {"hours": ""}],
)
def test_what_cant_be_is_refused(wrong: dict[str, str]) -> None:
    assert not RecallForm({"hours": "72", "reason_vi": "Sai", "reason_en": "Wrong"} | wrong).is_valid()


def test_the_officer_withdraws_with_reasons_and_a_deadline(client: Client) -> None:
    photo, partner = approved(), organisation()
    Client().get(f"/media/{photo.uuid}/original", headers=bearer(partner))
    client.force_login(officer())
    url = reverse("press_withdraw", args=[photo.pk])
    page = client.get(url).content.decode()
    assert 'name="reason_vi"' in page and 'name="reason_lo"' in page and 'name="ready"' in page
    assert client.post(url, {"hours": "10", "reason_vi": "Sai"}).status_code == 200
    assert not Notice.objects.exists()
    answer = client.post(url, {"hours": "10", "reason_vi": "Sai", "reason_en": "Wrong", "reason_lo": "ຜິດ"})
    assert answer.status_code == 302
    notice = Notice.objects.select_related("recall").get()
    assert notice.reason_texts == {"vi": "Sai", "en": "Wrong", "lo": "ຜິດ"}
    assert notice.recall is not None
    assert (notice.recall.due_at - notice.recall.opened_at).total_seconds() == 36_000
