"""Mail comes in from anybody, in whatever shape, and nothing of it is lost or loops."""

from __future__ import annotations

import io
import sys
from email.message import EmailMessage
from typing import Any
from unittest import mock

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.utils import timezone

from press.models import DeadLetter, PressRequest, RequestAttachment, RequestState, Voice
from press.requests import mail_text, mailbox, services
from press.requests.receiving import Outcome, receive
from press.requests.reply_address import address_of, request_of
from tests.media_library.factories import jpeg
from tests.press.factories import officer
from tests.press.requests.factories import request

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.PRESS_REPLY_ADDRESS = "requests+{token}@press.example.vn"


@pytest.fixture
def asked() -> PressRequest:
    return request()


def letter(asked: PressRequest, text: str = "Yes, on Friday.", **headers: str) -> EmailMessage:
    made = EmailMessage()
    told = {
        "From": f"Somebody <{asked.member.user.email}>",
        "To": address_of(asked.uuid),
        "Subject": "Re: Filming",
        "Message-ID": f"<{headers.pop('id', 'one')}@mail.example>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in told.items():
        made[name] = value
    made.set_content(text)
    return made


def newest(asked: PressRequest) -> Any:
    return asked.messages.order_by("-pk").first()


def test_a_members_mail_is_the_newsrooms_word_and_sets_the_clock_going(asked: PressRequest) -> None:
    services.officer_answers(asked, "Which day?", actor=officer(), then=RequestState.WAITING)
    received = receive(letter(asked).as_bytes())
    assert received.outcome is Outcome.OK
    message = newest(asked)
    assert (message.voice, message.text, message.by_mail) == (Voice.MEMBER, "Yes, on Friday.", True)
    asked.refresh_from_db()
    assert asked.state == RequestState.IN_WORK


def test_a_stranger_is_shown_as_such_and_changes_nothing(asked: PressRequest) -> None:
    services.officer_answers(asked, "Which day?", actor=officer(), then=RequestState.WAITING)
    assert receive(letter(asked, From="eve@evil.example").as_bytes()).outcome is Outcome.OK
    assert (newest(asked).voice, newest(asked).sender) == (Voice.STRANGER, "eve@evil.example")
    asked.refresh_from_db()
    assert asked.state == RequestState.WAITING


@pytest.mark.parametrize(
    "senders",
    ["a@b.example, {member}", "{member}, a@b.example", "", "not an address", '"{member}" <a@b.example>'],
)
def test_several_or_no_senders_are_nobody(asked: PressRequest, senders: str) -> None:
    receive(letter(asked, From=senders.replace("{member}", asked.member.user.email)).as_bytes())
    assert newest(asked).voice == Voice.STRANGER


def test_two_from_headers_are_nobody(asked: PressRequest) -> None:
    raw = b"From: eve@evil.example\r\n" + letter(asked).as_bytes()
    receive(raw)
    assert newest(asked).voice == Voice.STRANGER


@pytest.mark.parametrize(
    ("results", "voice"),
    [
        ("mx.example.vn; dmarc=pass header.from=example.org", Voice.MEMBER),
        ("mx.example.vn; dmarc=fail", Voice.STRANGER),
        ("evil.example; dmarc=pass", Voice.STRANGER),
        ("mx.example.vn.evil.example; dmarc=pass", Voice.STRANGER),
        ("", Voice.STRANGER),
    ],
)
def test_our_servers_finding_counts_where_it_is_named(
    asked: PressRequest, settings: Any, results: str, voice: Voice
) -> None:
    settings.PRESS_MAIL_AUTHSERV = "mx.example.vn"
    receive(letter(asked, **({"Authentication_Results": results} if results else {})).as_bytes())
    assert newest(asked).voice == voice


def test_a_suspended_organisations_mail_is_a_strangers(asked: PressRequest) -> None:
    asked.organisation.state = "suspended"
    asked.organisation.save()
    receive(letter(asked).as_bytes())
    assert newest(asked).voice == Voice.STRANGER


@pytest.mark.parametrize("change", ["flip", "other", "short", "nothing"])
def test_a_wrong_address_is_refused_and_kept(asked: PressRequest, change: str) -> None:
    address = address_of(asked.uuid)
    token = address.split("+")[1].split("@")[0]
    wrong = {
        "flip": address.replace(token, token[:-1] + ("a" if token[-1] != "a" else "b")),
        "other": address.replace("press.example.vn", "press.example.com"),
        "short": address.replace(token, token[:-3]),
        "nothing": "requests@press.example.vn",
    }[change]
    made = letter(asked)
    del made["To"]
    made["To"] = wrong
    before = asked.messages.count()
    for _time in range(2):
        assert receive(made.as_bytes(), wrong).outcome is Outcome.NOUSER
    assert asked.messages.count() == before
    dead = DeadLetter.objects.get()
    assert dead.file.read() == made.as_bytes()
    assert dead.sender.endswith(f"<{asked.member.user.email}>")


def test_the_address_survives_capitals_and_a_change_of_key(asked: PressRequest, settings: Any) -> None:
    address = address_of(asked.uuid)
    assert len(address.split("@")[0]) <= 64
    assert request_of(address.upper()) == asked.uuid
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    assert request_of(address) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert request_of(address) == asked.uuid
    settings.PRESS_REPLY_ADDRESS = ""
    assert request_of(address) is None


def test_a_request_closed_long_ago_has_no_address_any_more(asked: PressRequest) -> None:
    services.set_state(asked, RequestState.CLOSED, actor=officer())
    assert receive(letter(asked).as_bytes()).outcome is Outcome.OK
    asked.refresh_from_db()
    assert (asked.state, asked.ended_at) == (RequestState.IN_WORK, None)
    services.set_state(asked, RequestState.CLOSED, actor=officer())
    PressRequest.objects.update(ended_at=timezone.now() - services.WAKES_WITHIN * 2)
    assert receive(letter(asked, id="two").as_bytes()).outcome is Outcome.NOUSER
    assert DeadLetter.objects.count() == 1


def test_the_same_mail_twice_is_kept_once(asked: PressRequest) -> None:
    for _time in range(2):
        assert receive(letter(asked).as_bytes()).outcome is Outcome.OK
    assert asked.messages.count() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"X_Press_Thread": "elsewhere"},
        {"From": "MAILER-DAEMON@mx.example"},
    ],
)
def test_machines_are_kept_and_answered_by_nobody(
    asked: PressRequest, headers: dict[str, str], django_capture_on_commit_callbacks: Any
) -> None:
    services.officer_answers(asked, "Which day?", actor=officer(), then=RequestState.WAITING)
    outbox.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        receive(letter(asked, **headers).as_bytes())
    assert newest(asked).voice == Voice.MACHINE
    assert not outbox.outbox
    asked.refresh_from_db()
    assert asked.state == RequestState.WAITING


