"""What newsrooms of the demo asked for, and where they published our pictures. All of it is invented."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from cms.demo.people import Team
from cms.demo.site import translated
from cms.demo.source import stable_id
from media_library.models import Photo
from press.attachments import check
from press.models import Kit, Organisation, Pickup, PickupState, PressRequest, ReplyTemplate, RequestState
from press.pickups import looking
from press.pickups import services as pickups
from press.requests import calendars, services
from press.requests.clock import after_minutes

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

TEMPLATES: tuple[tuple[str, str, dict[str, str]], ...] = (
    (
        "Đã nhận yêu cầu",
        "",
        {
            "vi": "Kính gửi {name},\n\nChúng tôi đã nhận được yêu cầu “{subject}” và sẽ trả lời trong giờ làm việc.",
            "en": "Dear {name},\n\nWe have your request “{subject}” and will answer within our working hours.",
            "fr": "Bonjour {name},\n\nNous avons bien reçu votre demande « {subject} » et vous répondrons pendant nos"
            " heures de bureau.",
            "ja": "{name} 様\n\n「{subject}」のご依頼を受け取りました。執務時間内にご返事いたします。",
            "lo": "ຮຽນ {name},\n\nພວກເຮົາໄດ້ຮັບຄຳຮ້ອງ “{subject}” ແລ້ວ ແລະ ຈະຕອບໃນໂມງລັດຖະການ.",
        },
    ),
    (
        "Giấy phép quay phim",
        "filming",
        {
            "vi": "Kính gửi {name},\n\nĐể quay phim tại {province}, xin gửi danh sách đoàn, thiết bị và lịch trình"
            " trước {deadline}.",
            "en": "Dear {name},\n\nTo film in {province}, please send us the crew list, your equipment and the"
            " schedule before {deadline}.",
            "ja": "{name} 様\n\n{province}での撮影には、{deadline}までに撮影隊の名簿、機材、日程をお送りください。",
        },
    ),
)


def ensure_templates() -> None:
    for name, kind, body in TEMPLATES:
        if not ReplyTemplate.objects.filter(name=name).exists():
            ReplyTemplate.objects.create(name=name, kind=kind, **translated("body", body))


def _office_hours(days_ago: int, minutes: int = 60) -> datetime:
    """So many days ago, and then so many minutes into the office's time."""
    day = timezone.now().astimezone(HANOI) - timedelta(days=days_ago)
    start = day.replace(hour=0, minute=0, second=0, microsecond=0)
    aim = calendars.aim_of(PressRequest(pk=0))
    return after_minutes(aim.calendar, start, minutes) or start


def ensure_requests(teams: Mapping[str, Team], organisations: Mapping[str, Organisation]) -> int:
    """Four requests, each in another state; returns how many. Nobody is mailed: they are history."""
    if PressRequest.objects.exists():
        return 0
    ensure_templates()
    team = teams["quang_ninh"]
    courier, aozora = organisations["Mekong Courier"], organisations["Aozora Press"]
    _answered(team, courier)
    _waiting(team, aozora)
    _new(team, courier)
    _declined(team, aozora)
    for asked in PressRequest.objects.all():
        asked.mails.all().delete()
    return PressRequest.objects.count()


def _member(organisation: Organisation) -> Any:
    return organisation.members.order_by("pk")[0]


def _answered(team: Team, courier: Organisation) -> None:
    person = _member(courier)
    asked = services.ask(
        person, provinces=[team.province], kind="interview", subject="Interview on the light festival and the evening",
        text="We are writing on cities that live from the evening. Could we talk to somebody who plans the light"
        " festival, for half an hour, in English or Lao?",
        country="LA", language="en", zone="Asia/Vientiane", deadline=_office_hours(-5), at=_office_hours(9, 30),
    )  # fmt: skip
    services.assign(asked, team.press_officer, actor=team.press_officer)
    services.officer_answers(
        asked, "The head of the festival office will be glad to. Would Thursday at two o'clock suit you?",
        actor=team.press_officer, then=RequestState.WAITING, at=_office_hours(9, 150),
    )  # fmt: skip
    services.member_says(asked, "Thursday is fine. Thank you!", user=person.user, at=_office_hours(8, 60))
    services.officer_answers(
        asked, "It is arranged: the festival office, entrance B, ask for Ms Lan.",
        actor=team.press_officer, at=_office_hours(8, 100),
    )  # fmt: skip


