"""Mail of a thread, in: one RFC 5322 message from a mail server's pipe or a mailbox, to the request its address names.

The address is the key; the sender's name isn't. A mail from an address of one of the organisation's members is the
newsroom's word; any other is kept for the officers as an unverified sender's. What belongs nowhere is kept whole as a
dead letter and refused with a code of sysexits.h, so that the mail server tells its sender.
"""

from __future__ import annotations

import email
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from email.utils import getaddresses
from enum import IntEnum
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from media_library.ingest.refusal import NotAccepted
from media_library.ingest.service import clean_name
from media_library.throttle import Throttle
from press import attachments
from press.models import DeadLetter, Member, PressRequest, RequestMessage, Voice
from press.requests import mail_text, services
from press.requests.mails import LOOP_MARK
from press.requests.reply_address import request_of

MOST_HEADER_BYTES = 256 * 1024
MOST_HEADERS = 500
MOST_BOUNDARIES = 60
"""More than any mail program nests; each makes the parser compare every line once more."""
MAILS = Throttle("request-mails", limit=60, seconds=3600)
"""For each request: whoever knows the address can't fill the office's mailbox."""
DEAD_LETTERS = Throttle("dead-letters", limit=200, seconds=3600)
"""Kept of all that belongs nowhere: whoever writes to invented addresses can't fill the disk."""
_SAID_BY_OTHERS = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')
_AUTOMATIC = frozenset({"bulk", "junk", "list", "auto_reply"})


class Outcome(IntEnum):
    """What the mail server is told (sysexits.h)."""

    OK = 0
    DATAERR = 65
    NOUSER = 67
    TEMPFAIL = 75


@dataclass(frozen=True, slots=True)
class Received:
    outcome: Outcome
    words: str = ""
    message: RequestMessage | None = None


def receive(raw: bytes, recipient: str = "") -> Received:
    """Take in one message. `recipient` is the envelope's; without it the headers are asked."""
    if len(raw) > settings.PRESS_MAIL_MAX_BYTES or _is_bomb(raw):
        return _dead(raw[: settings.PRESS_MAIL_MAX_BYTES], Outcome.DATAERR, "too big or too deep", recipient)
    try:
        parsed = email.message_from_bytes(raw, policy=policy.default)
        assert isinstance(parsed, EmailMessage)  # noqa: S101  (the policy's factory)
        leaves = mail_text.parts(parsed)
    except Exception:
        return _dead(raw, Outcome.DATAERR, "unreadable", recipient)
    found = _request(parsed, recipient)
    if found is None:
        return _dead(raw, Outcome.NOUSER, "no such request", recipient, parsed)
    identity = mail_text.header(parsed, "Message-ID", 240).strip("<> ") or f"{hashlib.sha256(raw).hexdigest()}@none"
    if found.messages.filter(message_id=identity).exists():
        return Received(Outcome.OK, "received before")
    automatic = _is_automatic(parsed)
    if services.is_asleep(found, timezone.now()):
        return _dead(raw, Outcome.NOUSER, "closed long ago", recipient, parsed)
    if MAILS.is_exhausted(str(found.pk)):
        return Received(Outcome.TEMPFAIL, "too many for this request; try again later")
    MAILS.count(str(found.pk))
    text, quoted = mail_text.folded(mail_text.words_of(leaves))
    kept, left_out = ([], []) if automatic else _files(leaves)
    came = {
        "message_id": identity, "sender": _sender(parsed), "by_mail": True, "quoted": quoted, "left_out": left_out,
        "files": kept,
    }  # fmt: skip
    try:
        with transaction.atomic():
            message = _keep(found, text, automatic, parsed, came)
    except IntegrityError:  # the same mail at the same time
        return Received(Outcome.OK, "received before")
    except ValidationError:
        return _dead(raw, Outcome.NOUSER, "closed long ago", recipient, parsed)
    return Received(Outcome.OK, "kept", message)


def _keep(
    request: PressRequest, text: str, automatic: bool, parsed: EmailMessage, came: dict[str, object]
) -> RequestMessage:
    member = None if automatic else _member(request, parsed)
    if member is not None:
        return services.member_says(request, text, user=member.user, **came)  # type: ignore[arg-type]
    voice = Voice.MACHINE if automatic else Voice.STRANGER
    return services.keep_foreign_word(request, voice, text, at=timezone.now(), **came)


def _is_bomb(raw: bytes) -> bool:
    head = re.split(rb"\r?\n\r?\n", raw[: MOST_HEADER_BYTES + 4], maxsplit=1)[0]
    if len(head) > MOST_HEADER_BYTES or head.count(b"\n") > 4 * MOST_HEADERS:
        return True
    if len(re.findall(rb"(?m)^[!-9;-~]+:", head)) > MOST_HEADERS:
        return True
    return raw.lower().count(b"boundary") > MOST_BOUNDARIES


