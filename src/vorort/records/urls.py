"""Addresses of own figures, below ``/k/<town>/eigene-zahlen/``."""

from django.urls import URLPattern, URLResolver, path, register_converter

from vorort.records import views
from vorort.records.views.kinds import KindConverter

register_converter(KindConverter, "entrykind")

app_name = "records"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.overview, name="overview"),
    path("<entrykind:kind>/", views.enter, name="enter"),
    path("<entrykind:kind>/verwerfen/", views.discard, name="discard"),
    path("<entrykind:kind>/vorlage.xlsx", views.template, name="template"),
    path("<entrykind:kind>/stand/<slug:public_id>/", views.version, name="version"),
]
