"""Which requests are a reader's view, and which are left out. Looks at the request and keeps nothing of it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from media_library.rights import AudienceKind
from media_library.rights.audiences import audience_of

PROGRAMS = (
    "bot",  # nearly all that say what they are: Googlebot, bingbot, Applebot, GPTBot, YandexBot, facebot, …
    "crawl",  # crawlers of archives and universities
    "spider",  # Baiduspider, Sogou, 360Spider, Bytespider
    "slurp",  # Yahoo
    "archiver",  # ia_archiver
    "facebookexternalhit",  # previews of links in messages and posts: these four
    "whatsapp",
    "telegram",
    "preview",
    "headless",  # browsers that nobody looks at
    "lighthouse",  # measuring
    "pingdom",
    "uptime",
    "monitor",
    "feed",  # fetchers of feeds
    "validator",  # checkers of links and HTML
    "scan",
    "curl/",  # tools and libraries of programmers: the rest
    "wget/",
    "python",
    "httpx",
    "java/",
    "okhttp",
    "go-http",
    "libwww",
    "node-fetch",
    "axios",
    "scrapy",
)
"""Words in the User-Agent of programs, in small letters. Short on purpose: who hides can't be found by a list, and
one that is too keen leaves out people."""
NO_PROGRAMS = ("cubot",)
"""Words of people that hold one of those: a maker of telephones."""
USER_AGENT_LIMIT = 400
"""Letters looked at."""


def is_counted(request: HttpRequest) -> bool:
    """Whether this is somebody reading: not a program, not fetched in advance, not who asked to be left out, not staff.

    Asks the database only where a session says that the reader is somebody in particular.
    """
    told = request.META
    if request.method != "GET" or told.get("HTTP_DNT") == "1" or told.get("HTTP_SEC_GPC") == "1":
        return False
    if "HTTP_AUTHORIZATION" in told:  # a program that speaks for somebody
        return False
    if "HTTP_SEC_PURPOSE" in told or "HTTP_PURPOSE" in told or "HTTP_X_PURPOSE" in told or "HTTP_X_MOZ" in told:
        return False
    agent = told.get("HTTP_USER_AGENT", "")[:USER_AGENT_LIMIT].lower()
    for word in NO_PROGRAMS:
        agent = agent.replace(word, "")
    if not agent or any(word in agent for word in PROGRAMS):
        return False
    if getattr(request, "is_preview", False):
        return False
    return not _is_staff(request)


def _is_staff(request: HttpRequest) -> bool:
    """Somebody signed in who is no partner works here, whether a province is theirs or not."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    kind = audience_of(request).kind
    if kind is AudienceKind.PUBLIC:
        user = getattr(request, "user", None)
        return bool(user is not None and user.is_authenticated)
    return kind is AudienceKind.STAFF
