"""News that press sends to whoever listens. Sent inside the transaction of the act."""

from django.dispatch import Signal

holders_told = Signal()
"""notice, organisation_ids: those that hold a receipt for its asset."""
