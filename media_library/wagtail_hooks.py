"""What Wagtail's admin gets from the media library, and which of its stock image views are closed.

Wagtail's own image forms change a picture at once, without draft or approval, so their addresses lead to
the editor and the upload page instead.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.log_actions import LogFormatter
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet

from media_library.admin.chooser import choosable, guarded_patterns
from media_library.admin.upload import upload
from media_library.admin.viewsets import PhotoViewSet, RightsGroup
from media_library.models import Photo
from media_library.permissions import upload_province_ids

register_snippet(PhotoViewSet)
register_snippet(RightsGroup)

photo_policy = policy_registry.get_by_type(Photo)


def _to_upload(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return redirect("media_library_upload")


def _to_list(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return redirect("photos:list")


def _to_editor(request: HttpRequest, image_id: int, **kwargs: Any) -> HttpResponse:
    return redirect("photos:edit", image_id)


def _to_deletion(request: HttpRequest, image_id: int) -> HttpResponse:
    return redirect("photos:delete", image_id)


def _closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


@hooks.register("register_admin_urls", order=-1)
def admin_urls() -> list[URLPattern | URLResolver]:
    return [
        path("photos/upload/", upload, name="media_library_upload"),
        path("images/chooser/", include(guarded_patterns())),
        path("images/", _to_list),
        path("images/results/", _closed),
        path("images/add/", _to_upload),
        re_path(r"^images/multiple/.*$", _to_upload),
        path("images/<int:image_id>/", _to_editor),
        path("images/<int:image_id>/delete/", _to_deletion),
        re_path(r"^images/(?P<image_id>\d+)/(generate_url|preview)/.*$", _closed),
        re_path(r"^images/usage/(?P<image_id>\d+)/$", _to_editor),
    ]


class UploadMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser or upload_province_ids(request.user))


@hooks.register("register_admin_menu_item")
def upload_menu_item() -> MenuItem:
    return UploadMenuItem(
        _("Upload photos"), reverse("media_library_upload"), name="upload", icon_name="upload", order=90
    )


@hooks.register("construct_main_menu")
def hide_stock_items(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Photos have a menu item of their own; documents as a kind of asset aren't Wagtail's documents."""
    menu_items[:] = [item for item in menu_items if item.name not in ("images", "documents")]


@hooks.register("construct_image_chooser_queryset")
def approved_only(images: QuerySet[Photo], request: HttpRequest) -> QuerySet[Photo]:
    """Pages and kits are built from approved photos that the editor may see."""
    return choosable(request, images)


class OwnPhotosAPIViewSet(ImagesAdminAPIViewSet):
    """The admin's internal listing of images, limited like every other list."""

    def get_queryset(self) -> QuerySet[Photo]:
        photos = super().get_queryset()
        own = photo_policy.instances_user_has_any_permission_for(self.request.user, ["view", "change"])
        return photos.filter(pk__in=own.values("pk"))


@hooks.register("construct_admin_api", order=1000)  # after Wagtail's own, which it replaces
def limit_admin_api(router: Any) -> None:
    router.register_endpoint("images", OwnPhotosAPIViewSet)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Our acts in Wagtail's history, in words."""

    @actions.register_action("media_library.withdraw")
    class Withdraw(LogFormatter):
        label = _("Withdraw")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Withdrawn: %(reason)s") % {"reason": log_entry.data.get("reason", "")})

    @actions.register_action("media_library.embargo")
    class Embargo(LogFormatter):
        label = _("Change embargo")

        def format_message(self, log_entry: Any) -> str:
            until = log_entry.data.get("after")
            return str(_("Embargo until %(until)s") % {"until": until} if until else _("Embargo lifted"))


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    from django.templatetags.static import static
    from django.utils.html import format_html

    return format_html('<link rel="stylesheet" href="{}">', static("media_library/admin.css"))
