"""Texts of one language as {field: text}, their digest, and what changed between two of them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from django.db.models import Model

from locales.registry import column

Texts = dict[str, str]
"""{field: text} of one language."""


def language_texts(record: Model, fields: Sequence[str], code: str) -> Texts:
    """{field: text} of one language of a record."""
    return {field: getattr(record, column(field, code), "") or "" for field in fields}


def digest(texts: Mapping[str, str]) -> str:
    """SHA-256 over the texts of one language; empty when there is no text at all."""
    if not any(texts.values()):
        return ""
    canonical = json.dumps(dict(texts), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is the same in both versions, or stands in only one of them."""

    kind: Literal["same", "gone", "new"]
    text: str


_TOKENS = re.compile(
    r"<[^>]*>|\s+|[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\s<\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|<"
)
"""Words; of scripts that write without spaces single signs; markup as a whole. Joined they are the text again."""

_LONGEST = 40_000
"""Characters of both texts together; a longer one is shown as a whole in both versions."""


def differences(before: str, after: str) -> list[Piece]:
    """`after` against `before`, word by word. Without the gone pieces it reads `after`, without the new `before`."""
    if before == after:
        return [Piece("same", after)] if after else []
    if len(before) + len(after) > _LONGEST:
        return [Piece("gone", before), Piece("new", after)]
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    pieces: list[Piece] = []
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[new_start:new_end])))
            continue
        if old_end > old_start:
            pieces.append(Piece("gone", "".join(old[old_start:old_end])))
        if new_end > new_start:
            pieces.append(Piece("new", "".join(new[new_start:new_end])))
    return pieces
