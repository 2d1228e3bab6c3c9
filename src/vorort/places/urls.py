"""Addresses of a town's areas, below ``/k/<town>/gebiete/``."""

from django.urls import URLPattern, URLResolver, path

from vorort.places.views import areas, drawing

app_name = "places"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", areas.overview, name="overview"),
    path("einlesen/", areas.new, name="new"),
    path("zeichnen/", drawing.draw, name="draw"),
]
