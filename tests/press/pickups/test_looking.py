"""Our pictures are found in pages and PDFs, others' aren't, and hostile files harm nobody."""

from __future__ import annotations

import io
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from media_library.ingest.refusal import NotAccepted
from media_library.likeness.shelf import SHELF
from media_library.models import Photo
from media_library.services import withdraw
from press.attachments import check
from press.models import Credit, MatchWay, Pickup, PickupMatch, PickupState, Receipt, Way
from press.pickups import looking, services
from press.pickups.crediting import credit_in, credit_of_all
from press.pickups.examiner import regions
from press.pickups.selectors import shown_in, uses_of_asset, uses_of_kit
from press.pickups.web_address import key_of, normalised
from tests.media_library.factories import approved, draft, jpeg, province
from tests.press.factories import kit, member, officer, organisation
from tests.press.pickups.publications import noise, pdf, pickup, screenshot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelf() -> None:
    SHELF.forget()


def bytes_of(photo: Photo) -> bytes:
    with photo.file.open("rb") as file:
        return bytes(file.read())


def taken(photo: Photo, by: Any, number: int = 1) -> None:
    Receipt.objects.bulk_create(
        Receipt(organisation=by, asset_id=photo.pk, asset_uuid=photo.uuid, variant="original", sha256="0" * 64,
                bytes=1, way=Way.PAGE)
        for _number in range(number)
    )  # fmt: skip


def test_the_whole_picture_is_found_smaller_and_cropped() -> None:
    photo = approved()
    with Image.open(io.BytesIO(bytes_of(photo))) as image:
        width, height = image.size
        small = image.crop((20, 15, width - 20, height - 15)).resize((500, 330))
    buffer = io.BytesIO()
    small.convert("RGB").save(buffer, "PNG")
    made = pickup(buffer.getvalue(), "x.png")
    assert looking.look(made.pk) == 1
    match = made.matches.get()
    assert (match.asset_id, match.way, match.is_right) == (photo.pk, MatchWay.WHOLE, None)


@pytest.mark.parametrize("dark", [False, True])
def test_pictures_within_a_page_are_found_and_others_arent(dark: bool) -> None:
    first, second, absent = approved(), approved(), approved()
    page = screenshot(bytes_of(first), noise(900, 600, 99), bytes_of(second), dark=dark)
    made = pickup(page)
    looking.look(made.pk)
    found = {match.asset_id: match.way for match in made.matches.all()}
    assert found == {first.pk: MatchWay.REGION, second.pk: MatchWay.REGION}
    assert absent.pk not in found


def test_a_page_without_pictures_has_no_regions() -> None:
    with Image.open(io.BytesIO(screenshot())) as page:
        assert regions(page) == []


def test_pictures_of_a_pdf_and_of_a_scan_in_it_are_found_and_its_text_is_read() -> None:
    embedded, scanned = approved(credit_line="Quảng Ninh / Nguyễn"), approved(credit_line="Other")
    document = pdf(
        bytes_of(embedded), screenshot(bytes_of(scanned)), text="A long text about the bay at dawn. QUANG NINH - NGUYEN"
    )
    made = pickup(document, "page.pdf")
    assert looking.look(made.pk) == 2
    found = {match.asset_id: match for match in made.matches.all()}
    assert found[embedded.pk].way == MatchWay.EMBEDDED
    assert found[scanned.pk].way == MatchWay.REGION
    assert (found[embedded.pk].credit, found[scanned.pk].credit) == (Credit.FOUND, Credit.MISSING)
    made.refresh_from_db()
    assert made.credit == Credit.MISSING
    assert not made.look_failed


def test_what_never_left_is_never_matched() -> None:
    secret = draft()
    made = pickup(bytes_of(secret))
    assert looking.look(made.pk) == 0
    with pytest.raises(ValidationError):
        services.name_asset(made, secret.asset_ptr)


def test_what_was_withdrawn_since_is_matched() -> None:
    photo = approved()
    withdraw(photo, reason="Sai", actor=None)
    made = pickup(bytes_of(photo))
    assert looking.look(made.pk) == 1


def test_looking_twice_changes_nothing_that_a_person_decided() -> None:
    photo = approved()
    made = pickup(bytes_of(photo))
    looking.look(made.pk)
    assert looking.look(made.pk) == 0
    services.settle(made, right=set(), state=PickupState.REFUSED, actor=officer())
    Pickup.objects.update(looked_at=None)
    looking.look_at_waiting()
    assert made.matches.get().is_right is False


# --- hostile files ----------------------------------------------------------------------------------------
def bomb_pdf() -> bytes:
    """A page whose content unpacks to 300 MB, and whose picture says it has 4 billion pixels."""
    content = zlib.compress(b"0 " * 150_000_000, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(content) + content + b"\nendstream",
        b"<</Type/XObject/Subtype/Image/Width 65535/Height 65535/BitsPerComponent 8/ColorSpace/DeviceRGB"
        b"/Filter/FlateDecode/Length %d>>stream\n" % len(content) + content + b"\nendstream",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def test_a_pdf_bomb_is_survived() -> None:
    try:
        made = pickup(bomb_pdf(), "bomb.pdf")
    except NotAccepted:
        return
    started = timezone.now()
    assert looking.look(made.pk) == 0
    assert timezone.now() - started < timedelta(seconds=125)
    made.refresh_from_db()
    assert made.looked_at is not None


def locked() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(text="x"))))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def huge_png() -> bytes:
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    return out.getvalue()


