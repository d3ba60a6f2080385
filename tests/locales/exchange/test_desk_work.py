"""Working at the desk: what is typed is kept, refused in words or shown beside another's, and decided on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from locales.exchange.units import digest
from locales.memory.models import MemorySegment
from locales.memory.services import _add
from locales.models import TextComment, TextItem, TextState, TextStatus
from locales.text_status import kinds, selectors, services
from locales.text_status.scope import NOWHERE
from provinces.teams import Role
from tests.media_library import factories
from tests.press import factories as press
from tests.promotion import factories as pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def translator(client: Client) -> Any:
    account = factories.user("dich", Role.TRANSLATOR)
    client.force_login(account)
    return account


@pytest.fixture
def photo(translator: Any) -> Any:
    return factories.approved(title_vi="Bình minh", title_en="")


@pytest.fixture
def profile(translator: Any) -> Any:
    home = pages.site("en", "lo")["vi"]
    text = '<p data-block-key="aaaaa">Đến <b>Huế</b> nhé</p><p data-block-key="bbbbb">Biển xanh</p>'
    return pages.profile(home, introduction=text)


def item(obj: Any) -> TextItem:
    found = selectors.item_of(obj)
    assert found is not None
    return found


def address(obj: Any, code: str = "en", name: str = "locales_text") -> str:
    return reverse(name, args=[item(obj).pk, code])


class Screen:
    """The desk as a browser has it open: its boxes, and what its script would send."""

    def __init__(self, client: Client, obj: Any, code: str = "en") -> None:
        self.client, self.obj, self.code = client, obj, code
        answer = client.get(address(obj, code))
        assert answer.status_code == 200, answer.status_code
        self.html = answer.content.decode()
        self.context = answer.context
        self.rows = {row.unit.key: row for row in answer.context["rows"]}
        self.token = answer.context["work"].token
        self.seen = {key: f"{row.was}.{row.source_seen}" for key, row in self.rows.items()}

    def key(self, words: str) -> str:
        return next(key for key, row in self.rows.items() if words in row.unit.source)

    def form(self, texts: dict[str, str], **more: str) -> dict[str, str]:
        data = {"token": self.token, **more}
        for number, (key, text) in enumerate(texts.items()):
            seen = self.seen.get(key, ".")
            source = self.rows[key].unit.source if key in self.rows else ""
            data |= {f"key-{number}": key, f"text-{number}": text, f"seen-{number}": seen, f"source-{number}": source}
        return data

    def type(self, texts: dict[str, str], **more: str) -> dict[str, Any]:
        answer = self.client.post(address(self.obj, self.code, "locales_text_save"), self.form(texts, **more))
        assert answer.status_code == 200, answer.content[:300]
        told: dict[str, Any] = answer.json()
        self.token = told["token"]
        for unit in told["units"]:
            if "was" in unit and unit["outcome"] != "conflict":
                self.seen[unit["key"]] = f"{unit['was']}.{unit['source']}"
        return told

    def press(self, act: str, texts: dict[str, str] | None = None, **more: str) -> Any:
        return self.client.post(address(self.obj, self.code), self.form(texts or {}, act=act, **more))


def outcomes(told: dict[str, Any]) -> dict[str, str]:
    return {unit["key"]: unit["outcome"] for unit in told["units"]}


def texts(obj: Any, code: str = "en") -> dict[str, str]:
    return selectors.read(item(obj), code).texts


# --- saving -------------------------------------------------------------------------------------------
def test_what_is_typed_is_saved_as_a_draft(client: Client, photo: Any) -> None:
    screen = Screen(client, photo)
    told = screen.type({"title": "Dawn"})
    assert outcomes(told) == {"title": "saved"} and told["state"]["value"] == "draft"
    assert screen.type({"title": "Dawn over the bay"})["token"] == selectors.read(item(photo), "en").token
    assert texts(photo)["title"] == "Dawn over the bay"
    assert photo.revisions.filter(user__username="dich").count() == 1
    assert type(photo).objects.get(pk=photo.pk).title_en == ""


def test_without_a_script_the_form_saves(client: Client, photo: Any) -> None:
    answer = Screen(client, photo).press("save", {"title": "Dawn", "caption": "Boats\r\nleave."})
    assert answer.status_code == 302
    assert texts(photo)["title"] == "Dawn" and texts(photo)["caption"] == "Boats\nleave."
    again = Screen(client, photo)
    assert again.press("save", {"caption": "Boats\r\nleave."}).status_code == 302
    assert 'aria-describedby="unit-0-about"' in again.html and 'lang="en" dir="ltr"' in again.html


def test_a_page_keeps_its_structure(client: Client, profile: Any) -> None:
    screen = Screen(client, profile, "lo")
    first, second = screen.key("Huế"), screen.key("Biển xanh")
    told = screen.type({first: "ໄປ <b1>Hue</b1>", second: "ທະເລ"})
    assert outcomes(told) == {first: "saved", second: "saved"}, told
    page = profile.get_translations().get(locale__language_code="lo").specific
    draft = page.get_latest_revision_as_object()
    assert draft.introduction == '<p data-block-key="aaaaa">ໄປ <b>Hue</b></p><p data-block-key="bbbbb">ທະເລ</p>'
    assert not page.live
    again = Screen(client, profile, "lo")
    assert again.rows[first].unit.target == "ໄປ <b1>Hue</b1>"
    contact = next(key for key in again.rows if key.startswith("contacts/"))
    assert outcomes(again.type({contact: "ຫ້ອງການ"})) == {contact: "saved"}


def test_a_new_block_of_the_source_is_taken_over(client: Client, profile: Any) -> None:
    pages.translated(profile, "en")
    draft = profile.get_latest_revision_as_object()
    draft.introduction += '<p data-block-key="ccccc">Đoạn mới</p>'
    draft.save_revision().publish()
    screen = Screen(client, profile)
    new = screen.key("Đoạn mới")
    assert screen.rows[new].source_changes
    assert outcomes(screen.type({new: "A new paragraph"})) == {new: "saved"}
    english = profile.get_translations().get(locale__language_code="en").specific
    assert "A new paragraph" in english.get_latest_revision_as_object().introduction


def test_broken_markup_is_refused_in_words_and_the_rest_is_saved(client: Client, profile: Any) -> None:
    screen = Screen(client, profile)
    first, second = screen.key("Huế"), screen.key("Biển xanh")
    for broken in ("To <b1>Hue", "To Hue", "<script>x</script> <b1>Hue</b1>", "<b2>Hue</b2>"):
        told = screen.type({first: broken, second: f"Blue sea {len(broken)}"})
        assert outcomes(told) == {first: "refused", second: "saved"}
        assert told["units"][0]["reason"]
    page = screen.press("save", {first: "To <b1>Hue"})
    assert page.status_code == 200
    html = page.content.decode()
    assert "To &lt;b1&gt;Hue" in html and 'aria-invalid="true"' in html


def test_a_title_can_not_be_emptied_and_says_so(client: Client, profile: Any) -> None:
    english = pages.translated(profile, "en", title="Quang Ninh", tagline="Forest")
    screen = Screen(client, profile)
    told = screen.type({"title": "", "tagline": "Forest and sea"})
    assert outcomes(told) == {"title": "refused", "tagline": "saved"} and told["units"][0]["reason"]
    draft = type(english).objects.get(pk=english.pk).get_latest_revision_as_object()
    assert (draft.title, draft.tagline) == ("Quang Ninh", "Forest and sea")


# --- two people, and a source that moves ----------------------------------------------------------------
def test_two_translators_see_both_texts(client: Client, photo: Any) -> None:
    other = Client()
    other.force_login(factories.user("mai", Role.TRANSLATOR, first_name="Mai", last_name="Lê"))
    mine, theirs = Screen(client, photo), Screen(other, photo)
    theirs.type({"title": "Sunrise"})
    told = mine.type({"title": "Dawn", "caption": "Boats go out."})
    assert outcomes(told) == {"title": "conflict", "caption": "saved"}
    conflict = told["units"][0]
    assert conflict["theirs"] == "Sunrise" and "Mai" in conflict["reason"]
    assert told["others"] is True
    assert texts(photo)["title"] == "Sunrise" and texts(photo)["caption"] == "Boats go out."
    page = mine.press("save", {"title": "Dawn"}).content.decode()
    assert "Sunrise" in page and ">Dawn</textarea>" in page
    mine.seen["title"] = f"{conflict['was']}.{conflict['source']}"
    assert outcomes(mine.type({"title": "Dawn"})) == {"title": "saved"}


def test_somebody_saving_at_the_very_same_moment_is_met_again(
    client: Client, photo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, times = Screen(client, photo), []
    whole = services.save_draft
    somebody = factories.user("mai", Role.TRANSLATOR)

    def late(found: Any, code: str, wanted: Any, **how: Any) -> Any:
        if not times:
            times.append(1)
            whole(found, code, {"caption": "Other"}, user=somebody, token=how["token"])
        return whole(found, code, wanted, **how)

    monkeypatch.setattr(services, "save_draft", late)
    assert outcomes(screen.type({"title": "Dawn"})) == {"title": "saved"}
    assert texts(photo)["title"] == "Dawn" and texts(photo)["caption"] == "Other"


def test_a_source_that_changed_meanwhile_is_told_with_the_difference(client: Client, photo: Any) -> None:
    screen = Screen(client, photo)
    draft = photo.get_latest_revision_as_object()
    draft.title_vi = "Hoàng hôn"
    draft.save_revision().publish()
    told = screen.type({"title": "Dawn"})
    assert outcomes(told) == {"title": "saved"}
    unit = told["units"][0]
    assert ["gone", "Bình"] in unit["source_changes"] and unit["source_text"] == "Hoàng hôn"


def test_an_act_on_what_the_screen_has_not_shown_is_refused(client: Client, photo: Any) -> None:
    screen = Screen(client, photo)
    other = factories.user("mai", Role.TRANSLATOR)
    found = item(photo)
    services.save_draft(found, "en", {"caption": "Other"}, user=other, token=selectors.read(found, "en").token)
    answer = screen.press("submit", {"title": "Dawn"})
    assert answer.status_code == 200 and texts(photo)["title"] == "Dawn"
    assert selectors.read(found, "en").state == TextState.DRAFT
    assert Screen(client, photo).press("submit").status_code == 302
    assert selectors.read(found, "en").state == TextState.REVIEW


# --- deciding -------------------------------------------------------------------------------------------
def test_from_draft_to_returned_to_approved(
    client: Client, photo: Any, translator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    from wagtail.users.models import UserProfile

    UserProfile.objects.update_or_create(user=translator, defaults={"preferred_language": "en"})
    Screen(client, photo).press("submit", {"title": "Dawn"})
    approver = Client()
    approver.force_login(factories.user("duyet", Role.APPROVER, first_name="Hà"))
    screen = Screen(approver, photo)
    assert screen.context["decides"] and screen.context["work"].state == TextState.REVIEW
    names = [row.field for row in screen.rows.values()]
    with django_capture_on_commit_callbacks(execute=True):
        answer = approver.post(
            address(photo),
            {"token": screen.token, "act": "return", "field": names, "comment-0": "Ngắn hơn", "quote-0": "Bình"},
        )
    assert answer["Location"] == address(photo)
    (letter,) = mail.outbox
    assert letter.to == ["dich@example.org"] and letter.subject.startswith("Returned to you: Bình minh (English)")
    assert "Ngắn hơn" in letter.body and address(photo) in letter.body
    (comment,) = TextComment.objects.all()
    assert comment.field == "title" and "“Bình”" in comment.words
    mine = Screen(client, photo)
    assert "Ngắn hơn" in mine.html
    back = client.post(reverse("locales_resolve", args=[item(photo).pk, comment.pk]))
    assert back["Location"] == address(photo)
    mine.press("comment", comment="Đã sửa")
    assert TextComment.objects.filter(field="", words="Đã sửa").exists()
    Screen(client, photo).press("submit", {"title": "Daybreak"})
    Screen(client, photo).press("approve")
    assert selectors.read(item(photo), "en").state == TextState.REVIEW
    assert Screen(approver, photo).press("approve").status_code == 302
    assert selectors.read(item(photo), "en").state == TextState.APPROVED


def test_a_small_change_is_told_on_the_desk(client: Client, photo: Any) -> None:
    found = item(photo)
    approver = factories.user("duyet", Role.APPROVER)
    token = services.save_draft(
        found, "en", {"title": "Dawn"}, user=approver, token=selectors.read(found, "en").token
    ).token
    services.approve(found, "en", user=approver, token=token)
    draft = type(photo).objects.get(pk=photo.pk).get_latest_revision_as_object()
    draft.title_vi = "Bình minh."
    draft.save_revision().publish()
    screen = Screen(client, photo)
    assert screen.rows["title"].source_changes and not screen.rows["caption"].source_changes
    assert reverse("locales_small_change", args=[found.pk]) not in screen.html
    client.force_login(approver)
    screen = Screen(client, photo)
    assert reverse("locales_small_change", args=[found.pk]) in screen.html
    answer = client.post(
        reverse("locales_small_change", args=[found.pk]), {"seen": screen.context["small"], "from": "en"}
    )
    assert answer["Location"] == address(photo)
    assert selectors.read(found, "en").state == TextState.APPROVED


# --- who may, and hostile requests ----------------------------------------------------------------------
def test_others_items_and_languages_are_not_there(client: Client, photo: Any) -> None:
    theirs = factories.approved(of=factories.province("01"))
    form = {"key-0": "title", "text-0": "x", "seen-0": "."}
    for name in ("locales_text", "locales_text_save"):
        assert client.post(address(theirs, name=name), form).status_code == 404
        assert client.post(address(photo, "xx", name), form).status_code == 404
        assert client.post(address(photo, "vi", name), form | {"act": "save"}).status_code == 404
        assert client.post(reverse(name, args=[999_999, "en"]), form).status_code == 404
    assert client.get(address(photo, name="locales_text_save")).status_code == 405
    assert texts(photo, "vi")["title"] == "Bình minh" and texts(theirs)["title"] != "x"


def test_strangers_save_nothing(photo: Any) -> None:
    stranger = Client()
    assert stranger.post(address(photo, name="locales_text_save"), {}).status_code == 302
    stranger.force_login(factories.user("ai"))
    assert stranger.post(address(photo, name="locales_text_save"), {}).status_code == 302
    unsafe = Client(enforce_csrf_checks=True)
    unsafe.force_login(factories.user("dich"))
    assert unsafe.post(address(photo, name="locales_text_save"), {}).status_code == 403


def test_one_who_only_looks_cannot_write(client: Client, photo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    found = kinds.kind("photo")
    assert found is not None
    scope = found.scope
    looks = replace(found, scope=lambda user, action: scope(user, action) if action == "view" else NOWHERE)
    monkeypatch.setitem(kinds._kinds, "photo", looks)
    screen = Screen(client, photo)
    assert not screen.context["writes"] and not screen.context["decides"]
    assert "data-desk-text" not in screen.html and 'value="approve"' not in screen.html
    assert client.post(address(photo, name="locales_text_save"), screen.form({"title": "x"})).status_code == 403
    screen.press("approve")
    assert texts(photo)["title"] == "" and not TextStatus.objects.filter(item=item(photo), language="en", state="draft")


def test_a_published_kit_is_worked_on_beside_what_partners_read(client: Client) -> None:
    client.force_login(factories.user("bao", Role.PRESS_OFFICER))
    kit = press.kit(title_en="Festival")
    told = Screen(client, kit).type({"title": "A festival"})
    assert outcomes(told) == {"title": "saved"} and Screen(client, kit).rows["title"].unit.target == "A festival"
    assert type(kit).objects.get(pk=kit.pk).title_en == "Festival"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("title", "x" * 1_000_000),
        ("title", "Da\x00wn"),
        ("nonsense", "Dawn"),
        ("licence", "1"),
        ("title_vi", "Dawn"),
        ("", "Dawn"),
    ],
    ids=["1 MB", "NUL", "unknown", "no text", "other column", "no key"],
)
def test_what_can_not_be_kept_is_refused_in_words(client: Client, photo: Any, key: str, text: str) -> None:
    told = Screen(client, photo).type({key: text})
    assert outcomes(told) == {key: "refused"} and told["units"][0]["reason"]
    assert not TextStatus.objects.filter(item=item(photo), language="en", state=TextState.DRAFT).exists()


def test_a_stale_token_alone_loses_nothing(client: Client, photo: Any) -> None:
    screen = Screen(client, photo)
    screen.token = "older.older"
    told = screen.type({"title": "Dawn"})
    assert outcomes(told) == {"title": "saved"} and told["token"] == "older.older"
    assert screen.press("submit").status_code == 200
    assert client.post(address(photo), {"act": "explode", "token": "x"}).status_code == 404


def test_nothing_is_saved_where_the_page_is_locked(client: Client, profile: Any) -> None:
    english = pages.translated(profile, "en")
    english.locked = True
    english.save(update_fields=["locked"])
    screen = Screen(client, profile)
    assert "data-desk-text" not in screen.html
    assert set(outcomes(screen.type({"tagline": "Sea"})).values()) == {"refused"}


def test_the_desk_follows_the_list_it_was_opened_from(client: Client, photo: Any) -> None:
    second = factories.approved(title_vi="Hai")
    client.get(reverse("locales_coverage"), {"kind": "photo"})
    assert address(photo) in Screen(client, second).html
    Screen(client, second).type({"title": "Two"})
    neighbours = Screen(client, second).context["neighbours"]
    assert (neighbours["place"], neighbours["number"], neighbours["after"]) == (1, 2, address(photo))


def test_terms_are_checked_as_typed(client: Client, photo: Any) -> None:
    town = factories.approved(title_vi="Ở Hà Nội", title_en="")
    assert Screen(client, town).type({"title": "In the capital"})["units"][0]["warnings"]


# --- cost -----------------------------------------------------------------------------------------------
def test_the_number_of_queries_does_not_grow_with_the_page(client: Client, translator: Any) -> None:
    home = pages.site("en")["vi"]

    def long(number: int) -> str:
        words = "Cảng biển số {0} đón {0} nghìn du khách quốc tế mỗi năm trong vùng di sản"
        return "".join(f'<p data-block-key="k{n:04}">{words.format(n)}</p>' for n in range(number))

    small, large = pages.profile(home, introduction=long(3)), pages.profile(home, "01", introduction=long(40))
    client.force_login(factories.user("root", is_superuser=True))
    _add(
        [
            MemorySegment(
                source_language="vi", target_language="en", source_text=(text := f"Cảng biển số {n} đón du khách"),
                target_text=f"Port {n}", source_digest=digest(text), target_digest=digest(f"Port {n}"), kind="t",
                object_id=n, key="t", approved_at=timezone.now(), markup=True,
            )
            for n in range(300)
        ]
    )  # fmt: skip

    def cost(page: Any) -> int:
        client.get(address(page))
        with CaptureQueriesContext(connection) as queries:
            Screen(client, page)
        return len(queries)

    few, many = cost(small), cost(large)
    assert many <= few + 2, (few, many)
    assert few <= 60
