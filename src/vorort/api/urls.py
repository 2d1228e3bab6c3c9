"""Addresses of OParl 1.1, below ``/oparl/``. They stand in other people's data: none may change."""

from django.urls import path

from vorort.api import views

app_name = "api"
urlpatterns = [
    path("v1.1/", views.system, name="system"),
    path("v1.1/body/", views.bodies, name="bodies"),
    path("v1.1/body/<slug:public_id>/<slug:name>/", views.body_list, name="body_list"),
    path(
        "v1.1/organization/<slug:public_id>/<slug:name>/",
        views.organization_list,
        name="organization_list",
    ),
    path("v1.1/<slug:kind>/<slug:public_id>/", views.thing, name="object"),
    path("v1.1/<path:rest>", views.unknown, name="unknown"),
]