WORDS = {
    "utf-8": "Đoàn phim 下龙湾 — bảy người",
    "gb18030": "我们想在下龙湾拍摄，可以吗？",
    "gb2312": "我们想拍摄",
    "shift_jis": "日の出を撮影したいです",
    "iso-2022-jp": "日の出を撮影したいです",
    "euc-kr": "촬영을 하고 싶습니다",
    "windows-1258": "Xin chao",
    "koi8-r": "Можно ли снимать?",
}


@pytest.mark.parametrize("charset", WORDS)
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_every_charset_is_read(asked: PressRequest, charset: str, encoding: str) -> None:
    import base64
    import quopri

    octets = WORDS[charset].encode(charset)
    body = {"8bit": octets, "base64": base64.encodebytes(octets), "quoted-printable": quopri.encodestring(octets)}
    head = letter(asked, "").as_bytes().split(b"\n\n")[0]
    lines = [line for line in head.split(b"\n") if not line.lower().startswith((b"content-", b"mime-"))]
    raw = (
        b"\n".join(lines)
        + (
            f"\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\n"
            f"Content-Transfer-Encoding: {encoding}\n\n"
        ).encode()
    )
    receive(raw + body[encoding])
    assert newest(asked).text == WORDS[charset]


@pytest.mark.parametrize(("charset", "codec"), [("x-unknown", "utf-8"), ("us-ascii", "gb18030"), ("", "iso-2022-jp")])
def test_a_charset_that_lies_loses_no_mail(charset: str, codec: str) -> None:
    text = "我们想在下龙湾拍摄日出，可以吗？谢谢你们的帮助。" if codec != "iso-2022-jp" else "日の出を撮影したい"
    found = mail_text.decoded(text.encode(codec), charset)
    assert found == text if codec != "gb18030" else found


