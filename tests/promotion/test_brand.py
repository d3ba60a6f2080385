"""The brand page: messages by market, stories that prove pillars, a visual identity to take, all by the decision."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from locales.registry import LANGUAGES
from media_library.services import withdraw
from promotion.brand.markets import markets_for
from promotion.brand.palette import FORMATS, as_ase, as_css, as_gpl, as_json, swatches
from promotion.brand.samples import SAMPLES
from promotion.colours import Colour
from promotion.models import BrandPage
from provinces.models import ContentElement
from tests.media_library import factories as assets
from tests.promotion import documents, factories

PAGE = "/vi/quang-ninh/thuong-hieu/"


def pillar(*stories: Any, element: Any = None) -> dict[str, Any]:
    value = {"title": "Gần", "text": "Một tỉnh.", "element": element and element.pk, "photo": None,
             "proofs": factories.items({"text": "Hai sân bay.", "source": "Quy hoạch", "url": ""}),
             "stories": factories.items(*(story.pk for story in stories))}  # fmt: skip
    return {"type": "pillar", "value": value}


@pytest.fixture
def profile(homes: Any) -> Any:
    return factories.profile(homes["vi"])


# --- messages by market ------------------------------------------------------------------------------------
def market(message: str, *countries: str, languages: tuple[str, ...] = ()) -> dict[str, Any]:
    return factories.market(*countries, languages=languages, message=message)["value"]  # type: ignore[no-any-return]


def test_the_fitting_message_comes_first_and_none_is_missing() -> None:
    values = [market("all"), market("read", languages=("ja", "en")), market("lao", "LA"), market("jp", "JP", "KR")]

    def order(lang: str, country: str = "") -> list[str]:
        return [told.value["message"] for told in markets_for(values, lang, country)]

    assert order("fr") == ["all", "read", "lao", "jp"]
    assert order("ja") == ["read", "all", "lao", "jp"]
    assert order("ja", "JP") == ["jp", "read", "all", "lao"]
    (first, *_others) = markets_for(values, "en", "JP")
    assert first.own_country == "Japan" and first.fits
    assert first.countries == ("Japan", "South Korea")


def test_unknown_countries_and_languages_harm_nothing() -> None:
    stored = {"message": "m", "tell": "t", "countries": ["ZZ", 7, None], "languages": ["xx", "vi"]}
    (told,) = markets_for([stored], "vi", "ZZ")
    assert told.countries == ("ZZ",) and told.own_country == "ZZ"
    assert [name for _tag, name in told.languages] == [LANGUAGES["vi"].name_native]
    assert not markets_for([{}], "vi", "")[0].fits


@pytest.mark.django_db
def test_readers_are_told_why_a_message_is_theirs(client: Any, profile: Any) -> None:
    markets = [factories.market("JP", message="Cho Nhật"), factories.market(languages=("vi",), message="Cho ta")]
    factories.brand_page(profile, markets=markets)
    document = documents.parse(client.get(PAGE))
    titles = [node.text_content() for node in document.xpath("//*[@class='markets']//h3")]
    assert titles == ["Cho ta", "Cho Nhật"]
    assert len(document.xpath("//*[contains(@class,'market--fits')]")) == 1
    assert "Nhật Bản" in documents.text_of(client.get(PAGE))


# --- stories that prove a pillar ---------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_pillar_shows_its_stories_in_the_readers_language(client: Any, homes: Any, profile: Any) -> None:
    english = factories.translated(profile, "en", title="Quang Ninh")
    story = factories.story(profile, 1)
    factories.translated(story, "en", title="The cart to the port")
    hidden = factories.story(profile, 2)
    hidden.unpublish()
    page = factories.brand_page(profile, pillars=[pillar(story, hidden, story)])
    factories.translated(page, "en", title="Brand")
    shown = documents.parse(client.get(PAGE)).xpath("//*[@class='proving']//a")
    assert [link.text_content() for link in shown] == ["Chuyến xe ra cảng số 1"]
    shown = documents.parse(client.get(f"{english.get_url()}thuong-hieu/")).xpath("//*[@class='proving']//a")
    assert [link.text_content() for link in shown] == ["The cart to the port"]
    story.delete()
    cache.clear()
    assert not documents.parse(client.get(PAGE)).xpath("//*[@class='proving']")


@pytest.mark.django_db
def test_a_story_under_a_view_restriction_proves_nothing(client: Any, profile: Any) -> None:
    from wagtail.models import PageViewRestriction

    story = factories.story(profile, 1)
    factories.brand_page(profile, pillars=[pillar(story)])
    assert documents.parse(client.get(PAGE)).xpath("//*[@class='proving']")
    PageViewRestriction.objects.create(page=story, restriction_type="login")
    cache.clear()
    assert story.title not in client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_the_form_chooses_the_element_that_was_chosen() -> None:
    """The admin's script fails on anything but a list of texts, and the whole pillar with it."""
    from promotion.blocks.elements import ContentElementBlock

    element = ContentElement.objects.last()
    assert element is not None
    assert ContentElementBlock().get_form_state(element) == [str(element.pk)]
    assert ContentElementBlock(required=False).get_form_state(None) == [""]


