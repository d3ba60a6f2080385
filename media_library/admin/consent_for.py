"""Entering a consent from the picture that needs it: its province is filled in, and it is attached at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import CreateView

from media_library.models import KINDS, Asset, AssetKind, Consent, LibraryRecord
from provinces.scoped_admin import visible_to


def record_for(request: HttpRequest, text: str) -> LibraryRecord | None:
    """The record of `?asset=` that the user may change now; None for everything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        return None
    kind = Asset.objects.filter(pk=int(text)).values_list("kind", flat=True).first()
    if kind is None:
        return None
    model = KINDS[AssetKind(kind)]
    found: LibraryRecord | None = (
        visible_to(request.user, model).filter(pk=int(text), withdrawn_at__isnull=True).first()
    )
    if found is None:
        return None
    may_change = policy_registry.get_by_type(model).user_has_permission_for_instance(request.user, "change", found)
    lock = found.get_lock()
    return found if may_change and not (lock and lock.for_user(request.user)) else None


def attach(record: LibraryRecord, consent: Consent, user: Any) -> None:
    """Have the record's draft rest on the consent; what is approved waits for its approver, as with any edit."""
    draft: Any = record.get_latest_revision_as_object()
    draft.consent = consent
    if not draft.live:
        draft.save()
    draft.save_revision(user=user, log_action=True, changed=True)


class ConsentCreateView(CreateView):
    """With `?asset=` the consent is for that one, and its page is where one comes back to."""

    @cached_property
    def record(self) -> LibraryRecord | None:
        return record_for(self.request, self.request.GET.get("asset", ""))

    def get_initial_form_instance(self) -> Consent | None:
        if self.record is not None:
            return Consent(province_id=self.record.province_id)  # type: ignore[attr-defined]
        blank: Consent | None = super().get_initial_form_instance()
        return blank

    def get_add_url(self) -> str:
        url: str = super().get_add_url()
        return f"{url}?asset={self.record.pk}" if self.record is not None else url

    def save_instance(self) -> Consent:
        consent: Consent = super().save_instance()
        if self.record is not None and self.record.province_id == consent.province_id:  # type: ignore[attr-defined]
            attach(self.record, consent, self.request.user)
            messages.success(self.request, _("The consent is attached to the picture's draft."))
        return consent

    def get_success_url(self) -> str:
        if self.record is None:
            url: str = super().get_success_url()
            return url
        edit = reverse(f"{self.record.admin_namespace}:edit", args=[self.record.pk])
        return f"{edit}#:w:contentpath=consent"