def _request(parsed: EmailMessage, recipient: str) -> PressRequest | None:
    """By the envelope's recipient alone, where there is one; else by the headers a mail server writes."""
    names = ("Delivered-To", "X-Original-To", "To", "Cc")
    told = [recipient] if recipient else [mail_text.header(parsed, name, 4000) for name in names]
    for address in [recipient, *(address for _name, address in getaddresses(told)[:50])]:
        uuid = request_of(address) if address else None
        if uuid is not None:
            return PressRequest.objects.select_related("organisation", "member__user").filter(uuid=uuid).first()
    return None


def _sender(parsed: EmailMessage) -> str:
    """The one address it says it is from; empty where it says none, or several."""
    found = [address for _name, address in getaddresses([mail_text.header(parsed, "From", 1000)]) if "@" in address]
    raw = [str(value) for name, value in parsed.raw_items() if name.lower() == "from"]
    if len(found) != 1 or len(raw) != 1:
        return ""
    address = found[0].lower()[:254]
    # `one@there <other@elsewhere>` isn't read alike by all: the server that checked it may have read the other.
    return address if {held.strip().lower() for held in re.findall("<([^<>]*)>", raw[0])} <= {address} else ""


def _member(request: PressRequest, parsed: EmailMessage) -> Member | None:
    """The member of the asking organisation who wrote, if our own mail server found that it really was their domain."""
    sender = _sender(parsed)
    if not sender or not request.organisation.is_partner or not _is_authentic(parsed):
        return None
    members = Member.objects.select_related("user").filter(organisation=request.organisation_id, user__is_active=True)
    return members.filter(user__email__iexact=sender).first()


def _is_authentic(parsed: EmailMessage) -> bool:
    """RFC 8601, where the name of our server is set: only its own finding counts, and only the topmost one."""
    ours = str(settings.PRESS_MAIL_AUTHSERV).lower()
    if not ours:
        return True
    for value in parsed.get_all("Authentication-Results") or []:
        server, _semicolon, results = str(value).lower().partition(";")
        if server.split()[:1] == [ours]:
            # Comments and quoted strings hold what the sender chose: they say nothing.
            plain = _SAID_BY_OTHERS.sub("", results)
            return any(re.match(r"\s*dmarc\s*=\s*pass(\s|$)", result) for result in plain.split(";"))
    return False


def _is_automatic(parsed: EmailMessage) -> bool:
    """RFC 3834 and what is seen in the wild: answers of machines, bounces, and our own mail come back."""
    told = mail_text.header(parsed, "Auto-Submitted", 100).lower()
    return (
        (bool(told) and not told.startswith("no"))
        or mail_text.header(parsed, "Precedence", 40).lower() in _AUTOMATIC
        or any(name in parsed for name in ("X-Autoreply", "X-Autorespond", "X-Failed-Recipients", LOOP_MARK))
        or mail_text.header(parsed, "Return-Path", 100) == "<>"
        or parsed.get_content_type() == "multipart/report"
        or _sender(parsed).startswith(("mailer-daemon@", "postmaster@"))
    )


def _files(leaves: Sequence[Message[Any, Any]]) -> tuple[list[attachments.Checked], list[dict[str, str]]]:
    """(those that are kept, those that aren't with the reason)."""
    kept: list[attachments.Checked] = []
    left_out: list[dict[str, str]] = []
    for part in leaves:
        if not mail_text.is_attachment(part):
            continue
        name = clean_name(_file_name(part))
        octets = mail_text.octets_of(part)
        try:
            if len(kept) >= attachments.MOST_FILES:
                left_out.append({"name": name, "reason": "too many"})
            else:
                kept.append(attachments.check(ContentFile(octets, name)))
        except NotAccepted as refusal:
            left_out.append({"name": name, "reason": str(refusal)})
    return kept, left_out[:50]


def _file_name(part: Message[Any, Any]) -> str:
    try:
        return str(part.get_filename() or part.get_content_type())
    except Exception:
        return "?"


def _dead(raw: bytes, outcome: Outcome, reason: str, recipient: str, parsed: EmailMessage | None = None) -> Received:
    """Keep what belongs nowhere, the same bytes once. Its sender is told by the mail server, kept or not."""
    digest = hashlib.sha256(raw).hexdigest()
    if not DEAD_LETTERS.is_exhausted() and not DeadLetter.objects.filter(sha256=digest).exists():
        DEAD_LETTERS.count()
        DeadLetter.objects.create(
            reason=reason,
            sender=mail_text.header(parsed, "From", 254) if parsed else "",
            recipient=recipient[:254],
            subject=mail_text.header(parsed, "Subject", 200) if parsed else "",
            bytes=len(raw),
            sha256=digest,
            file=ContentFile(raw, "letter.eml"),
        )
    return Received(outcome, reason)
