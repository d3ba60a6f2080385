from django.urls import path

from media_library.delivery import gate

app_name = "media"
urlpatterns = [
    path("<uuid:uuid>/original", gate.original, name="original"),
    path("<uuid:uuid>/about", gate.about, name="about"),
    path("<uuid:uuid>/admin/<int:pk>", gate.admin_rendition, name="admin-rendition"),
    path("<uuid:uuid>/<str:file>", gate.rendition, name="rendition"),
]
