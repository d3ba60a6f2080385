from django.urls import path

from promotion.framework import views

urlpatterns = [
    path("", views.table, name="promotion_framework"),
    path("export/", views.export, name="promotion_framework_export"),
    path("<int:pk>/", views.element, name="promotion_framework_element"),
]
