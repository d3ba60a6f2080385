"""Files in private storage are whole or not there."""

from __future__ import annotations

import threading
from pathlib import Path

from django.core.files.base import ContentFile

from media_library.storage import WholeFileStorage


def test_many_writers_of_one_name_leave_whole_files_only(tmp_path: Path) -> None:
    storage = WholeFileStorage(str(tmp_path))
    content = b"x" * 2_000_000
    saved: list[str] = []
    seen: list[int] = []

    def write() -> None:
        saved.append(storage.save("a/b.bin", ContentFile(content)))

    def look() -> None:
        for _ in range(300):
            if storage.exists("a/b.bin"):
                seen.append(storage.size("a/b.bin"))

    threads = [threading.Thread(target=write) for _ in range(6)] + [threading.Thread(target=look)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(saved)) == 6
    assert set(seen) <= {len(content)}
    assert not list((tmp_path / "partial").iterdir())
    assert all(storage.size(name) == len(content) for name in saved)
