"""Texts out to translators as PO or XLIFF 2 and back in, without loss and without overwriting anybody."""
