"""Partner organisations and the people who work there."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from locales.registry import LANGUAGES

validate_country = RegexValidator(r"^[A-Z]{2}$", _("A two-letter country code, such as FR."))


def language_choices() -> list[tuple[str, str]]:
    return [(language.code, language.name_native) for language in LANGUAGES.values()]


def validate_languages(value: object) -> None:
    """A list of language codes of the registry, each once."""
    if not isinstance(value, list) or len(set(value)) != len(value) or not set(value) <= set(LANGUAGES):
        raise ValidationError(_("A list of languages of this site, each once."))


class OrganisationKind(models.TextChoices):
    NEWSROOM = "newsroom", _("newsroom")
    FREELANCE = "freelance", _("freelance correspondent")


class OrganisationState(models.TextChoices):
    APPLIED = "applied", _("applied")
    VERIFIED = "verified", _("verified")
    SUSPENDED = "suspended", _("suspended")
    GUEST = "guest", _("guest: recipient of share links")


class Organisation(ClusterableModel):
    """A foreign news organisation. Only a verified one is a partner; state changes through services only.

    A guest is somebody to whom a press officer gave a share link: it can hold files and is told like a partner, but
    beyond its links it is the public.
    """

    name = models.CharField(_("name"), max_length=200, unique=True)
    country = models.CharField(
        _("country"), max_length=2, validators=[validate_country], help_text=_("Two-letter code, such as FR.")
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=OrganisationKind.choices, default=OrganisationKind.NEWSROOM
    )
    website = models.URLField(_("website"), blank=True)
    language = models.CharField(
        _("language of correspondence"),
        max_length=16,
        choices=language_choices,
        default="en",
        help_text=_("Notices and mails are written in it."),
    )
    languages = models.JSONField(
        _("languages it publishes in"), default=list, blank=True, validators=[validate_languages]
    )
    contact_name = models.CharField(_("contact person"), max_length=200, blank=True)
    contact_email = models.EmailField(_("contact e-mail"))

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=OrganisationState.choices,
        default=OrganisationState.APPLIED,
        editable=False,
        db_index=True,
    )
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("verified by"),
    )
    suspension_reason = models.TextField(_("reason of the suspension"), blank=True, editable=False)
    review_due_at = models.DateTimeField(_("review due"), null=True, blank=True, editable=False, db_index=True)
    review_asked_at = models.DateTimeField(_("asked for its review"), null=True, blank=True, editable=False)
    review_answered_at = models.DateTimeField(_("data confirmed"), null=True, blank=True, editable=False)
    review_remark = models.TextField(_("what has changed"), blank=True, editable=False)
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)

    class Meta:
        verbose_name = _("partner organisation")
        verbose_name_plural = _("partner organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.country})"

    @property
    def is_partner(self) -> bool:
        return self.state == OrganisationState.VERIFIED


class MemberRole(models.TextChoices):
    CORRESPONDENT = "correspondent", _("correspondent")
    PICTURE_DESK = "picture_desk", _("picture desk")
    TECHNICAL = "technical", _("technical contact")


class Member(models.Model):
    """A person of a partner organisation. Nobody is deleted who stands in the ledger: the account is closed."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="press_member",
        verbose_name=_("user"),
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="members", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=MemberRole.choices, default=MemberRole.CORRESPONDENT)

    is_manager = models.BooleanField(
        _("manages members"), default=False, help_text=_("Invites colleagues, changes roles and closes accounts.")
    )

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["organisation__name", "pk"]

    def __str__(self) -> str:
        return self.user.get_full_name() or self.user.get_username()
