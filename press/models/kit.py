"""Press kits: assets, a release and facts for one occasion."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import Orderable

from locales.models import PinnedBaseColumn
from locales.registry import LANGUAGES
from press.models.address import KitAddress
from press.models.organisation import Organisation


def validate_timezone(value: str) -> None:
    """A name of the IANA time zone database."""
    if value not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is not the name of a time zone, such as Asia/Ho_Chi_Minh."), params={"name": value}
        )


TELEPHONE = RegexValidator(r"^\+?[0-9][0-9 ()./-]{3,38}$", _("A telephone number, such as +84 203 123 4567."))


class KitState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    CLOSED = "closed", _("closed")


class KitAudience(models.TextChoices):
    """Who gets a published kit once its embargo is over."""

    PUBLIC = "public", _("everybody")
    PRESS = "press", _("all verified partners")
    ORGANISATIONS = "organisations", _("only the organisations named below")


KIT_TEXTS = ("title", "summary", "release_title", "release_body", "facts", "quotes")
"""The translated texts of a kit."""


BY_SERVICES = frozenset({"state", "version", "published_at", "closed_at", "ended_at"})
BY_SERVICES_ONCE_PUBLISHED = frozenset({"embargo_until", "embargo_timezone", "province"})


class Kit(PinnedBaseColumn, ClusterableModel):
    """One kit. State, version and, once it is published, embargo change through services only.

    Texts, pictures, cover and contacts are the editors' draft: readers get those of `version` (docs/adr/0020). Who
    gets it, from when and until when are decisions, not content: they count at once.
    """

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("The last part of its web address. Once the kit was published, earlier ones lead on to it."),
    )
    province = models.ForeignKey(
        "provinces.Province", on_delete=models.PROTECT, related_name="kits", verbose_name=_("province")
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=1000, blank=True, help_text=_("One or two sentences."))
    release_title = models.CharField(_("headline of the release"), max_length=300, blank=True)
    release_body = models.TextField(
        _("text of the release"), blank=True, help_text=_("Plain text; an empty line begins a new paragraph.")
    )
    facts = models.TextField(_("facts and figures"), blank=True, help_text=_("One per line, each with its source."))
    quotes = models.TextField(
        _("quotes"),
        blank=True,
        help_text=_(
            "What was said, and below it, on a line of its own, a dash with who said it and in which office: "
            "“— Nguyễn Văn A, director”. An empty line begins the next quote."
        ),
    )
    contact = models.TextField(
        _("further contact"),
        blank=True,
        max_length=500,
        help_text=_("What stands beside the people named: office, hours, address."),
    )
    cover = models.ForeignKey(
        "media_library.Photo",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover"),
    )
    audience = models.CharField(
        _("who gets it"), max_length=20, choices=KitAudience.choices, default=KitAudience.PUBLIC
    )
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True, db_index=True)
    embargo_timezone = models.CharField(
        _("time zone of the embargo"), max_length=60, default="Asia/Ho_Chi_Minh", validators=[validate_timezone]
    )

    expires_at = models.DateTimeField(
        _("shown until"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("At this minute the kit leaves the press room by itself. Its pictures stay as they are."),
    )

    state = models.CharField(
        _("state"), max_length=10, choices=KitState.choices, default=KitState.DRAFT, editable=False, db_index=True
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("end logged"), null=True, blank=True, editable=False)
    version = models.ForeignKey(
        "press.KitVersion",
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("version that readers get"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("press kit")
        verbose_name_plural = _("press kits")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(version__isnull=False),
                name="published_kit_has_version",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__isnull=True)
                | models.Q(embargo_until__isnull=True)
                | models.Q(expires_at__gt=models.F("embargo_until")),
                name="kit_ends_after_embargo",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        """Raises ValidationError for an address that leads to another kit."""
        super().clean()
        former = KitAddress.objects.filter(slug=self.slug).exclude(kit__slug=self.slug)
        if former.exclude(kit=self.pk).exists():
            raise ValidationError({"slug": _("This address leads to another press kit. Choose another.")})
        if self.expires_at and self.embargo_until and self.expires_at <= self.embargo_until:
            raise ValidationError({"expires_at": _("A kit ends after its embargo, not before.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Together with its address. Raises IntegrityError for one that leads to another kit.

        A form that was opened before somebody else published or moved the embargo doesn't take that back: what
        services change is saved only by name.
        """
        with transaction.atomic():
            if self.pk and kwargs.get("update_fields") is None:
                kwargs["update_fields"] = self._fields_of_forms()
            changed = kwargs.get("update_fields")
            super().save(*args, **kwargs)
            if changed is None or "slug" in changed:
                self._keep_address()

    def _fields_of_forms(self) -> list[str] | None:
        """What a save may write; None for a kit that isn't there yet."""
        states = type(self).objects.select_for_update().filter(pk=self.pk).values_list("state", flat=True)
        if (state := states.first()) is None:
            return None
        kept = {*BY_SERVICES, *(BY_SERVICES_ONCE_PUBLISHED if state == KitState.PUBLISHED else ())}
        fields = [field.name for field in self._meta.concrete_fields if not field.primary_key]
        children = [relation.get_accessor_name() for relation in get_all_child_relations(self)]
        return [name for name in (*fields, *children) if name not in kept]

    def _keep_address(self) -> None:
        """Nobody has followed the address of a kit that never was published, so it is given up when it changes."""
        if self.published_at is None:
            self.addresses.exclude(slug=self.slug).delete()
        self.addresses.get_or_create(slug=self.slug)

    @property
    def former_addresses(self) -> list[str]:
        """Those that lead on to the present one, oldest first."""
        return [address.slug for address in self.addresses.all() if address.slug != self.slug]

    def get_owner_province_id(self) -> int:
        """The province whose press officers work on this kit."""
        return self.province_id

    @property
    def embargo_zone(self) -> ZoneInfo:
        return ZoneInfo(self.embargo_timezone)