def test_html_alone_becomes_text_without_scripts(asked: PressRequest) -> None:
    made = letter(asked)
    made.set_content(
        "<html><head><style>p{}</style><title>x</title></head><body><script>alert(1)</script><p>Yes &amp; no</p>"
        "<img src='http://evil.example/x.gif'><div>Second</div><blockquote>We asked</blockquote></body></html>",
        subtype="html",
    )
    receive(made.as_bytes())
    assert newest(asked).text == "Yes & no\nSecond"
    assert newest(asked).quoted == "> We asked"


@pytest.mark.parametrize(
    ("text", "new", "quoted"),
    [
        ("Yes.\n\nOn Monday X wrote:\n> old\n> older\n", "Yes.", "On Monday X wrote:\n> old\n> older"),
        ("Yes.\n\n-----Original Message-----\nFrom: x\nold", "Yes.", "-----Original Message-----\nFrom: x\nold"),
        ("> first\nmine\n> second\nmine too", "> first\nmine\n> second\nmine too", ""),
        ("> only quoted", "> only quoted", ""),
        ("好的\n\n张三 写道：\n> 旧", "好的", "张三 写道：\n> 旧"),
        ("Dear all:\nplain", "Dear all:\nplain", ""),
    ],
)
def test_repetitions_are_folded_and_answers_between_stay(text: str, new: str, quoted: str) -> None:
    assert mail_text.folded(text) == (new, quoted)


def test_attachments_are_checked_kept_or_named(asked: PressRequest) -> None:
    made = letter(asked)
    made.add_attachment(jpeg(), maintype="image", subtype="jpeg", filename="../../pass.exe")
    made.add_attachment(b"MZ\x90", maintype="image", subtype="png", filename="evil.png")
    made.add_attachment(b"", maintype="application", subtype="pdf", filename="empty.pdf")
    receive(made.as_bytes())
    kept = RequestAttachment.objects.get()
    assert (kept.name, kept.media_type) == ("pass.jpg", "image/jpeg")
    assert [entry["name"] for entry in newest(asked).left_out] == ["evil.png", "empty.pdf"]
    assert ".." not in kept.file.name


def test_only_so_many_attachments_are_kept(asked: PressRequest) -> None:
    made, small = letter(asked), jpeg(60, 60)
    for number in range(15):
        made.add_attachment(small, maintype="image", subtype="jpeg", filename=f"{number}.jpg")
    receive(made.as_bytes())
    assert RequestAttachment.objects.count() == 10
    assert len(newest(asked).left_out) == 5


def nested(asked: PressRequest, depth: int) -> bytes:
    head = f"From: {asked.member.user.email}\nTo: {address_of(asked.uuid)}\n"
    body = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return (head + body + "Content-Type: text/plain\n\ndeep\n").encode()


@pytest.mark.parametrize("depth", [1, 15, 50])
def test_nested_parts_are_read_as_deep_as_anybody_nests(asked: PressRequest, depth: int) -> None:
    assert receive(nested(asked, depth)).outcome is Outcome.OK


