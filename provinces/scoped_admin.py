"""Admin views of records that belong to a province: nobody reaches another province's.

Wagtail checks the object's permission in its edit view only; history, comparison, usage and preview ask for
the model's permission. Here every address that names an object is checked, also those to come.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from django.urls.resolvers import RegexPattern, RoutePattern
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from locales.breadcrumbs import SpokenBreadcrumbs

View = Callable[..., HttpResponseBase]
SEEING = ("view", "change")
"""Either of these lets a user open an object's views; what they may do there is checked by each view."""


def visible_to(user: Any, model: Any) -> QuerySet[Any]:
    """The objects whose views a user may open at all."""
    policy = policy_registry.get_by_type(model)
    return policy.instances_user_has_any_permission_for(user, SEEING)


def checked(view: View, model: Any) -> View:
    """The view, answering 404 where `pk` names an object of somebody else's province."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "pk" in kwargs:
            try:
                found = visible_to(request.user, model).filter(pk=unquote(str(kwargs["pk"]))).exists()
            except ValueError as error:
                raise Http404 from error
            if not found:
                raise Http404
        return view(request, *args, **kwargs)

    return guarded


class ProvinceScoped(SpokenBreadcrumbs):
    """Mix into a SnippetViewSet, before it: every view of an object is limited to the user's provinces."""

    model: Any

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns: list[URLPattern] = super().get_urlpatterns()  # type: ignore[misc]
        return [self._guard(pattern) for pattern in patterns]

    def _guard(self, pattern: URLPattern) -> URLPattern:
        route: RoutePattern | RegexPattern = pattern.pattern  # type: ignore[assignment]
        return URLPattern(route, checked(pattern.callback, self.model), pattern.default_args, pattern.name)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return visible_to(request.user, self.model)

    @property
    def chooser_viewset_class(self) -> type[SnippetChooserViewSet]:
        return scoped_chooser(self.model)


def scoped_chooser(model: Any) -> type[SnippetChooserViewSet]:
    """A chooser that lists and gives only what the user may see."""

    class Listing:
        def get_object_list(self) -> QuerySet[Any]:
            return super().get_object_list().filter(pk__in=visible_to(self.request.user, model).values("pk"))  # type: ignore[misc, attr-defined]

    class Chosen:
        def get_object(self, pk: Any) -> Any:
            return get_object_or_404(visible_to(self.request.user, model), pk=pk)  # type: ignore[attr-defined]

    class ChosenMultiple:
        def get_objects(self, pks: Any) -> QuerySet[Any]:
            return visible_to(self.request.user, model).filter(pk__in=pks)  # type: ignore[attr-defined]

    base = SnippetChooserViewSet
    return type(
        f"{model.__name__}Chooser",
        (base,),
        {
            "choose_view_class": type("Choose", (Listing, base.choose_view_class), {}),
            "choose_results_view_class": type("Results", (Listing, base.choose_results_view_class), {}),
            "chosen_view_class": type("ChosenOne", (Chosen, base.chosen_view_class), {}),
            "chosen_multiple_view_class": type("ChosenMany", (ChosenMultiple, base.chosen_multiple_view_class), {}),
        },
    )
