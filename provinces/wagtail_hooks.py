"""Registers the admin of the reference data."""

from __future__ import annotations

from wagtail.snippets.models import register_snippet

from provinces.viewsets import ReferenceDataGroup

register_snippet(ReferenceDataGroup)
