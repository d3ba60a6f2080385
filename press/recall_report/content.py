"""What a report says, in the language of the reader, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from locales.moments import with_zone
from locales.text import LocalText
from locales.units import file_size
from press import mail
from press.models import AnswerMeans, NoticeDelivery, Recall
from press.selectors.recalls import Told, notices_of, told_of
from promotion.languages.reader import reader_language


@dataclass(frozen=True, slots=True)
class Subject:
    """An asset of the recall."""

    title: LocalText
    uuid: str
    reason: LocalText
    successor: str


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation in the report, every cell in words."""

    organisation: str
    country: str
    contact: str
    ways: str
    size: str
    told: str
    reminded: str
    seen: str
    answer: str
    answered: str
    means: str
    where: str
    remark: str
    delay: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Report:
    recall: Recall
    made_at: datetime
    subjects: tuple[Subject, ...]
    lines: tuple[Line, ...]

    @property
    def answered(self) -> int:
        return sum(line.is_answered for line in self.lines)


HEADINGS = (
    "organisation", "country", "contact", "ways", "size", "told", "reminded", "seen", "answer", "answered", "means",
    "where", "remark", "delay",
)  # fmt: skip


def headings() -> dict[str, str]:
    """{field of a line: its heading}, in the order of the columns."""
    words = (
        _("Organisation"), _("Country"), _("Contact"), _("Taken by"), _("Size"), _("Told"), _("Reminded"), _("Seen"),
        _("Answer"), _("Answered"), _("By what means"), _("Where published"), _("Remark"), _("Time to answer"),
    )  # fmt: skip
    return dict(zip(HEADINGS, words, strict=True))


def report_of(recall: Recall, now: datetime) -> Report:
    """As it stands now. Seven queries, however many were told."""
    lang = reader_language()
    subjects = tuple(
        Subject(
            mail.title_of(notice.asset, lang),
            str(notice.asset.uuid),
            notice.told,
            str(notice.successor.uuid) if notice.successor else "",
        )
        for notice in notices_of(recall)
    )
    return Report(recall, now, subjects, tuple(_line(told) for told in told_of(recall)))


def _line(told: Told) -> Line:
    organisation, first = told.organisation, told.first
    answers = told.answers
    return Line(
        organisation=organisation.name,
        country=organisation.country,
        contact=", ".join(part for part in (organisation.contact_name, organisation.contact_email) if part),
        ways=_joined(way.label for way in told.taken.ways),
        size=file_size(told.taken.bytes),
        told=_("by mail, %(moment)s") % {"moment": with_zone(first.mailed_at)} if first.mailed_at else _("not by mail"),
        reminded=_joined(with_zone(one.mailed_at) for one in told.reminders if one.mailed_at),
        seen=with_zone(first.seen_at) if first.seen_at else "",
        answer=_joined(one.get_answer_display() for one in answers) or _("no answer"),
        answered=with_zone(told.answered_at) if told.answered_at else "",
        means=_joined(_means(one) for one in answers),
        where=_joined(one.published_at_address for one in answers),
        remark=_joined(one.comment for one in answers),
        delay=_delay(told),
        is_answered=told.is_answered,
    )


def _means(delivery: NoticeDelivery) -> str:
    who = str(delivery.acknowledged_by or delivery.answerer)
    how = str(AnswerMeans(delivery.means).label) if delivery.means else ""
    noted = _("taken down by %(name)s") % {"name": delivery.noted_by} if delivery.noted_by else ""
    return ", ".join(part for part in (how, who, noted) if part)


def _delay(told: Told) -> str:
    if told.delay is None:
        return ""
    hours = max(0, round(told.delay.total_seconds() / 3600))
    return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": localize(hours)}


def _joined(parts: Iterable[object]) -> str:
    return "; ".join(dict.fromkeys(str(part) for part in parts if part))
