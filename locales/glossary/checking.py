"""Whether a translation uses the approved equivalents of the terms in its source."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from locales.glossary.matching import Found, Matcher, folded
from locales.glossary.models import Equivalent, Term, Use
from locales.registry import WORKING
from locales.search.folding import is_dense

INFLECTED = frozenset({"ru", "de", "fr", "es", "en"})
"""Languages whose words change their endings: an equivalent counts with another ending too."""


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term with its equivalents in the one language that is translated into."""

    text: str
    approved: tuple[str, ...]
    forbidden: tuple[str, ...]
    note: str = ""


def entries(source: str, target: str) -> list[TermEntry]:
    """All terms of a language that have equivalents in another. Two queries, however many."""
    found: dict[int, dict[str, list[str]]] = {}
    rows = Equivalent.objects.filter(term__language=source, language=target).values_list("term_id", "use", "text")
    for term_id, use, text in rows:
        found.setdefault(term_id, {Use.APPROVED: [], Use.FORBIDDEN: []})[use].append(text)
    terms = Term.objects.filter(language=source)
    return [
        TermEntry(term.text, tuple(found[term.pk][Use.APPROVED]), tuple(found[term.pk][Use.FORBIDDEN]), term.note)
        for term in terms
        if term.pk in found
    ]


class Checker:
    """Checks many translations from one language into another; loads the glossary once."""

    def __init__(self, source: str, target: str) -> None:
        self.source, self.target = source, target

    @cached_property
    def matcher(self) -> Matcher[TermEntry]:
        terms = [(entry.text, entry) for entry in entries(self.source, self.target)]
        return Matcher(terms, marks_matter=self.source == WORKING)

    def terms_in(self, source_text: str) -> list[Found[TermEntry]]:
        return self.matcher.find(source_text)

    def warnings(self, source_text: str, target_text: str) -> list[str]:
        """What a translator should look at again, in words; empty where all terms are as approved."""
        words: list[str] = []
        seen: set[str] = set()
        haystack = folded(target_text).text
        for found in self.terms_in(source_text):
            entry = found.value
            if entry.text in seen:
                continue
            seen.add(entry.text)
            approved = [text for text in entry.approved if self._holds(haystack, text)]
            for text in entry.forbidden:
                if self._holds(haystack, text) and not any(_covers(good, text) for good in approved):
                    words.append(
                        _("“%(wrong)s” isn't to be used for “%(term)s”.") % {"wrong": text, "term": entry.text}
                    )
            if entry.approved and not approved:
                wanted = _(" or ").join(f"“{text}”" for text in entry.approved)
                words.append(_("“%(term)s” is translated as %(wanted)s.") % {"term": entry.text, "wanted": wanted})
        return words

    def _holds(self, haystack: str, text: str) -> bool:
        needle = folded(text.strip()).text
        if not needle:
            return False
        if self.target in INFLECTED:
            return _holds_inflected(haystack, needle)
        return _holds_whole(haystack, needle)


def _covers(good: str, wrong: str) -> bool:
    """ "Halong" is wrong, "Halong Bay Company" may be right: a longer approved name isn't held against itself."""
    return folded(wrong).text in folded(good).text


def _words(text: str) -> list[str]:
    plain = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text)
    return plain.split()


def _holds_whole(haystack: str, needle: str) -> bool:
    place = haystack.find(needle)
    while place >= 0:
        end = place + len(needle)
        begins = place == 0 or is_dense(needle[0]) or not haystack[place - 1].isalnum()
        ends = end == len(haystack) or is_dense(needle[-1]) or not haystack[end].isalnum()
        if begins and ends:
            return True
        place = haystack.find(needle, place + 1)
    return False


def _holds_inflected(haystack: str, needle: str) -> bool:
    """The same words in the same order, each with up to three other letters at its end where it is long."""
    wanted, words = _words(needle), _words(haystack)
    span = len(wanted)
    return any(
        all(_same_word(a, b) for a, b in zip(wanted, words[start : start + span], strict=True))
        for start in range(len(words) - span + 1)
    )


def _same_word(wanted: str, word: str) -> bool:
    if wanted == word:
        return True
    stem = wanted[: max(3, len(wanted) - 2)]
    return len(wanted) > 3 and word.startswith(stem) and abs(len(word) - len(wanted)) <= 3
