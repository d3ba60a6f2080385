"""Counts what was answered, stands outside of the page cache so that its answers count too, and asks no database."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from measurement.readership.counted import is_counted
from measurement.readership.sections import SECTIONS
from measurement.readership.tally import tally
from promotion.subjects import SubjectKind, subject_of

ANSWERED = frozenset({200, 304})
"""304 is a view: pages are asked for anew each time, and the reader's copy was still good."""
RESUMED = frozenset({SubjectKind.ARCHIVE.value})
"""Of these, 304 says that the reader has the file already."""


class CountViews:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code not in ANSWERED:
            return response
        subject = subject_of(request)
        if subject is None or not is_counted(request):
            return response
        if subject.kind == SubjectKind.SECTION and subject.key not in SECTIONS:
            return response
        if subject.kind in RESUMED and response.status_code != 200:
            return response
        tally.add(subject, request.path_info)
        return response
