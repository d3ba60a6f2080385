"""When two web addresses are the same publication. Nothing here is ever fetched."""

from __future__ import annotations

import contextlib
import hashlib
import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|igshid|ref|ref_src|spm|cmpid|at_\w+", re.IGNORECASE
)
_FRONTS = re.compile(r"^(www\d?|m|mobile|amp)\.")


def normalised(url: str) -> str:
    """Without scheme, `www.` and its like, default port, fragment, tracking, order of parameters and trailing slash."""
    parts = urlsplit(url.strip())
    host = _FRONTS.sub("", (parts.hostname or "").rstrip(".").lower())
    with contextlib.suppress(UnicodeError):
        host = host.encode("idna").decode("ascii")
    try:
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        port = ""
    kept = sorted(
        (key, value) for key, value in parse_qsl(parts.query, max_num_fields=200) if not _TRACKING.fullmatch(key)
    )
    path = re.sub(r"/(index\.html?|amp)?$", "", unquote(parts.path))
    return f"{host}{port}{path}" + (f"?{urlencode(kept)}" if kept else "")


def key_of(url: str) -> str:
    """A digest to look for, since addresses are longer than databases index; empty for no address."""
    try:
        return hashlib.sha256(normalised(url).encode("utf-8", "replace")).hexdigest() if url else ""
    except ValueError:  # too many parameters, a broken bracket in the host
        return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()
