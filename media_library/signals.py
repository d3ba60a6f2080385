"""News that media_library sends to whoever stands above it. All are sent inside the transaction of the act."""

from django.dispatch import Signal

asset_approved = Signal()
"""asset, actor: for the first time, or again after a withdrawal was lifted by a successor."""

asset_updated = Signal()
"""asset, actor: an approved asset's texts or facts changed with a new approval."""

asset_withdrawn = Signal()
"""asset, actor, reason, reason_texts, successor, replaced: whether it only made way for a better file."""

embargo_changed = Signal()
"""asset, actor, before, after: aware datetimes or None; reason, reason_texts."""