# --- files to take -----------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["photo", "graphic", "document"])
def test_a_withdrawn_logo_is_gone_from_the_page_and_its_download_at_once(client: Any, profile: Any, kind: str) -> None:
    file = assets.approved(kind=kind)
    template = {"type": "template", "value": {"name": "Thư", "use": "", "files": [factories.file_of(file)]}}
    factories.brand_page(profile, logos=[factories.logo(file)], templates=[template])
    address = f"/media/{file.uuid}/original"
    html = client.get(PAGE).content.decode()
    assert html.count(f'href="{address}"') == 2
    assert client.get(address).status_code == 200
    withdraw(file, actor=None, reason="Bản sai")
    html = client.get(PAGE).content.decode()
    assert str(file.uuid) not in html
    assert client.get(address).status_code == 410


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "in_review", "internal", "press_only", "embargoed", "licence_expired"])
def test_files_that_a_reader_may_not_know_of_are_not_there(client: Any, profile: Any, state: str) -> None:
    file = assets.in_state(state, kind="graphic")
    factories.brand_page(profile, logos=[factories.logo(file)])
    assert str(file.uuid) not in client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_each_file_says_who_may_use_it_for_what(client: Any, profile: Any) -> None:
    licence = assets.licence(allows_download=False)
    shown, taken = assets.approved(kind="photo", licence=licence), assets.approved(kind="document")
    factories.brand_page(profile, logos=[factories.logo(shown, taken)])
    document = documents.parse(client.get(PAGE))
    assert len(document.xpath("//details[@class='take-list__terms']")) == 2
    assert document.xpath(f"//*[@class='take-list']//a[@href='/media/{taken.uuid}/original']")
    assert not document.xpath(f"//*[@class='take-list']//a[@href='/media/{shown.uuid}/original']")


@pytest.mark.django_db
def test_a_logo_without_a_picture_is_shown_by_its_drawing(client: Any, profile: Any) -> None:
    drawing = assets.approved(kind="graphic")
    factories.brand_page(profile, logos=[factories.logo(drawing)])
    images = documents.parse(client.get(PAGE)).xpath("//*[@class='logo__picture']//img/@src")
    assert images == [f"/media/{drawing.uuid}/original"]


