"""Every address of the product. The leak test enumerates them from here."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

import press.urls
import promotion.urls
from cms import health
from cms.api import api
from press.admin.sign_in import StaffLogin, staff_code

urlpatterns = [
    # Before Wagtail's own, which know no second factor.
    path("admin/login/", StaffLogin.as_view(), name="wagtailadmin_login"),
    path("admin/login/code/", staff_code, name="wagtailadmin_login_code"),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api.urls),
    path("media/", include("media_library.delivery.urls")),
    path("iiif/3/", include("media_library.iiif.urls")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    *promotion.urls.urlpatterns,
    *press.urls.urlpatterns,
    *i18n_patterns(
        *promotion.urls.i18n_urlpatterns,
        *press.urls.i18n_urlpatterns,
        # Wagtail's own door for readers of private pages would let people in without a second factor.
        path("_util/login/", RedirectView.as_view(pattern_name="press:login", query_string=True)),
        path("", include(wagtail_urls)),
    ),
]

handler500 = "cms.failure.server_error"
