"""Addresses of the press room (`i18n_urlpatterns`, inside `i18n_patterns`) and of the feeds."""

from django.urls import include, path

from press.alerts import views as alerts
from press.feeds import views as feeds
from press.registration import views as registration
from press.views import account, kits, login, members, notices, room, terms, verifying

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
    path("account/", account.account, name="account"),
    path("register/", registration.register, name="register"),
    path("register/confirm/<str:token>/", registration.confirm, name="register-confirm"),
    path("register/answer/<str:token>/", registration.answer, name="register-answer"),
    path("invitation/<str:token>/", members.accept, name="invitation"),
    path("account/members/", members.members, name="members"),
    path("account/members/invite/", members.invite, name="invite"),
    path("account/members/<int:pk>/change/", members.change, name="change-member"),
    path("account/members/<int:pk>/close/", members.close, name="close-member"),
    path("account/invitations/<int:pk>/again/", members.send_again, name="invite-again"),
    path("account/invitations/<int:pk>/take-back/", members.take_back, name="uninvite"),
    path("account/review/", members.review, name="review"),
    path("account/interests/", alerts.interests, name="interests"),
    path("alerts/stop/<str:token>/", alerts.stop, name="alerts-stop"),
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
