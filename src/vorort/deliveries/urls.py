"""Addresses of a town's deliveries, below ``/k/<town>/lieferungen/``."""

from django.urls import URLPattern, URLResolver, path

from vorort.deliveries import views

app_name = "deliveries"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.overview, name="list"),
    path("<slug:public_id>/", views.detail, name="detail"),
    path("<slug:public_id>/uebernehmen/", views.accept, name="accept"),
    path("<slug:public_id>/verwerfen/", views.discard, name="discard"),
    path("<slug:public_id>/zuruecknehmen/", views.take_back, name="undo"),
    path("<slug:public_id>/zurueckgelegt.csv", views.quarantine, name="quarantine"),
]
