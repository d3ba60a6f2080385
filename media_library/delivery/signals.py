"""News of bytes that left."""

from django.dispatch import Signal


class TakenBack(Exception):
    """It was withdrawn between the decision and the receipt: nothing leaves."""


delivered = Signal()
"""Sent before the first byte goes out: asset (Asset), audience, purpose, variant ("original" or a preset's
name), sha256 and size (bytes) of what leaves, way ("page", "api", …), request. A receiver that fails stops
the delivery: nothing leaves without its receipt."""