class KitItem(Orderable):
    """An asset's place in a kit."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    kit = ParentalKey(Kit, on_delete=models.CASCADE, related_name="items")
    asset = models.ForeignKey(
        "media_library.Asset", on_delete=models.PROTECT, related_name="kit_items", verbose_name=_("asset")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("file in the kit")
        verbose_name_plural = _("files in the kit")
        constraints = [models.UniqueConstraint(fields=["kit", "asset"], name="asset_once_per_kit")]

    def __str__(self) -> str:
        return f"{self.kit_id}: {self.asset_id}"


class SpokenLanguages(models.JSONField):
    """A list of codes of `locales.registry`, chosen by ticking."""

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            required=False,
            label=kwargs.get("label") or capfirst(str(self.verbose_name)),
            choices=[(code, f"{one.name_native} ({one.name_en})") for code, one in LANGUAGES.items()],
            widget=forms.CheckboxSelectMultiple,
        )


class KitContact(Orderable):
    """Somebody whom the press may call about a kit."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    kit = ParentalKey(Kit, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("office"), max_length=160, blank=True, help_text=_("As it is said in English."))
    languages = SpokenLanguages(_("languages spoken"), default=list, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True, validators=[TELEPHONE])
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("contact of a kit")
        verbose_name_plural = _("contacts of a kit")

    def __str__(self) -> str:
        return self.name


class KitGrant(models.Model):
    """An organisation gets a kit, if so wished already under embargo."""

    kit = ParentalKey(Kit, on_delete=models.CASCADE, related_name="grants")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="grants", verbose_name=_("organisation")
    )
    may_see_under_embargo = models.BooleanField(
        _("already under embargo"), default=False, help_text=_("Sees and downloads it before the embargo ends.")
    )

    class Meta:
        verbose_name = _("granted organisation")
        verbose_name_plural = _("granted organisations")
        constraints = [models.UniqueConstraint(fields=["kit", "organisation"], name="organisation_once_per_kit")]

    def __str__(self) -> str:
        return f"{self.kit_id}: {self.organisation_id}"
