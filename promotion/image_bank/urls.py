from django.urls import path

from promotion.image_bank import views

app_name = "image_bank"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:uuid>/", views.picture, name="picture"),
]
