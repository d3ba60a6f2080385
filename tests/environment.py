"""Loaded before Django's settings: gives the tests a `var` of their own and quiet surroundings."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from locales.compile import compile_all

# Always a folder of its own: the processes of a parallel run must not write the same files.
_var = tempfile.mkdtemp(prefix="tests-var-")
os.environ["VAR"] = _var
atexit.register(shutil.rmtree, _var, ignore_errors=True)
os.environ.setdefault("TASKS_IMMEDIATE", "1")
os.environ.setdefault("VIEWS_FLUSH_SECONDS", "0")  # no thread beside the tests' own transactions
os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 50)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(os.environ['VAR']) / 'tests.sqlite3'}")

# Django knows Lao only by its compiled catalogue.
compile_all()
