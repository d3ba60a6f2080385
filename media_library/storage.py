"""Private files on a local disk, never seen half written."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Writes under another name and puts the whole file in place in one step.

    The worker and the gate may make the same rendition at once; whoever asks `exists` meanwhile must not
    be told of half a file. Object stores do so by themselves.
    """

    def _save(self, name: str, content: File[bytes]) -> str:
        partial = Path(self.path(super()._save(f"partial/{uuid4().hex}", content)))  # type: ignore[misc]
        try:
            while True:
                target = Path(self.path(name))
                target.parent.mkdir(parents=True, exist_ok=True)
                try:
                    target.hardlink_to(partial)
                except FileExistsError:
                    name = self.get_available_name(name)
                else:
                    return name
        finally:
            partial.unlink()
