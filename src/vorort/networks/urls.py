"""Addresses below ``/k/<town>/netzwerk/``."""

from django.urls import URLPattern, path

from vorort.networks.views import overview, published, suggestions

app_name = "networks"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("vorschlaege/<str:need>/", suggestions.suggestions, name="suggestions"),
    path("vorschlaege/<str:need>/antwort/", suggestions.answer, name="answer"),
    path("vorbilder/", published.published, name="models"),
    path("vorbilder/<str:publication>/", published.model, name="model"),
]
