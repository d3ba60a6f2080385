"""The columns of a photo's row beside its fields."""

from __future__ import annotations

ID, STAMP = "id", "revision"
FIXED = (ID, STAMP, "state", "province")
"""What the photo is, and from which revision the row was written. Not changed by import."""
