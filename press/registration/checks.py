"""What an officer would look up about an applicant. Remarks, no verdicts: a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from locales.search.folding import fold
from press.models import Application, Organisation
from press.models.application import OPEN_STATES
from press.services.partners import has_account

FREE_MAIL = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "yahoo.com",
        "icloud.com",
        "proton.me",
        "protonmail.com",
        "gmx.de",
        "gmx.net",
        "web.de",
        "mail.ru",
        "yandex.ru",
        "qq.com",
        "163.com",
        "126.com",
        "naver.com",
        "daum.net",
        "yahoo.co.jp",
        "free.fr",
        "orange.fr",
    ]
)
"""Providers whose addresses say nothing about where somebody works."""

Verdict = Literal["good", "look", "open"]


@dataclass(frozen=True, slots=True)
class Check:
    """`good` speaks for the applicant, `look` wants a closer look, `open` can't be said."""

    verdict: Verdict
    words: str


def domain_of_mail(address: str) -> str:
    return address.rpartition("@")[2].lower().rstrip(".")


def domain_of_site(url: str) -> str:
    """The host of a website without `www.`; empty for what is no address of the web."""
    try:
        host = (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""
    return host.removeprefix("www.")


def same_domain(one: str, other: str) -> bool:
    """Whether they are the same, or one lies below the other (`desk.paper.example`, `paper.example`)."""
    if not one or not other or "." not in one or "." not in other:
        return False
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def known_organisations(application: Application) -> list[Organisation]:
    """Organisations of the same name (without marks and case) or the same domain. One query."""
    name, site = fold(application.name), domain_of_site(application.website)
    mail = domain_of_mail(application.email)
    mail = "" if mail in FREE_MAIL else mail
    found = []
    for known in Organisation.objects.only("name", "country", "website", "contact_email", "state"):
        domains = (domain_of_site(known.website), domain_of_mail(known.contact_email))
        alike = any(same_domain(mine, theirs) for mine in (site, mail) for theirs in domains if theirs not in FREE_MAIL)
        if alike or fold(known.name) == name:
            found.append(known)
    return found


def checks_of(application: Application, known: list[Organisation]) -> list[Check]:
    """In words, for the officer."""
    return [
        _address(application),
        _known(known),
        _others(application),
        _account(application),
        Check("good", _("A press card is attached.")) if application.card else Check("open", _("No press card.")),
    ]


def _address(application: Application) -> Check:
    mail, site = domain_of_mail(application.email), domain_of_site(application.website)
    if mail in FREE_MAIL:
        return Check("open", _("The e-mail address is of a provider for everybody: %(domain)s.") % {"domain": mail})
    if not site:
        return Check("open", _("There is no website to compare the e-mail address with."))
    if same_domain(mail, site):
        return Check("good", _("E-mail address and website are of the same domain: %(domain)s.") % {"domain": site})
    words = _("The e-mail address is of %(mail)s, the website of %(site)s.") % {"mail": mail, "site": site}
    return Check("look", words)


def _known(known: list[Organisation]) -> Check:
    if not known:
        return Check("open", _("No organisation of this name or domain is known."))
    names = ", ".join(f"{one.name} ({one.get_state_display()})" for one in known[:5])
    return Check("look", _("Known already, by name or domain: %(names)s.") % {"names": names})


def _others(application: Application) -> Check:
    others = Application.objects.filter(state__in=OPEN_STATES, email__iexact=application.email)
    if others.exclude(pk=application.pk).exists():
        return Check("look", _("There is another open application from this address."))
    return Check("good", _("No other application from this address is open."))


def _account(application: Application) -> Check:
    if application.state != "approved" and has_account(application.email):
        return Check("look", _("There is an account with this address already."))
    return Check("good", _("The address was confirmed by a link."))
