from django.urls import path

from promotion.image_bank import views
from promotion.image_bank.report import report

app_name = "image_bank"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:uuid>/", views.picture, name="picture"),
    path("<uuid:uuid>/report/", report, name="report"),
]
