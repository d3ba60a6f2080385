"""The mail that tells a member what is new. The rights are asked when it goes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation

from locales.moments import with_zone
from media_library.rights import Audience
from media_library.selectors import views_of
from press import mail
from press.alerts.services import stop_path
from press.kit_view import KitView
from press.models import Interests, KitState, Letter, LetterKind, Told, When
from press.policy import under_embargo
from press.selectors.kits import kit_views, kits_for
from press.selectors.partners import audience_for

LISTED = 20
"""Of each kind; the rest is counted, and found in the press room."""


@dataclass(frozen=True, slots=True)
class Line:
    """`embargo` is the end of an embargo in words, with its zone; empty where there is none."""

    title: str
    words: str
    url: str
    embargo: str = ""


def register() -> None:
    from press.services import members, reviews
    from press.services.letters import register_composer

    register_composer(LetterKind.ALERT, compose)
    register_composer(LetterKind.REVIEW, reviews.compose)
    register_composer(LetterKind.INVITATION, members.compose)


def compose(letter: Letter) -> EmailMessage | None:
    """None where the member wants no alerts any more, or may see none of it now.

    What may not be seen is taken back from what was told: it is news when it may be again.
    """
    member, now = letter.member, timezone.now()
    if member is None:
        return None
    interests = Interests.objects.filter(member=member).exclude(alerts=When.NEVER).first()
    told = list(letter.told.all())
    kits: list[Line] = []
    pictures: list[Line] = []
    if interests is not None and member.user.is_active and member.organisation.is_partner:
        lang = mail.offered(interests.language)
        with translation.override(lang):
            kits, pictures = _lines(told, audience_for(member.organisation), lang, now)
    else:
        Told.objects.filter(letter=letter).delete()
    if interests is None or not (kits or pictures):
        return None
    with translation.override(lang):
        stop = settings.SITE_URL + stop_path(member)
        context = {
            "kits": kits[:LISTED],
            "pictures": pictures[:LISTED],
            "further": len(kits[LISTED:]) + len(pictures[LISTED:]),
            "first": (kits or pictures)[0],
            "others": len(kits) + len(pictures) - 1,
            "embargoed": any(line.embargo for line in (*kits, *pictures)),
            "room": settings.SITE_URL + reverse("press:room"),
            "choices": settings.SITE_URL + reverse("press:interests"),
            "stop": stop,
        }
        headers = {
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-ID": f"<press-alerts.{mail.site_host()}>",
            "Auto-Submitted": "auto-generated",
        }
        to, identity = [member.user.email], f"letter-{letter.key}"
        return mail.written("alert", context, to, identity, headers=headers)


def _lines(told: list[Told], audience: Audience, lang: str, now: datetime) -> tuple[list[Line], list[Line]]:
    """The kits and pictures among those noted that the audience may see now; the others' notes are deleted.

    Pictures that stand in a kit of the same letter are told with it. A fixed number of queries.
    """
    kit_ids = [row.kit_id for row in told if row.kit_id]
    asset_ids = [row.asset_id for row in told if row.asset_id]
    found = kits_for(audience, now).filter(pk__in=kit_ids, state=KitState.PUBLISHED)
    kits = kit_views(found, audience, lang, now)
    assets = views_of(audience, lang, ids=asset_ids, at=now)
    seen_kits = {view.kit.pk for view in kits}
    gone = [row.pk for row in told if (row.kit_id or 0) not in seen_kits and (row.asset_id or 0) not in assets]
    Told.objects.filter(pk__in=gone).delete()
    within = {pk for view in kits for pk in view.asset_ids}
    pictures = [
        Line(
            view.title.text,
            view.province_name.text,
            settings.SITE_URL + reverse("image_bank:picture", args=[view.uuid]),
            with_zone(view.embargo_until, UTC) if view.embargo_until and under_embargo(view.embargo_until, now) else "",
        )
        for view in assets.values()
        if view.id not in within
    ]
    return [_line(view) for view in kits], pictures


def _line(view: KitView) -> Line:
    until = view.kit.embargo_until if view.embargoed else None
    return Line(
        view.title.text,
        view.summary.text,
        settings.SITE_URL + reverse("press:kit", args=[view.slug]),
        with_zone(until, view.kit.embargo_zone, view.kit.embargo_timezone) if until else "",
    )
