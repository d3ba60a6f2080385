"""The acts on consents. Revoking withdraws at once whatever rests on the consent, and tells whoever holds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from media_library import services
from media_library.consent_documents import Checked
from media_library.holders import holders_of, one_act
from media_library.models import Asset, Consent, record_of
from media_library.models.consent import SIGNED, ConsentBasis, document_path

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

REVOKED = gettext_noop(
    "The consent to show the people in it no longer holds. Please don't use it any more and delete your copies."
)
"""What partners are told: kept in English and shown in the reader's language. It names nobody."""


def resting_on(consent: Consent) -> QuerySet[Asset]:
    """The assets under a consent, whatever their state."""
    return Asset.objects.filter(consent=consent).order_by("pk")


def given_out(consent: Consent) -> QuerySet[Asset]:
    """Those of them that an exit may be giving out: a revocation withdraws them."""
    return resting_on(consent).filter(approved_at__isnull=False, withdrawn_at__isnull=True)


def reach_of(consent: Consent) -> tuple[int, int]:
    """(assets that a revocation withdraws, organisations that hold one of them and will be told)."""
    ids = list(given_out(consent).values_list("pk", flat=True))
    return len(ids), holders_of(ids)


@transaction.atomic
def revoke_consent(consent: Consent, *, reason: str, actor: AbstractBaseUser | None) -> int:
    """Revoke: from this second nothing that rests on it is given out, and it can't be undone.

    Every approved asset under it is withdrawn, which tells its holders; drafts leave their workflow. `reason` stays
    in the province's own records. Returns how many assets were withdrawn. Raises ValidationError without a reason
    and for a consent that is revoked already. Who is to be shown again needs a new consent and a successor.
    """
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if not reason.strip():
        raise ValidationError(_("Say who revoked it and how, such as “letter of 3 May”. Only your colleagues read it."))
    if consent.revoked_at is not None:
        raise ValidationError(_("It is revoked already."))
    latest = _withdraw(given_out(consent), actor)
    _stop_workflows(resting_on(consent).filter(approved_at__isnull=True), actor)
    withdrawn = len(latest)
    # The withdrawals come first, by a microsecond at least: who could see an asset until then is told that it
    # is gone (410, change log). After the revocation nobody could, and it would just be missing.
    moment = max([timezone.now(), *(at + timedelta(microseconds=1) for at in latest)])
    consent.revoked_at, consent.revoked_by, consent.revocation_reason = moment, _person(actor), reason.strip()
    consent.save(update_fields=["revoked_at", "revoked_by", "revocation_reason"])
    log(instance=consent, action="media_library.revoke_consent", user=actor, data={"assets": withdrawn})
    return withdrawn


def _withdraw(assets: Iterable[Asset], actor: AbstractBaseUser | None) -> list[datetime]:
    """Withdraw each; returns when. To each holder it is one act, so one message."""
    moments = []
    with one_act():
        for asset in list(assets):
            services.withdraw(asset, reason=REVOKED, actor=actor)
            withdrawn_at = Asset.objects.values_list("withdrawn_at", flat=True).get(pk=asset.pk)
            if withdrawn_at is not None:
                moments.append(withdrawn_at)
    return moments


def _stop_workflows(drafts: Iterable[Asset], actor: AbstractBaseUser | None) -> None:
    """What waits for its approval can't get it any more."""
    for asset in drafts:
        record = record_of(asset)
        if record is not None:
            for state in WorkflowState.objects.for_instance(record).active():
                state.cancel(user=actor)


def _person(actor: Any) -> Any:
    return actor if actor is not None and actor.pk else None


def lacks(consent: Consent, people: Iterable[Any] | None = None) -> list[str]:
    """What a consent needs before an asset may rest on it, in words; empty when nothing is missing."""
    people = list(consent.people.all()) if people is None else list(people)
    found = []
    if consent.basis in SIGNED and not consent.document:
        found.append(_("the signed document"))
    if any(person.is_minor for person in people) and consent.basis == ConsentBasis.WRITTEN:
        found.append(_("a guardian's consent, since a minor is shown"))
    return found


@transaction.atomic
def keep_document(consent: Consent, checked: Checked, *, actor: AbstractBaseUser | None) -> None:
    """Keep a checked document with a saved consent; one that it had before is erased once this is stored."""
    before = consent.document.name if consent.document else ""
    content = checked.file.read()
    name = document_path(consent, f"{hashlib.sha256(content).hexdigest()}.{checked.extension}")
    storage = storages["private"]
    consent.document.name = name if storage.exists(name) else storage.save(name, ContentFile(content))
    consent.document_name, consent.document_type = checked.name, checked.media_type
    consent.save(update_fields=["document", "document_name", "document_type"])
    log(instance=consent, action="media_library.keep_consent_document", user=actor)
    if before and before != consent.document.name:
        transaction.on_commit(lambda: erase_document(before))


def erase_document(name: str) -> None:
    """Delete the file of a document unless another consent has the very same one."""
    if name and not Consent.objects.filter(document=name).exists():
        storages["private"].delete(name)