def _waiting(team: Team, aozora: Organisation) -> None:
    asked = services.ask(
        _member(aozora), provinces=[team.province], kind="filming", subject="ハロン湾の夜明けの撮影について",
        text="来月、ハロン湾の夜明けを三名で撮影したいと考えています。小型ドローンの許可についても教えてください。",
        country="JP", language="ja", zone="Asia/Tokyo", deadline=_office_hours(-12), at=_office_hours(4, 40),
    )  # fmt: skip
    services.note(asked, "Hỏi Cảng vụ về drone trước khi trả lời.", actor=team.press_officer, at=_office_hours(4, 90))
    services.officer_answers(
        asked, "ご連絡ありがとうございます。撮影隊の名簿と機材の一覧をお送りいただけますか。",
        actor=team.press_officer, then=RequestState.WAITING, at=_office_hours(4, 200),
    )  # fmt: skip


def _new(team: Team, courier: Organisation) -> None:
    services.ask(
        _member(courier), provinces=[team.province], kind="pictures", subject="Pictures of the new cruise terminal",
        text="We need two upright pictures of the cruise terminal without visible ship names.",
        country="LA", language="en", zone="Asia/Vientiane", deadline=_office_hours(-2), at=_office_hours(3, 60),
    )  # fmt: skip


def _declined(team: Team, aozora: Organisation) -> None:
    asked = services.ask(
        _member(aozora), provinces=[team.province], kind="visit", subject="Visit to the bird island",
        text="Could two of us visit the bird island in the breeding season?",
        country="JP", language="en", zone="Asia/Tokyo", at=_office_hours(16, 60),
    )  # fmt: skip
    services.decline(
        asked, "The island is closed while the birds breed. From August on we gladly take you there.",
        actor=team.press_officer, at=_office_hours(16, 300),
    )  # fmt: skip


# --- publications -----------------------------------------------------------------------------------------
def ensure_pickups(teams: Mapping[str, Team], organisations: Mapping[str, Organisation]) -> int:
    """A screenshot that is confirmed, an address to be confirmed, and one without the credit line; how many."""
    if Pickup.objects.exists():
        return 0
    team = teams["quang_ninh"]
    courier, aozora = organisations["Mekong Courier"], organisations["Aozora Press"]
    kit = Kit.objects.get(uuid=stable_id("kit", "ha-long-light-festival"))
    night, dawn = (Photo.objects.get(uuid=stable_id("photo", key)) for key in ("qn-carnival-night", "qn-bay-dawn"))
    today = timezone.localdate()
    found = _record(
        team, courier, "Mekong Courier", "A bay that glows after dark", "LA", "en", today - timedelta(days=6), kit=kit,
        file=_page_with(night), pasted=f"The festival lasts until Sunday. Photo: {night.credit_line}",
    )  # fmt: skip
    if not found.matches.filter(asset=night.pk).exists():
        pickups.name_asset(found, night.asset_ptr)
    _confirm(found, team)
    bare = _record(
        team, aozora, "Aozora Travel", "ハロン湾、光の夜", "JP", "ja", today - timedelta(days=3),
        url="https://aozora-press.example/travel/halong-light?utm_source=top",
        pasted="ハロン湾の光の祭典が始まった。港の広場には今年も大きな灯りの船が並び、家族連れでにぎわっている。"
        "主催者によると、祭典は日曜日の夜まで続く。",
    )  # fmt: skip
    pickups.name_asset(bare, dawn.asset_ptr)
    _confirm(bare, team)
    _record(
        team, courier, "Mekong Courier Weekend", "Dawn over the bay", "LA", "en", today - timedelta(days=1),
        file=_page_with(dawn), url="https://mekong-courier.example/weekend/dawn",
    )  # fmt: skip
    return Pickup.objects.count()


def _record(
    team: Team,
    organisation: Organisation,
    outlet: str,
    title: str,
    country: str,
    language: str,
    published_on: Any,
    *,
    file: bytes = b"",
    **values: Any,
) -> Pickup:
    made = Pickup(
        province=team.province, organisation=organisation, outlet=outlet, title=title, country=country,
        language=language, published_on=published_on, **values,
    )  # fmt: skip
    person = _member(organisation)
    checked = check(ContentFile(file, "screenshot.png")) if file else None
    pickups.record(made, file=checked, member=person, actor=person.user)
    looking.look(made.pk)
    made.refresh_from_db()
    return made


def _confirm(found: Pickup, team: Team) -> None:
    right = set(found.matches.values_list("pk", flat=True))
    pickups.settle(found, right=right, state=PickupState.CONFIRMED, actor=team.press_officer)


def _page_with(photo: Photo) -> bytes:
    """A news page, drawn, with the photo in it."""
    page = Image.new("RGB", (1280, 1500), "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 0, 1280, 80), fill=(20, 40, 70))
    with photo.file.open("rb") as file, Image.open(io.BytesIO(file.read())) as image:
        shown = image.convert("RGB")
        shown.thumbnail((860, 860))
    page.paste(shown, (80, 140))
    for line in range(1060, 1440, 28):
        pen.rectangle((80, line, 80 + 700 + (line * 37) % 160, line + 12), fill=(90, 90, 90))
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return buffer.getvalue()
