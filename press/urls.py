"""Addresses of the press room (`i18n_urlpatterns`, inside `i18n_patterns`) and of the feeds."""

from django.urls import include, path

from press.feeds import views as feeds
from press.views import account, kits, login, notices, pickups, requests, room, terms, verifying

_pages = [
    path("", room.room, name="room"),
    path("kits/<slug:slug>/", kits.kit, name="kit"),
    path("kits/<slug:slug>/download/", kits.download, name="kit-download"),
    path("terms/", terms.terms, name="terms"),
    path("verify/", verifying.verify, name="verify"),
    path("login/", login.Login.as_view(), name="login"),
    path("logout/", login.Logout.as_view(), name="logout"),
    path("password/", login.forgotten, name="forgotten"),
    path("password/<uidb64>/<token>/", login.SetPassword.as_view(), name="set-password"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/", notices.acknowledge, name="acknowledge"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<uuid:uuid>/", requests.one_request, name="request"),
    path("requests/<uuid:uuid>/close/", requests.close, name="close-request"),
    path("requests/<uuid:uuid>/files/<int:pk>/", requests.attachment, name="request-file"),
    path("pickups/", pickups.pickups, name="pickups"),
    path("account/", account.account, name="account"),
    path("account/tokens/", account.issue_token, name="issue-token"),
    path("account/tokens/<int:pk>/rotate/", account.rotate_token, name="rotate-token"),
    path("account/tokens/<int:pk>/revoke/", account.revoke_token, name="revoke-token"),
]
_feeds = [
    path("atom.xml", feeds.atom, name="atom"),
    path("rss.xml", feeds.rss, name="rss"),
    path("feed.json", feeds.json_feed, name="json-feed"),
    path("ninjs.json", feeds.ninjs, name="ninjs"),
]
i18n_urlpatterns = [path("press/", include((_pages, "press")))]
# A namespace of its own: Django knows one place per namespace, and these addresses carry no language.
urlpatterns = [
    path("press/feeds/", include((_feeds, "feeds"))),
    path("press/manifest-keys.json", verifying.keys, name="press-keys"),
]
