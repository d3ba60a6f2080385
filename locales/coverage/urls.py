from django.urls import path

from locales.coverage import views
from locales.exchange import desk_autosave, desk_views

urlpatterns = [
    path("", views.grid, name="locales_coverage"),
    path("totals/", views.sums, name="locales_totals"),
    path("needs/<str:code>/", views.language, name="locales_needs"),
    path("<int:pk>/", views.item_page, name="locales_item"),
    path("<int:pk>/small-change/", views.small_change, name="locales_small_change"),
    path("<int:pk>/publish/", views.publish, name="locales_publish"),
    path("<int:pk>/comments/<int:comment>/", views.resolve, name="locales_resolve"),
    path("<int:pk>/<str:code>/", desk_views.text, name="locales_text"),
    path("<int:pk>/<str:code>/save/", desk_autosave.save, name="locales_text_save"),
]
