"""Near-duplicates: the same picture in another size, saved again or cropped a little, for an editor to decide."""

from media_library.likeness.fingerprint import fingerprint_or_nothing
from media_library.likeness.services import Verdict, compare, decide, remember

__all__ = ["Verdict", "compare", "decide", "fingerprint_or_nothing", "remember"]
