"""Addresses of a town's bodies, below ``/k/<town>/gremien/``."""

from django.urls import URLPattern, path

from vorort.councils.views import bodies

app_name = "councils"
urlpatterns: list[URLPattern] = [
    path("", bodies.overview, name="list"),
    path("<str:public_id>/", bodies.body, name="body"),
]