def test_bombs_are_refused_in_no_time_and_kept(asked: PressRequest, settings: Any) -> None:
    settings.PRESS_MAIL_MAX_BYTES = 3_000_000
    bombs = [
        nested(asked, 5000),
        b"X-A: b\n" * 10_000 + letter(asked).as_bytes(),
        b"X-A: " + b"b" * 1_000_000 + b"\n" + letter(asked).as_bytes(),
        letter(asked).as_bytes() + b"x" * 4_000_000,
    ]
    started = timezone.now()
    for bomb in bombs:
        assert receive(bomb).outcome is Outcome.DATAERR
    assert (timezone.now() - started).total_seconds() < 5
    assert DeadLetter.objects.count() == len(bombs)
    assert asked.messages.count() == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\n", b"\0\0\0", b"From\n\n", b"To: <<<>>>,,,;;@\n\nx", b"\xff\xfe\xfa", b"Content-Type: ///;;;=\n\nx",
        b"To: =?utf-8?B?////?=\nSubject: =?x?q?=?=\n\n", b"Content-Type: multipart/mixed\n\nx",
        b"Content-Transfer-Encoding: base64\n\n!!!!",
    ],
)  # fmt: skip
def test_what_is_no_mail_is_kept_as_a_dead_letter(raw: bytes) -> None:
    assert receive(raw).outcome in (Outcome.NOUSER, Outcome.DATAERR)
    assert DeadLetter.objects.count() == 1


@pytest.mark.parametrize(
    "broken", [b'Content-Type: text/plain; charset="\xff"', b"Content-Type: ///", b"Subject: \xff\xfe\n  =?big5?B?x?="]
)
def test_broken_headers_lose_no_word(asked: PressRequest, broken: bytes) -> None:
    raw = f"From: {asked.member.user.email}\nTo: {address_of(asked.uuid)}\n".encode() + broken + b"\n\nHello"
    assert receive(raw).outcome is Outcome.OK
    assert newest(asked).text == "Hello"


def test_control_and_direction_marks_are_taken_out(asked: PressRequest) -> None:
    receive(letter(asked, "safe\u202eexe\x07.\ud7ff").as_bytes())
    assert "\u202e" not in newest(asked).text


def test_too_many_for_one_request_are_to_come_later(asked: PressRequest) -> None:
    with mock.patch("press.requests.receiving.MAILS", mock.Mock(**{"is_exhausted.return_value": True})):
        assert receive(letter(asked).as_bytes()).outcome is Outcome.TEMPFAIL
    assert asked.messages.count() == 1


@pytest.mark.parametrize(("recipient", "code"), [("right", 0), ("requests+x@press.example.vn", 67)])
def test_the_command_ends_with_a_code_for_the_mail_server(asked: PressRequest, recipient: str, code: int) -> None:
    address = address_of(asked.uuid) if recipient == "right" else recipient
    standard = mock.Mock(buffer=io.BytesIO(letter(asked).as_bytes()))
    with mock.patch.object(sys, "stdin", standard):
        if code:
            with pytest.raises(SystemExit) as ended:
                call_command("receive_mail", recipient=address, stderr=io.StringIO())
            assert ended.value.code == code
        else:
            call_command("receive_mail", recipient=address)


def test_a_mailbox_is_read_and_marked_after_keeping(asked: PressRequest, settings: Any) -> None:
    settings.PRESS_IMAP_URL = "imaps://desk%40example:p%3Aw@imap.example/Press"
    box = mock.MagicMock()
    box.__enter__.return_value = box
    box.search.return_value = ("OK", [b"1 2"])
    box.fetch.side_effect = [("OK", [(b"1", letter(asked).as_bytes())]), ("OK", [None])]
    with mock.patch("imaplib.IMAP4_SSL", return_value=box):
        assert mailbox.fetch() == 1
    box.login.assert_called_once_with("desk@example", "p:w")
    box.select.assert_called_once_with('"Press"')
    assert box.store.call_count == 1
    assert newest(asked).by_mail
    settings.PRESS_IMAP_URL = ""
    assert mailbox.fetch() == 0
