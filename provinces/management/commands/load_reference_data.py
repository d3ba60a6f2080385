"""Adds missing provinces, sectors and figures from the package's data files; edits stay."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from provinces.approval import approval_workflow
from provinces.loader import load


class Command(BaseCommand):
    help = "Add what is missing of provinces, sectors, content groups and figures; what was edited stays."

    def handle(self, *args: Any, **options: Any) -> None:
        for model_name, count in load().items():
            self.stdout.write(f"{model_name}: {count} added")
        approval_workflow()
