"""Octets of unknown origin to text.

UTF-8 is tried first: nothing else passes its test by chance. What fails it is one of the 8-bit sets;
Vietnamese texts of before Unicode stand in Windows-1258 or in TCVN3 (ABC fonts), both of which read as
gibberish in Windows-1252. The three are told apart by counting which of them yields words that can be
Vietnamese syllables. What is neither may be Chinese, Japanese, Korean or Russian (`national_sets`).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence

from media_library.metadata.national_sets import national_set

TCVN3 = (
    bytes(range(0xA1)).decode("cp1252", "replace")
    + "ĂÂÊÔƠƯĐăâêôơưđ"  # A1 to AE
    + "\ufffd" * 6
    + "àảãáạ\ufffdằẳẵắ"  # B5 to BE
    + "\ufffd" * 7
    + "ặầẩẫấậè\ufffdẻẽéẹềểễếệìỉ\ufffd\ufffd\ufffdĩíịò"  # C6 to DF
    + "\ufffdỏõóọồổỗốộờởỡớợù\ufffdủũúụừửữứựỳỷỹýỵ\ufffd"  # E0 to FF
)
"""Octet → letter: TCVN 5712:1993 as far as the ABC fonts used it (accented capitals were another font)."""

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?"
    r"(?:(?:a[iouy]?|ây|âu|e[o]?|êu?|i[aêu]?|iêu|yêu|o[aei]?|oa[iouy]|oeo|ôi?|ơi?|u[aêiơy]?|uôi|uya|uyu|uây"
    r"|ư[aiu]?|ươ[iu]|y)"
    r"|(?:a|ă|â|e|ê|i|o|ô|ơ|u|ư|iê|yê|oa|oă|oe|oo|uâ|uê|uô|ươ|uy|uyê|y)(?:ch|c|k|m|ng|nh|n|p|t))\Z"
)
_WORD = re.compile(r"[^\W\d_]+")

_ISO_2022 = {
    b"\x1b%G": "utf-8",
    b"\x1b%/G": "utf-8",
    b"\x1b%/H": "utf-8",
    b"\x1b%/I": "utf-8",
    b"\x1b-A": "latin-1",
    b"\x1b.A": "latin-1",
    b"\x1b-B": "iso8859-2",
    b"\x1b-C": "iso8859-3",
    b"\x1b-D": "iso8859-4",
    b"\x1b-L": "iso8859-5",
    b"\x1b-G": "iso8859-6",
    b"\x1b-F": "iso8859-7",
    b"\x1b-H": "iso8859-8",
    b"\x1b-M": "iso8859-9",
    b"\x1b-T": "iso8859-11",
}


def declared(escape: bytes) -> str | None:
    """The Python codec that an IIM 1:90 escape sequence (ISO 2022) names, if it's one in use."""
    return _ISO_2022.get(escape.strip(b"\0 "))


def decode(raw: bytes) -> str:
    """One text whose character set nobody named."""
    return decode_all([raw])[0][0]


def decode_all(raws: Sequence[bytes]) -> tuple[list[str], str]:
    """Texts of one file whose character set nobody named, and the name of what they turned out to be.

    Each is UTF-8 if it can be; the others are judged together, since one program wrote them.
    """
    texts = [_strict(raw, "utf-8") for raw in raws]
    rest = [raw for raw, text in zip(raws, texts, strict=True) if text is None]
    if not rest:
        return [text or "" for text in texts], "utf-8"
    name = eight_bit_set(b" ".join(rest))
    return [_eight_bit(raw, name) if text is None else text for raw, text in zip(raws, texts, strict=True)], name


def eight_bit_set(raw: bytes) -> str:
    """“cp1258”, “tcvn3”, a national set, “cp1252” or “latin-1”, whichever the octets look most like."""
    sample = raw[:8192]
    western = _vietnamese_share(_eight_bit(sample, "cp1252"))
    best, share = max(
        ((name, _vietnamese_share(_eight_bit(sample, name))) for name in ("cp1258", "tcvn3")),
        key=lambda candidate: candidate[1],
    )
    if share >= 0.8 and share > western:
        return best
    if national := national_set(sample):
        return national
    return "cp1252" if _strict(raw, "cp1252") is not None else "latin-1"


def _strict(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return None


def _eight_bit(raw: bytes, name: str) -> str:
    if name == "tcvn3":
        return codecs.charmap_decode(raw, "strict", TCVN3)[0]
    text = raw.decode(name, "replace")
    return unicodedata.normalize("NFC", text) if name == "cp1258" else text


def _vietnamese_share(text: str) -> float:
    """How many of the words with accents can be Vietnamese syllables, 0 to 1."""
    accented = [word for word in _WORD.findall(text) if not word.isascii()]
    strays = sum(ord(letter) > 127 and unicodedata.category(letter)[0] in "CMS" for letter in text)
    if len(accented) < 2:  # one word alone proves nothing: French “dû” would be “dỷ”
        return 0.0
    return sum(is_syllable(word) for word in accented) / (len(accented) + strays)


def is_syllable(word: str) -> bool:
    """Whether a word is spelt as a Vietnamese syllable can be: onset, rhyme, at most one tone."""
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in decomposed if mark in _TONES]
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
    return bool(_SYLLABLE.match(plain))
