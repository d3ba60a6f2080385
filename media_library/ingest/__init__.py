"""Files on their way in: checked, compared with the library, read, and kept as drafts."""

from media_library.ingest.service import Accepted, Duplicate, Outcome, Refused, ingest

__all__ = ["Accepted", "Duplicate", "Outcome", "Refused", "ingest"]