@pytest.mark.django_db
def test_a_pair_needs_both_its_pictures(client: Any, profile: Any, photo: Any) -> None:
    other = assets.approved()
    value = factories.pair(photo.pk) | {"dont_photo": other.pk}
    factories.brand_page(profile, pairs=[{"type": "pair", "value": value}])
    assert "Vì lời hứa." in client.get(PAGE).content.decode()
    withdraw(other, actor=None, reason="…")
    assert "Vì lời hứa." not in client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_the_number_of_queries_is_constant(client: Any, profile: Any) -> None:
    elements = list(ContentElement.objects.all()[:6])

    def page(number: int) -> BrandPage:
        stories = [factories.story(profile, number * 100 + each) for each in range(number)]
        logos = [factories.logo(assets.approved(kind="graphic"), assets.approved(kind="document"),
                                assets.approved(), name=str(each)) for each in range(number)]  # fmt: skip
        pillars = [pillar(story, element=element) for story, element in zip(stories, elements, strict=False)]
        return factories.brand_page(
            profile, assets.approved(), slug=f"th-{number}", pillars=pillars, logos=logos,
            markets=[factories.market("JP", languages=("vi",)) for _each in range(number)],
        )  # fmt: skip

    def asked(page: Any) -> int:
        client.get(page.get_url())
        cache.clear()
        client.get("/vi/cau-chuyen/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page.get_url()).status_code == 200
        return len(queries)

    few = page(2)
    many = page(6)
    assert asked(many) == asked(few)


# --- palettes as files -------------------------------------------------------------------------------------
HOSTILE = [
    {"name": "Rừng*/ body{}\n\x00", "hex": "#1F4D3A", "use": "</style>*/"},
    {"name": "", "hex": "#ffffff", "use": ""},
    {"name": "Đỏ 🎨", "hex": "#A8322D", "use": ""},
    {"name": "x", "hex": "red", "use": ""},
    {"name": "x"},
]


def test_a_palette_is_a_file_that_programs_read() -> None:
    colours = swatches(HOSTILE)
    assert [one.colour.hex for one in colours] == ["#1F4D3A", "#FFFFFF", "#A8322D"]
    lines = as_gpl("T\nName: x", colours).decode().splitlines()
    assert lines[0] == "GIMP Palette" and lines[1] == "Name: T Name: x"
    assert len(lines) == 7 and lines[4].startswith(" 31  77  58\t")
    css = as_css("a */ b", colours).decode()
    assert css.count("/*") == css.count("*/") == 4 - 1
    assert "--colour-2: #FFFFFF;" in css and len(css.splitlines()) == 6
    told = json.loads(as_json("T", colours))
    assert told["colours"][1] == {"name": "", "hex": "#FFFFFF", "rgb": [255, 255, 255],
                                  "cmyk_approximate": [0, 0, 0, 0], "use": ""}  # fmt: skip


def test_a_swatch_exchange_file_adds_up() -> None:
    data = as_ase("T", swatches(HOSTILE))
    signature, major, minor, blocks = struct.unpack(">4sHHI", data[:12])
    assert (signature, major, minor, blocks) == (b"ASEF", 1, 0, 3)
    at, names = 12, []
    for _number in range(blocks):
        kind, length = struct.unpack(">HI", data[at : at + 6])
        body = data[at + 6 : at + 6 + length]
        (units,) = struct.unpack(">H", body[:2])
        name = body[2 : 2 + 2 * units].decode("utf-16-be")
        assert kind == 1 and name.endswith("\0")
        model, red, _green, _blue, spot = struct.unpack(">4sfffH", body[2 + 2 * units :])
        assert model == b"RGB " and 0 <= red <= 1 and spot == 0
        names.append(name[:-1])
        at += 6 + length
    assert at == len(data) and names[1] == "#FFFFFF" and names[2] == "Đỏ 🎨"


def test_rough_values_for_print() -> None:
    assert Colour(0, 0, 0).cmyk == (0, 0, 0, 100)
    assert Colour(255, 0, 0).cmyk == (0, 100, 100, 0)
    assert Colour.from_hex("#0B5C5E").cmyk == (88, 2, 0, 63)


@pytest.mark.django_db
@pytest.mark.parametrize("form", list(FORMATS))
def test_every_form_is_offered_and_given(client: Any, profile: Any, form: str) -> None:
    page = factories.brand_page(profile)
    address = f"/vi/brand/{page.translation_key}/palette.{form}"
    assert address in client.get(PAGE).content.decode()
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == FORMATS[form].content_type
    assert answer["Content-Disposition"] == f'attachment; filename="thuong-hieu.{form}"'
    assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_a_palette_is_as_public_as_its_page(client: Any, profile: Any) -> None:
    page = factories.brand_page(profile)
    address = f"/vi/brand/{page.translation_key}/palette.css"
    for nonsense in ("palette.exe", "palette.", "palette.css.gpl", "palette.CSS", f"palette.{'x' * 3000}"):
        assert client.get(f"/vi/brand/{page.translation_key}/{nonsense}").status_code == 404
    assert client.get(f"/vi/brand/{'0' * 8}-0000-0000-0000-{'0' * 12}/palette.css").status_code == 404
    page.unpublish()
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_values_can_be_read_and_copied(client: Any, profile: Any) -> None:
    factories.brand_page(profile)
    document = documents.parse(client.get(PAGE))
    assert [node.text for node in document.xpath("//*[@class='swatch']//code")] == ["#1F4D3A", "31 77 58", "60 0 25 70"]
    buttons = document.xpath("//*[@class='swatch']//button")
    assert all(button.get("hidden") is not None and button.get("data-told") for button in buttons)
    assert len({button.get("aria-label") for button in buttons}) == 3


def test_every_language_has_a_sample() -> None:
    assert set(SAMPLES) == set(LANGUAGES)


@pytest.mark.django_db
def test_co_branding_says_who_decides(client: Any, profile: Any) -> None:
    factories.brand_page(profile)
    text = documents.text_of(client.get(PAGE))
    for words in ("Thuốc lá", "brand@example.vn", "Phòng Thương hiệu", "Bằng nửa chiều cao"):
        assert words in text


@pytest.mark.django_db
def test_a_page_from_before_still_opens(client: Any, profile: Any) -> None:
    """Blocks as they were stored before files, stories and print values existed."""
    page = factories.brand_page(profile)
    old = [{"type": "logo", "value": {"name": "Cũ", "photo": assets.approved().pk, "use": "", "ground": "dark"}}]
    pillars = [{"type": "pillar", "value": {"title": "Cũ", "text": "…", "element": None, "proofs": [], "photo": None}}]
    colours = [{"type": "colour", "value": {"name": "Cũ", "hex": "#000000", "use": ""}}]
    with translation.override("vi"):
        for name, stored in (("logos", old), ("pillars", pillars), ("palette", colours)):
            setattr(page, name, json.dumps(stored))
        page.save_revision().publish()
    assert client.get(PAGE).status_code == 200
