"""Addresses below ``/k/<town>/ergebnisse/``."""

from django.urls import URLPattern, path

from vorort.outcomes.views import publishing

app_name = "outcomes"
urlpatterns: list[URLPattern] = [
    path("", publishing.overview, name="list"),
    path("<str:public_id>/", publishing.publish, name="measure"),
    path("<str:public_id>/vorschau/", publishing.preview, name="preview"),
    path("<str:public_id>/zurueckziehen/", publishing.withdraw, name="withdraw"),
]
