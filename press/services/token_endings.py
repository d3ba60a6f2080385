"""Telling a newsroom that a token ends, in time to put a new one into its systems. Once for each token."""

from __future__ import annotations

import logging

from django.utils import timezone

from press import mail
from press.models import AccessToken
from press.selectors.access import ending, technical_contacts

logger = logging.getLogger(__name__)


def tell_endings() -> int:
    """Mail what is to be mailed; returns how many tokens were told of. A mail that fails is tried at the next call.

    Each token is claimed before its mail goes out, so that of several processes one sends it.
    """
    told = 0
    for token in ending(timezone.now()):
        claimed = AccessToken.objects.filter(pk=token.pk, expiry_told_at__isnull=True)
        if not claimed.update(expiry_told_at=timezone.now()):
            continue
        try:
            mail.send_token_ending(token, technical_contacts(token.organisation))
            told += 1
        except Exception:
            logger.exception("the mail about the end of token %s failed", token.pk)
            AccessToken.objects.filter(pk=token.pk).update(expiry_told_at=None)
    return told
