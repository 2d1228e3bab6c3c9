"""Addresses of a town's partners, below ``/k/<town>/partner/``."""

from django.urls import URLPattern, path

from vorort.partners.views import lists, partners

app_name = "partners"
urlpatterns: list[URLPattern] = [
    path("", partners.organisations, name="list"),
    path("zustaendig/", partners.responsible, name="responsible"),
    path("neu/", partners.add, name="add"),
    path("einlesen/", lists.import_partners, name="import"),
    path("<str:public_id>/", partners.organisation, name="organisation"),
]
