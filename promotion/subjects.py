"""What an answer was about, for whoever counts: named where the page is made, and kept with it in the page cache.

Only what exists has a subject: nobody makes new ones by inventing addresses.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import get_language_from_path

from promotion.languages.reader import reader_language


class SubjectKind(StrEnum):
    PAGE = "page"
    ASSET = "asset"
    KIT = "kit"
    SECTION = "section"
    FILE = "file"
    ARCHIVE = "archive"


class Subject(NamedTuple):
    """`key`: a page's translation key, the UUID of an asset or kit, or a section's route, such as `image_bank:index`.

    All of builtins, since it is unpickled with every page from the cache. `province_id` is None for the whole site's.
    """

    kind: str
    key: str
    province_id: int | None
    language: str


def name_subject(request: HttpRequest, kind: SubjectKind, key: object, province_id: int | None) -> None:
    """Say what the answer to this request is about, in the language that it is given in."""
    subject = Subject(kind.value, str(key), province_id, reader_language())
    request.subject = subject  # type: ignore[attr-defined]


def subject_of(request: HttpRequest) -> Subject | None:
    """What was named; else the section, for an address in a language and without parameters of its own."""
    named: Subject | None = getattr(request, "subject", None)
    match = request.resolver_match
    if named is not None or match is None or match.kwargs or match.args:
        return named
    language = get_language_from_path(request.path_info)
    return Subject(SubjectKind.SECTION.value, match.view_name, None, language) if language else None
