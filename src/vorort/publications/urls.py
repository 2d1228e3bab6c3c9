"""Addresses of a town's publications, below ``/k/<town>/veroeffentlichungen/``."""

from django.urls import URLPattern, URLResolver, path

from vorort.publications import views

app_name = "publications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.overview, name="list"),
    path("<slug:public_id>/", views.detail, name="detail"),
    path("<slug:public_id>/zuruecknahme/", views.withdraw, name="withdraw"),
]
