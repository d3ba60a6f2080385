"""Making, opening, counting and revoking share links."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from media_library.bearer import digest_of, new_secret
from press.models import (
    Kit,
    KitState,
    Organisation,
    OrganisationState,
    ShareDownload,
    ShareLink,
    ShareLinkState,
)
from press.selectors.share_links import RECIPIENTS

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

MARK = "shr_"
"""Begins every secret, so that people and secret scanners recognise it."""
DAYS, DAYS_AT_MOST = 14, 365
PASSWORD_LENGTH = 8
"""Characters that a password has at least."""
RESUMES = timedelta(hours=6)
"""A download may be gone on with for so long without being counted again."""
USE_NOTED_EVERY = timedelta(minutes=10)


@transaction.atomic
def make_guest(*, name: str, country: str, email: str, language: str, actor: AbstractBaseUser | None) -> Organisation:
    """A recipient without an account. Raises ValidationError for bad values and for a name that is there already."""
    guest = Organisation(
        name=" ".join(name.split()),
        country=country.strip().upper(),
        contact_email=email.strip(),
        language=language,
        state=OrganisationState.GUEST,
    )
    if Organisation.objects.filter(name__iexact=guest.name).exists():
        raise ValidationError(_("“%(name)s” is known already: choose it from the list."), params={"name": guest.name})
    guest.full_clean()
    guest.save()
    log(instance=guest, action="press.make_guest", user=actor)
    return guest


@transaction.atomic
def make(
    kit: Kit,
    recipient: Organisation,
    *,
    name: str,
    days: int = DAYS,
    password: str = "",
    download_limit: int | None = None,
    under_embargo: bool = False,
    asset_ids: Collection[int] = (),
    actor: AbstractBaseUser | None,
) -> tuple[ShareLink, str]:
    """A new link and its secret, which is told this once and never again.

    Days are those of 24 hours, whatever clocks do meanwhile. Raises ValidationError for a kit that isn't published, a
    recipient who may have none, and for values outside their bounds.
    """
    if kit.state != KitState.PUBLISHED:
        raise ValidationError(_("Publish the kit first: a link leads to what is published."))
    if recipient.state not in RECIPIENTS:
        raise ValidationError(_("Links are for verified partners and for guests."))
    if not name.strip():
        raise ValidationError(_("Give the link a name that says what it is for."))
    if not 1 <= days <= DAYS_AT_MOST:
        raise ValidationError(_("A link is valid for one day to one year."))
    if download_limit is not None and not 1 <= download_limit <= 10_000:
        raise ValidationError(_("The number of downloads lies between 1 and 10,000."))
    if password and len(password) < PASSWORD_LENGTH:
        raise ValidationError(_("A password has at least %(number)d characters."), params={"number": PASSWORD_LENGTH})
    chosen = set(asset_ids)
    if chosen - set(kit.items.values_list("asset_id", flat=True)):
        raise ValidationError(_("Choose among the files of the kit."))
    secret = new_secret(MARK)
    link = ShareLink.objects.create(
        kit=kit,
        organisation=recipient,
        name=name.strip()[:100],
        digest=digest_of(secret),
        password=make_password(password) if password else "",
        may_see_under_embargo=under_embargo,
        download_limit=download_limit,
        expires_at=timezone.now() + timedelta(days=days),
        created_by_id=actor.pk if actor else None,
    )
    link.assets.set(chosen)
    log(instance=kit, action="press.make_share_link", user=actor, data={"link": link.name, "after": str(recipient)})
    return link, secret


@transaction.atomic
def revoke(link: ShareLink, *, actor: AbstractBaseUser | None) -> None:
    """From this second it opens nothing, not even what is on its way to being resumed."""
    if ShareLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        log(instance=link.kit, action="press.revoke_share_link", user=actor, data={"link": link.name})


def is_password(link: ShareLink, typed: str) -> bool:
    """Slow on purpose: whoever asks throttles first."""
    return not link.password or check_password(typed[:1000], link.password)


def note_use(link: ShareLink) -> None:
    """One write in ten minutes at most."""
    now = timezone.now()
    if link.last_used_at is None or link.last_used_at < now - USE_NOTED_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USE_NOTED_EVERY)
        ShareLink.objects.filter(stale, pk=link.pk).update(last_used_at=now)


@transaction.atomic
def count(link: ShareLink, browser: str, files: str, *, continues: bool) -> bool:
    """Whether the download may begin, or go on; one that begins is counted.

    The row is held meanwhile, so that of several who come at once for the last download one gets it. `files` is the
    digest of what is asked for; `continues` says that the asker holds part of it.
    """
    held = ShareLink.objects.select_for_update().get(pk=link.pk)
    now = timezone.now()
    if continues and held.counted.filter(browser=browser, files=files, at__gt=now - RESUMES).exists():
        return held.state_at(now) in (ShareLinkState.OPEN, ShareLinkState.USED_UP)
    if held.state_at(now) is not ShareLinkState.OPEN:
        return False
    ShareDownload.objects.create(link=held, browser=browser, files=files)
    ShareLink.objects.filter(pk=held.pk).update(downloads=F("downloads") + 1, last_used_at=now)
    return True


def takes_still(link: ShareLink, browser: str) -> bool:
    """Whether this browser took something by the link just now, and may go on with it though the link is used up."""
    return link.counted.filter(browser=browser, at__gt=timezone.now() - RESUMES).exists()
