"""What was approved, kept as one document per asset."""

from __future__ import annotations

from django.db import models


class PublishedDocument(models.Model):
    """The approved texts and facts of an asset in all approved languages.

    Every public exit reads its texts from here, so a text that wasn't approved can't get out. Rights are
    *not* in it: they are weighed afresh at every request. Derived data: `services.publish` rebuilds it.
    """

    asset = models.OneToOneField(
        "media_library.Asset", on_delete=models.CASCADE, primary_key=True, related_name="published"
    )
    body = models.JSONField()
    packet_digest = models.CharField(max_length=64, help_text="SHA-256 of the embedded XMP packet.")
    deliverable = models.CharField(max_length=200, help_text="Name in private storage of the file that leaves.")
    sha256 = models.CharField(max_length=64, help_text="Of the file that leaves.", db_index=True)
    bytes = models.PositiveBigIntegerField()
    crc32 = models.PositiveBigIntegerField()
    signed_by = models.CharField(
        max_length=20, blank=True, default="", help_text="Mark of who signed the file that leaves; empty: unsigned."
    )
    signed_from = models.CharField(
        max_length=64, blank=True, default="", help_text="SHA-256 of the file before it was signed."
    )
    built_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"document of {self.asset_id}"
