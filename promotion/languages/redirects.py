"""Old addresses lead on to where a page stands now, in the reader's language, and never to what isn't public."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect, HttpResponseRedirect
from wagtail.contrib.redirects.middleware import RedirectMiddleware as WagtailsMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from locales.registry import LANGUAGES, enabled_codes
from promotion.languages.alternates import in_language, page_url, reader_url
from promotion.languages.reader import reader_codes, reader_language
from promotion.selectors.versions import best_versions, public_pages


class RedirectMiddleware(WagtailsMiddleware):
    """Wagtail's own sends readers to the address of a draft too, which would tell its title."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != 404 or "\0" in request.path:
            return response
        found = self._page_redirect(request)
        if found is None:
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        target, is_permanent = found
        if target is None or target == request.path:
            return response
        return HttpResponsePermanentRedirect(target) if is_permanent else HttpResponseRedirect(target)

    def _page_redirect(self, request: HttpRequest) -> tuple[str | None, bool] | None:
        """Where a redirect to a page leads: (path, or None where the page isn't public; whether for good).

        None where there is no redirect to a page. The address may be that of a page shown as a fallback: then the
        old address was one in the tree of a fallback language.
        """
        lang = reader_language()
        # With its query first, as an editor may have written it.
        paths = {Redirect.normalise_path(path): lang for path in (request.get_full_path(), request.path)}
        if request.path.lstrip("/").partition("/")[0] in LANGUAGES:
            others = (code for code in reader_codes(lang) if code != lang)
            paths |= {Redirect.normalise_path(in_language(request.path, code)): code for code in others}
        rows = Redirect.get_for_site(Site.find_for_request(request)).filter(old_path__in=paths)
        # A redirect of this site comes before one of all sites: the last of an address is kept.
        by_site = sorted(rows.exclude(redirect_page=None), key=lambda row: row.site_id is not None)
        found = {row.old_path: row for row in by_site}
        nearest = next((found[path] for path in paths if path in found), None)
        if nearest is None:
            return None
        here = paths[nearest.old_path] == lang
        pages = public_pages(
            Page.objects.filter(pk=nearest.redirect_page_id, locale__language_code__in=enabled_codes())
        )
        page = pages.select_related("locale").first()
        if page is None:
            return None, False
        if here:
            return page_url(page, request), bool(nearest.is_permanent)
        best = best_versions(Page.objects.filter(translation_key=page.translation_key), lang).first() or page
        return reader_url(best, lang, request), False