HOSTILE = {
    "broken.pdf": lambda: pdf(text="x")[:200],
    "locked.pdf": locked,
    "polyglot.pdf": lambda: pdf(text="x") + b"PK\x03\x04evil",
    "script.pdf": lambda: pdf(text="x").replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(1)>>"),
    "page.html": lambda: b"<html><script>alert(1)</script></html>",
    "drawing.svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    "cut.jpg": lambda: jpeg()[:300],
    "fake.jpg": lambda: b"\xff\xd8\xff<script>",
    "huge.png": huge_png,
    "empty.png": lambda: b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_arent_kept(name: str) -> None:
    with pytest.raises(NotAccepted):
        check(ContentFile(HOSTILE[name](), name))


def test_a_file_that_cant_be_taken_apart_is_said_to_be_so(monkeypatch: Any) -> None:
    from media_library.ingest import apart

    made = pickup(jpeg())
    monkeypatch.setattr(apart, "rewrite", lambda *arguments: {"refused": "MemoryError"})
    assert looking.look(made.pk) == 0
    made.refresh_from_db()
    assert made.look_failed
    assert looking.look_at_waiting() == 0


# --- credit, addresses, receipts ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("Photo : Quang Ninh/Nguyen Van A" + " words" * 10, "Quảng Ninh – Nguyễn Văn A", Credit.FOUND),
        ("ＱＵＡＮＧ ＮＩＮＨ", "Quảng Ninh", Credit.FOUND),
        ("摄影：广宁省" + "字" * 50, "广宁省", Credit.FOUND),
        ("A text about something else altogether, long enough", "Quảng Ninh", Credit.MISSING),
        ("short", "Quảng Ninh", Credit.UNKNOWN),
        ("", "Quảng Ninh", Credit.UNKNOWN),
        ("A text about something else altogether, long enough", "", Credit.UNKNOWN),
    ],
)
def test_a_credit_line_is_found_missing_or_cant_be_told(text: str, line: str, found: Credit) -> None:
    assert credit_in(text, line) == found


def test_a_publication_is_credited_as_badly_as_its_worst_picture() -> None:
    assert credit_of_all([]) == Credit.UNKNOWN
    assert credit_of_all([Credit.FOUND, Credit.FOUND]) == Credit.FOUND
    assert credit_of_all([Credit.FOUND, Credit.UNKNOWN]) == Credit.UNKNOWN
    assert credit_of_all([Credit.UNKNOWN, Credit.MISSING]) == Credit.MISSING


@pytest.mark.parametrize(
    "same",
    [
        "https://www.journal.example/a/b?x=1&y=2",
        "http://journal.example:80/a/b/?y=2&x=1#top",
        "HTTPS://M.Journal.Example/a/b?x=1&y=2&utm_source=mail&fbclid=z",
        "https://journal.example./a/b/index.html?x=1&y=2",
        "https://journal.example/a/%62?x=1&y=2",
    ],
)
def test_one_publication_has_one_address(same: str) -> None:
    assert normalised(same) == "journal.example/a/b?x=1&y=2"


@pytest.mark.parametrize(
    "url", ["https://[::1", "https://x:99999/", "https://x/?" + "a=1&" * 500, "https://b\u00fccher.example/ä"]
)
def test_strange_addresses_have_a_key_too(url: str) -> None:
    assert len(key_of(url)) == 64


def test_a_publication_that_is_recorded_is_told() -> None:
    person = member()
    first = pickup(url="https://www.journal.example/a/", member=person, organisation=person.organisation)
    with pytest.raises(ValidationError):
        pickup(url="http://journal.example/a?utm_source=x", actor=officer())
    assert pickup(url="http://journal.example/a", twins=True).pk != first.pk
    other = member()
    # Another organisation doesn't learn that somebody else told of it.
    assert pickup(url="http://journal.example/a", member=other, organisation=other.organisation)
    data = jpeg()
    pickup(data)
    with pytest.raises(ValidationError):
        pickup(data)


def test_nothing_to_go_by_is_refused() -> None:
    with pytest.raises(ValidationError):
        services.record(Pickup(province=province(), outlet="x", title="x", country="FR", language="fr"))


def test_receipts_speak_for_a_match_however_many_there_are(django_assert_num_queries: Any) -> None:
    photo, lone = approved(), approved()
    mine, other = organisation(), organisation()
    taken(photo, mine, 1000)
    taken(lone, other, 1000)
    made = pickup(screenshot(bytes_of(photo), bytes_of(lone)), organisation=mine)
    looking.look(made.pk)
    with django_assert_num_queries(2):
        shown = {entry.match.asset_id: entry for entry in shown_in(made.matches.all(), mine.pk)}
    assert shown[photo.pk].taken is not None
    assert shown[photo.pk].taken.organisation == mine.name
    assert shown[lone.pk].taken is None
    assert [line.organisation for line in shown[lone.pk].by_others] == [other.name]


def test_only_what_is_confirmed_counts() -> None:
    photo, mine = approved(), officer()
    made_kit = kit([photo])
    made = pickup(bytes_of(photo))
    looking.look(made.pk)
    assert (uses_of_asset(photo.pk, mine), uses_of_kit(made_kit, mine)) == (0, 0)
    with pytest.raises(ValidationError):
        services.settle(made, right=set(), state=PickupState.CONFIRMED, actor=mine)
    services.settle(made, right={made.matches.get().pk}, state=PickupState.CONFIRMED, actor=mine)
    assert (uses_of_asset(photo.pk, mine), uses_of_kit(made_kit, mine)) == (1, 1)
    neighbour = officer(province("01"))
    assert (uses_of_asset(photo.pk, neighbour), uses_of_kit(made_kit, neighbour)) == (0, 0)


def test_a_picture_named_by_a_person_counts() -> None:
    photo = approved()
    made = pickup()
    match = services.name_asset(made, photo.asset_ptr)
    assert (match.way, match.is_right, match.distance) == (MatchWay.HAND, True, None)
    services.name_asset(made, photo.asset_ptr)
    assert PickupMatch.objects.count() == 1
