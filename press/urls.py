"""Addresses of the press room (`i18n_urlpatterns`, inside `i18n_patterns`) and of the feeds."""

from django.urls import include, path

from press.alerts import views as alerts
from press.feeds import views as feeds
from press.registration import views as registration
from press.views import (
    account,
    answering,
    kits,
    login,
    members,
    notices,
    pickups,
    requests,
    room,
    searches,
    security,
    share,
    sign_in,
    terms,
    verifying,
    webhooks,
)

_pages = [
    path("", room.room, name="room"),
    path("kits/<slug:slug>/", kits.kit, name="kit"),
    path("kits/<slug:slug>/download/", kits.download, name="kit-download"),
    path("s/<str:secret>/", share.page, name="share"),
    path("searches/", searches.searches, name="searches"),
    path("terms/", terms.terms, name="terms"),
    path("verify/", verifying.verify, name="verify"),
    path("login/", login.Login.as_view(), name="login"),
    path("login/code/", sign_in.code, name="login-code"),
    path("login/link/", sign_in.ask_link, name="login-link"),
    path("login/link/<str:key>/", sign_in.login_by_link, name="login-by-link"),
    path("login/sso/<slug:name>/", sign_in.begin_single_sign_on, name="begin-single-sign-on"),
    path("logout/", login.Logout.as_view(), name="logout"),
    path("password/", login.forgotten, name="forgotten"),
    path("password/<uidb64>/<token>/", login.SetPassword.as_view(), name="set-password"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/", notices.acknowledge, name="acknowledge"),
    path("answer/<str:key>/", answering.answer, name="answer"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<uuid:uuid>/", requests.one_request, name="request"),
    path("requests/<uuid:uuid>/close/", requests.close, name="close-request"),
    path("requests/<uuid:uuid>/files/<int:pk>/", requests.attachment, name="request-file"),
    path("pickups/", pickups.pickups, name="pickups"),
    path("account/", account.account, name="account"),
    path("account/security/", security.security, name="security"),
    path("account/security/app/", security.set_up, name="security-set-up"),
    path("account/security/codes/", security.renew_codes, name="security-codes"),
    path("account/security/remove/", security.remove, name="security-remove"),
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
    path("account/webhooks/", webhooks.webhooks, name="webhooks"),
    path("account/webhooks/add/", webhooks.add, name="add-webhook"),
    path("account/webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("account/webhooks/<int:pk>/edit/", webhooks.edit, name="edit-webhook"),
    path("account/webhooks/<int:pk>/rotate/", webhooks.rotate, name="rotate-webhook"),
    path("account/webhooks/<int:pk>/pause/", webhooks.pause, name="pause-webhook"),
    path("account/webhooks/<int:pk>/resume/", webhooks.resume, name="resume-webhook"),
    path("account/webhooks/<int:pk>/remove/", webhooks.remove, name="remove-webhook"),
    path("account/webhooks/<int:pk>/test/", webhooks.test, name="test-webhook"),
    path("account/webhooks/<int:pk>/redeliver/", webhooks.redeliver, name="redeliver-webhook"),
]
_feeds = [
    path("atom.xml", feeds.atom, name="atom"),
    path("rss.xml", feeds.rss, name="rss"),
    path("feed.json", feeds.json_feed, name="json-feed"),
    path("ninjs.json", feeds.ninjs, name="ninjs"),
]
_share = [
    path("kit.zip", share.kit_archive, name="kit"),
    path("media/<uuid:uuid>/<str:file>", share.media, name="media"),
]
i18n_urlpatterns = [path("press/", include((_pages, "press")))]
# A namespace of its own: Django knows one place per namespace, and these addresses carry no language.
urlpatterns = [
    path("press/feeds/", include((_feeds, "feeds"))),
    path("press/sso/<slug:name>/", sign_in.single_sign_on_answer, name="single-sign-on"),
    path("press/files/<str:ticket>/", include((_share, "share"))),
    path("press/manifest-keys.json", verifying.keys, name="press-keys"),
]
