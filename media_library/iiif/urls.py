from django.urls import path

from media_library.iiif import views

app_name = "iiif"
urlpatterns = [
    path("<uuid:uuid>", views.base, name="base"),
    path("<uuid:uuid>/info.json", views.information, name="information"),
    path("<uuid:uuid>/<str:region>/<str:size>/<str:rotation>/<str:file>", views.image, name="image"),
]
