"""The last part of a web address out of a title, in letters that everybody can type.

Latin letters lose their marks; other scripts are written in Latin letters (`anyascii`, which knows all of them by a
table and doesn't guess). Han characters stand for a syllable each and are set apart as such: 下龙湾 is `xia-long-wan`.
"""

from __future__ import annotations

import re

from anyascii import anyascii
from django.utils.text import slugify

LIMIT = 80
"""Characters: longer addresses are cut by mail programs and can't be read out."""

_HAN = re.compile("([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
# What `anyascii` writes for letters that have no Latin one (ayin, hamza, soft sign): it would cut words apart.
_INSIDE_WORDS = re.compile("['`\"’‘]")


def slug_of(text: str) -> str:
    """ASCII slug of a title in any script, cut between words; empty for a text without a letter or digit."""
    apart = _HAN.sub(r" \1 ", text)
    slug = slugify(_INSIDE_WORDS.sub("", anyascii(apart)))
    if len(slug) <= LIMIT:
        return slug
    whole_words = slug[: LIMIT + 1].rpartition("-")[0]
    return whole_words or slug[:LIMIT]
