"""{reason: what mends it}: the deep link for whoever may follow it, else whom to ask.

A test holds that every reason of the decision is in the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry

from media_library.models import Asset, Consent, Licence
from media_library.rights import Reason
from media_library.rights.decision import REASON_WORDS
from media_library.uses import uses_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Act(StrEnum):
    """What an editor does about a reason."""

    HAND_IN = "hand_in"
    SEE_SUCCESSOR = "see_successor"
    CHECK_MAP = "check_map"
    CHOOSE_LICENCE = "choose_licence"
    EXTEND_LICENCE = "extend_licence"
    MOVE_END = "move_end"
    ATTACH_CONSENT = "attach_consent"
    RENEW_CONSENT = "renew_consent"
    SEE_KIT = "see_kit"
    WAIT_FOR_PARTNER = "wait_for_partner"


ACTS: dict[Reason, Act] = {
    Reason.NOT_APPROVED: Act.HAND_IN,
    Reason.WITHDRAWN: Act.SEE_SUCCESSOR,
    Reason.MAP_NOT_CHECKED: Act.CHECK_MAP,
    Reason.NO_LICENCE: Act.CHOOSE_LICENCE,
    Reason.LICENCE_NOT_YET_VALID: Act.EXTEND_LICENCE,
    Reason.LICENCE_EXPIRED: Act.EXTEND_LICENCE,
    Reason.EXPIRED: Act.MOVE_END,
    Reason.CONSENT_MISSING: Act.ATTACH_CONSENT,
    Reason.CONSENT_EXPIRED: Act.RENEW_CONSENT,
    Reason.CONSENT_REVOKED: Act.ATTACH_CONSENT,
    Reason.EMBARGOED: Act.SEE_KIT,
    Reason.INTERNAL: Act.CHOOSE_LICENCE,
    Reason.PRESS_ONLY: Act.CHOOSE_LICENCE,
    Reason.TERRITORY: Act.CHOOSE_LICENCE,
    Reason.DOWNLOAD_NOT_LICENSED: Act.CHOOSE_LICENCE,
    Reason.REDISTRIBUTION_NOT_LICENSED: Act.CHOOSE_LICENCE,
    Reason.TERMS_NOT_ACCEPTED: Act.WAIT_FOR_PARTNER,
}

BATCH_FIELDS: dict[Act, str] = {
    Act.CHOOSE_LICENCE: "licence",
    Act.EXTEND_LICENCE: "licence",
    Act.MOVE_END: "expires_at",
    Act.ATTACH_CONSENT: "consent",
    Act.RENEW_CONSENT: "consent",
}
"""Acts that can be done for many at once, and the field that they fill."""


@dataclass(frozen=True, slots=True)
class Mend:
    """How a reason is mended. `links` are (words, address) the user may follow; `note` says the rest in words."""

    reason: Reason
    words: StrOrPromise
    links: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mender:
    """Who looks for a way to mend one asset. The asset comes with licence, consent, province and successor."""

    user: Any
    asset: Asset
    record: Any
    at: datetime

    def may(self, action: str) -> bool:
        policy = policy_registry.get_by_type(type(self.record))
        return bool(policy.user_has_permission_for_instance(self.user, action, self.record))

    def field_url(self, field: str) -> str:
        """The record's edit page, open at a field's tab."""
        return f"{self._edit_url()}#:w:contentpath={field}"

    def _edit_url(self) -> str:
        return reverse(f"{self.record.admin_namespace}:edit", args=[self.asset.pk])

    @property
    def province(self) -> str:
        return str(self.asset.province.name_vi or self.asset.province.name)

    def mend(self, reason: Reason) -> Mend:
        links, note = getattr(self, f"_{ACTS[reason]}")()
        return Mend(reason, REASON_WORDS[reason], tuple(links), note)

    # --- one for each act ---------------------------------------------------------------------------------
    def _hand_in(self) -> tuple[list[tuple[str, str]], str]:
        if self.asset.withdrawn_at is not None:
            return [], ""
        if self.record.workflow_in_progress:
            if self.may("publish"):
                return [(_("Look at it and approve"), self._edit_url())], ""
            return [], _("It is in review. Ask the approver of %s.") % self.province
        if self.may("change"):
            return [(_("Complete it and hand it in for approval"), self._edit_url())], ""
        return [], _("Ask the editor of %s.") % self.province

    def _see_successor(self) -> tuple[list[tuple[str, str]], str]:
        if self.asset.successor_id is None:
            return [], _("What was withdrawn stays withdrawn. Upload the corrected picture as a new one.")
        if not self.may("change"):
            return [], _("Another picture has taken its place.")
        url = reverse(f"{self.record.admin_namespace}:edit", args=[self.asset.successor_id])
        return [(_("Open the picture that has taken its place"), url)], ""

    def _check_map(self) -> tuple[list[tuple[str, str]], str]:
        if self.asset.withdrawn_at is not None:
            return [], ""
        if self.may("publish"):
            words = _("Compare it with the official map and tick that it follows it")
            return [(words, reverse("media_library_official_map", args=[self.asset.pk]))], ""
        return [], _("The approver of %s compares it with the official map.") % self.province

    def _choose_licence(self) -> tuple[list[tuple[str, str]], str]:
        links = []
        if self.may("change") and self._is_open():
            words = _("Choose a licence") if self.asset.licence is None else _("Choose another licence")
            links.append((words, self.field_url("licence")))
        return self._or_ask(links)

    def _extend_licence(self) -> tuple[list[tuple[str, str]], str]:
        links, note = self._choose_licence()
        licence = self.asset.licence
        if licence is not None and _may_change(self.user, licence):
            links = [(_("Change the dates of the licence"), _snippet_url(licence)), *links]
            note = ""
        return links, note

    def _move_end(self) -> tuple[list[tuple[str, str]], str]:
        links = []
        if self.may("change") and self._is_open():
            links.append((_("Change until when it may be given out"), self.field_url("expires_at")))
        return self._or_ask(links)

    def _attach_consent(self) -> tuple[list[tuple[str, str]], str]:
        links = []
        if self.may("change") and self._is_open():
            links.append((_("Attach a consent"), self.field_url("consent")))
            if policy_registry.get_by_type(Consent).user_has_permission(self.user, "add"):
                words = urlencode({"asset": self.asset.pk})
                url = reverse(Consent.snippet_viewset.get_url_name("add"))  # type: ignore[attr-defined]
                links.append((_("Enter a new consent"), f"{url}?{words}"))
        return self._or_ask(links)

    def _renew_consent(self) -> tuple[list[tuple[str, str]], str]:
        links, note = self._attach_consent()
        consent = self.asset.consent
        if consent is not None and _may_change(self.user, consent):
            links = [(_("Renew the consent on file"), _snippet_url(consent)), *links]
            note = ""
        return links, note

    def _see_kit(self) -> tuple[list[tuple[str, str]], str]:
        until = self.asset.embargo_until
        words = _("Until %s.") % date_format(localtime(until), "DATETIME_FORMAT") if until else ""
        kits = [use for use in uses_of(self.asset.pk, self.user) if use.source == "kit" and use.edit_url]
        links = [(_("Move the embargo in the kit “%s”") % use.title, use.edit_url) for use in kits]
        if not links:
            words = f"{words} " + _("Ask the press officer of %s.") % self.province
        return links, words.strip()

    def _wait_for_partner(self) -> tuple[list[tuple[str, str]], str]:
        return [], _("The partner accepts the terms when it logs in next; nothing has to be done here.")

    # --- conditions -----------------------------------------------------------------------------------------
    def _is_open(self) -> bool:
        """Whether the record can be edited by this user now: in review only who approves it edits."""
        lock = self.record.get_lock()
        return self.asset.withdrawn_at is None and not (lock and lock.for_user(self.user))

    def _or_ask(self, links: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], str]:
        if links or self.asset.withdrawn_at is not None:
            return links, ""
        if self.record.workflow_in_progress:
            return [], _("It is in review. Ask the approver of %s.") % self.province
        return [], _("Ask the editor of %s.") % self.province


def _may_change(user: Any, snippet: Licence | Consent) -> bool:
    policy = policy_registry.get_by_type(type(snippet))
    return bool(policy.user_has_permission_for_instance(user, "change", snippet))


def _snippet_url(snippet: Any) -> str:
    return reverse(snippet.snippet_viewset.get_url_name("edit"), args=[snippet.pk])


BATCH_WORDS: dict[Act, StrOrPromise] = {
    Act.CHOOSE_LICENCE: gettext_lazy("Choose a licence for all of these"),
    Act.EXTEND_LICENCE: gettext_lazy("Choose another licence for all of these"),
    Act.MOVE_END: gettext_lazy("Change the end for all of these"),
    Act.ATTACH_CONSENT: gettext_lazy("Attach a consent to all of these"),
    Act.RENEW_CONSENT: gettext_lazy("Attach a consent in force to all of these"),
}
