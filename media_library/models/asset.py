"""The asset: one identity with its rights, whatever kind of file it is.

Kinds (photo; later video, document, graphic) are multi-table children, so that kits, receipts, the
rights decision and the asset API speak of one table.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from locales.models import PinnedBaseColumn
from locales.text import LocalText
from media_library.reasons import reason_for_reader
from media_library.releases import MinorAge, ModelRelease, PropertyRelease


class AssetKind(models.TextChoices):
    PHOTO = "photo", _("photo")
    VIDEO = "video", _("video")
    DOCUMENT = "document", _("document")
    GRAPHIC = "graphic", _("graphic")


class DigitalSourceType(models.TextChoices):
    """IPTC digital source types that a province meets; values end the vocabulary's URI."""

    CAPTURE = "digitalCapture", _("photographed with a digital camera")
    NEGATIVE = "negativeFilm", _("scanned from film")
    PRINT = "print", _("scanned from a print")
    MINOR_EDITS = "minorHumanEdits", _("photograph with small corrections")
    COMPOSITE = "compositeCapture", _("composed of several photographs")
    CREATION = "digitalCreation", _("made by a person on a computer")
    ALGORITHMIC = "algorithmicMedia", _("drawn by a program")
    AI_ALTERED = "compositeWithTrainedAlgorithmicMedia", _("photograph altered with AI")
    AI_MADE = "trainedAlgorithmicMedia", _("made with AI")

    @property
    def uri(self) -> str:
        """Source: http://cv.iptc.org/newscodes/digitalsourcetype/."""
        return f"http://cv.iptc.org/newscodes/digitalsourcetype/{self.value}"


TEXT_FIELDS = ("title", "caption", "alt_text", "place")
"""Translated texts of every kind of asset; `title` lives on the kind's own table."""


class Asset(PinnedBaseColumn, ClusterableModel):
    """What the rights decision weighs, and what every kind has in common."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(
        _("kind"), max_length=10, choices=AssetKind.choices, default=AssetKind.PHOTO, editable=False
    )
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

    province = models.ForeignKey(
        "provinces.Province", on_delete=models.PROTECT, related_name="assets", verbose_name=_("province")
    )
    historic_province = models.ForeignKey(
        "provinces.Province",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="historic_assets",
        verbose_name=_("province at the time"),
        help_text=_("The unit that the place belonged to when the picture was taken, where that has changed since."),
    )
    sectors = ParentalManyToManyField("provinces.Sector", blank=True, related_name="assets", verbose_name=_("sectors"))

    caption = models.TextField(
        _("caption"),
        blank=True,
        max_length=2000,
        help_text=_("Who, what, where, when: one to three sentences."),
    )
    alt_text = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for those who can't see it."),
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    keywords = models.TextField(_("keywords"), blank=True, max_length=2000, help_text=_("Separated by commas."))

    creator = models.CharField(_("creator"), max_length=200, blank=True, help_text=_("Photographer or author."))
    credit_line = models.CharField(
        _("credit line"), max_length=300, blank=True, help_text=_("Exactly as it is to be printed.")
    )
    licence = models.ForeignKey(
        "media_library.Licence",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assets",
        verbose_name=_("licence"),
    )
    shows_people = models.BooleanField(
        _("people can be recognised"),
        default=False,
        help_text=_("If ticked, the asset is given out only with a consent that is in force."),
    )
    consent = models.ForeignKey(
        "media_library.Consent",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assets",
        verbose_name=_("consent"),
    )
    shows_map = models.BooleanField(
        _("is a map or shows a map"),
        default=False,
        help_text=_("If ticked, it is given out only after the approver has ticked that it follows the official map."),
    )
    model_release = models.CharField(
        _("model release"),
        max_length=10,
        choices=ModelRelease.choices,
        blank=True,
        help_text=_("What the people shown have signed. It goes out inside the file."),
    )
    model_release_ids = models.CharField(
        _("numbers of the model releases"), max_length=500, blank=True, help_text=_("Separated by commas, no names.")
    )
    property_release = models.CharField(
        _("property release"),
        max_length=10,
        choices=PropertyRelease.choices,
        blank=True,
        help_text=_("What the owners of buildings, works of art or brands shown have signed."),
    )
    property_release_ids = models.CharField(
        _("numbers of the property releases"), max_length=500, blank=True, help_text=_("Separated by commas.")
    )
    minor_age = models.CharField(
        _("age of the youngest person"),
        max_length=10,
        choices=MinorAge.choices,
        blank=True,
        help_text=_("At the time of the picture, where a minor can be recognised."),
    )
    digital_source_type = models.CharField(
        _("how it was made"),
        max_length=50,
        choices=DigitalSourceType.choices,
        default=DigitalSourceType.CAPTURE,
    )

    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    publish_location = models.BooleanField(
        _("publish the exact position"),
        default=False,
        help_text=_("Otherwise no file that leaves carries it."),
    )
    source_metadata = models.JSONField(
        _("read from the file"),
        default=dict,
        blank=True,
        editable=False,
        help_text="Kept as it was read at ingest.",
    )

    # Acts, not content: set by services only, and never restored from an older revision.
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True, editable=False, db_index=True)
    expires_at = models.DateTimeField(_("given out until"), null=True, blank=True, db_index=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False, db_index=True)
    map_checked_at = models.DateTimeField(_("official map ticked"), null=True, blank=True, editable=False)
    map_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("official map ticked by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(_("reason for withdrawal"), blank=True, editable=False)
    withdrawal_reason_texts = models.JSONField(default=dict, editable=False, help_text="{language code: reason}")
    successor = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="predecessors"
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        indexes = [
            models.Index(fields=["-approved_at", "-id"], name="asset_newest"),
            models.Index(fields=["province", "-approved_at"], name="asset_province_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def withdrawal_told(self) -> LocalText:
        """Why it was withdrawn, for the reader of this answer."""
        return reason_for_reader(self.withdrawal_reason, self.withdrawal_reason_texts)

    def get_owner_province_id(self) -> int:
        """The province whose teams edit and approve this asset."""
        return self.province_id
