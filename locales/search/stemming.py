"""English plurals. Only English text is stemmed, so no other language loses a letter for it.

A few rules and their known exceptions (Harman's "S stemmer", J. Am. Soc. Inf. Sci. 42, 1991, with the endings that it
leaves wrong): what a plural can't be told from is left as it is, because a wrong hit costs more than a missed one.
"""

from __future__ import annotations

SHORTEST = 4
"""Letters; "is", "was", "bus" stay."""

_IRREGULAR = {
    "children": "child",
    "craftsmen": "craftsman",
    "craftswomen": "craftswoman",
    "businessmen": "businessman",
    "businesswomen": "businesswoman",
    "fishermen": "fisherman",
    "sportsmen": "sportsman",
    "women": "woman",
    "feet": "foot",
    "teeth": "tooth",
    "geese": "goose",
    "mice": "mouse",
    "oxen": "ox",
    "leaves": "leaf",
    "loaves": "loaf",
    "knives": "knife",
    "shelves": "shelf",
    "calves": "calf",
    "wolves": "wolf",
    "wives": "wife",
    "quizzes": "quiz",
}
# Words that end like a plural and are none, or whose plural looks the same.
_NO_PLURALS = frozenset(
    {
        *("afterwards", "alas", "always", "andes", "athens", "atlas", "besides", "bias", "brussels", "canvas"),
        *("chaos", "christmas", "cosmos", "does", "ethos", "gas", "goes", "headquarters", "laos", "lens"),
        *("naples", "netherlands", "news", "pancreas", "paris", "pathos", "perhaps", "philippines", "rhinoceros"),
        *("series", "species", "texas", "thermos", "thus", "towards", "wales", "whereas"),
    }
)
_PLAIN_S = frozenset(
    {
        *("aches", "avalanches", "caches", "calories", "canoes", "cookies", "creches", "headaches", "horseshoes"),
        *("lies", "movies", "moustaches", "niches", "pies", "prairies", "quiches", "shoes", "ties", "toes"),
    }
)
_NOT_AFTER = ("ss", "us", "is")
_ES = ("ches", "shes", "sses", "xes", "zzes", "oes")


def stem(word: str) -> str:
    """The singular of an English word that `fold` gave; other words as they are."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < SHORTEST or not word.endswith("s") or word.endswith(_NOT_AFTER) or word in _NO_PLURALS:
        return word
    if word in _PLAIN_S:
        return word[:-1]
    if word.endswith("ies") and len(word) > SHORTEST:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(_ES) else word[:-1]
