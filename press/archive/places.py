"""How many archives a web process sends at one time: the others are asked to come again.

A running archive holds a thread of the server until its receiver has all, an hour on a slow line. Without a limit a few
hundred newsrooms at one kit would hold every thread, and nobody could read a page (docs/adr/0024).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import wraps
from random import randint
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

COME_AGAIN = (5, 15)
"""Seconds, drawn for each asker, so that those who were sent away together don't come back together."""


class Places:
    """So many may be taken at one time. Tokens in a deque, whose steps can't be interrupted: a place may be given back
    in the middle of anything, by the garbage collector too, where a lock could be waiting for itself."""

    def __init__(self, number: int) -> None:
        self._free = deque([None] * number)

    @property
    def free(self) -> int:
        return len(self._free)

    def take(self) -> Place | None:
        """None where all are taken."""
        try:
            self._free.pop()
        except IndexError:
            return None
        return Place(self._free)


class Place:
    """A place that is taken until it is left; one that nobody holds any more has been left."""

    def __init__(self, free: deque[None]) -> None:
        self._free: deque[None] | None = free

    def leave(self) -> None:
        """Again and again, if need be."""
        free, self._free = self._free, None
        if free is not None:
            free.append(None)

    __del__ = leave


SHARED = Places(settings.PRESS_ARCHIVES_AT_ONCE)
"""Of this process."""


class _Sent:
    """The parts of a body; its place is left when the server closes it, whether all went out or not."""

    def __init__(self, parts: Iterator[bytes], place: Place) -> None:
        self._parts, self._place = parts, place

    def __iter__(self) -> Iterator[bytes]:
        return self._parts

    def close(self) -> None:
        self._place.leave()


def takes_a_place(full: Callable[[HttpRequest], HttpResponse]) -> Callable[[View[P]], View[P]]:
    """For a view that may answer GET with an archive: it is only asked while there is a place to send it from.

    Else the answer is `full`'s, as 503 with Retry-After, before anything is counted or signed for. What turns out not
    to be an archive leaves its place at once.
    """

    def limited(view: View[P]) -> View[P]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method == "HEAD":
                return view(request, *args, **kwargs)
            place = SHARED.take()
            if place is None:
                return _later(full(request))
            try:
                response = view(request, *args, **kwargs)
            except BaseException:
                place.leave()
                raise
            if response.streaming:
                archive = cast(StreamingHttpResponse, response)
                archive.streaming_content = _Sent(cast(Iterator[bytes], archive.streaming_content), place)
            else:
                place.leave()
            return response

        return answer

    return limited


def _later(response: HttpResponse) -> HttpResponse:
    seconds = str(randint(*COME_AGAIN))  # noqa: S311  (no secret)
    response.status_code = 503
    # Django would log each as an error of ours, hundreds of them while all goes as it should.
    response._has_been_logged = True  # type: ignore[attr-defined]
    response["Retry-After"] = seconds
    response["Cache-Control"] = "private, no-store"
    if response.headers["Content-Type"].startswith("text/html"):
        response["Refresh"] = seconds
    return response
