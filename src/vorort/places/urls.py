"""Addresses of a town's areas, below ``/k/<town>/gebiete/``."""

from django.urls import URLPattern, URLResolver, path

from vorort.places import views

app_name = "places"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.overview, name="overview"),
    path("einlesen/", views.new, name="new"),
]
