"""A newsroom or a freelance correspondent asks to become a partner, and what was said about it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from press.models.organisation import (
    Organisation,
    OrganisationKind,
    language_choices,
    validate_country,
    validate_languages,
)


def private_storage() -> Storage:
    return storages["private"]


class CardFile(FieldFile):
    """A press card. It has one address, which asks who wants it; the storage's own is never given out."""

    @property
    def url(self) -> str:
        return reverse("press_applications:card", args=[self.instance.pk])


class CardField(models.FileField):
    attr_class = CardFile


class ApplicationState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("address not confirmed")
    WAITING = "waiting", _("waits for the press office")
    ASKED = "asked", _("waits for the applicant")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


OPEN_STATES = (ApplicationState.WAITING, ApplicationState.ASKED)


class Application(models.Model):
    """What an applicant told. Officers see it once the address is confirmed; its state changes through services only.

    It is personal: no reader and no partner ever gets any of it, and the press card is read by press officers alone.
    """

    objects: ClassVar[models.Manager[Application]] = models.Manager()

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=OrganisationKind.choices)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, validators=[validate_country])
    website = models.URLField(_("website"), blank=True)
    links = models.TextField(_("links to published work"), blank=True, max_length=2000)
    languages = models.JSONField(_("languages it publishes in"), default=list, validators=[validate_languages])
    language = models.CharField(_("language of correspondence"), max_length=16, choices=language_choices)
    provinces = models.ManyToManyField(
        "provinces.Province", blank=True, related_name="+", verbose_name=_("provinces it reports on")
    )
    applicant_name = models.CharField(_("applicant"), max_length=200)
    applicant_role = models.CharField(_("position"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address"), db_index=True)
    editor_name = models.CharField(_("editor"), max_length=200, blank=True)
    editor_email = models.EmailField(_("editor's e-mail address"), blank=True)
    card_number = models.CharField(_("number of the press card"), max_length=60, blank=True)
    card = CardField(_("press card"), upload_to="press-cards", storage=private_storage, blank=True)
    card_type = models.CharField(max_length=30, blank=True, help_text="Media type, by content.")

    state = models.CharField(
        _("state"),
        max_length=12,
        choices=ApplicationState.choices,
        default=ApplicationState.UNCONFIRMED,
        editable=False,
        db_index=True,
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="applications",
        verbose_name=_("partner organisation"),
    )
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.country})"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def link_list(self) -> list[str]:
        return self.links.split()


class ThreadAct(models.TextChoices):
    CONFIRMED = "confirmed", _("address confirmed")
    ASKED = "asked", _("asked back")
    ANSWERED = "answered", _("answered")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


class ThreadEntry(models.Model):
    """One thing said or done about an application. `by` is the officer; nobody where the applicant did it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="thread")
    act = models.CharField(max_length=10, choices=ThreadAct.choices)
    words = models.TextField(blank=True)
    changes = models.JSONField(default=list, help_text="Names of the fields that the applicant changed.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.act}"
