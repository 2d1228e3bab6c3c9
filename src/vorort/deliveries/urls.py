"""Addresses of a town's deliveries, below ``/k/<town>/lieferungen/``."""

from django.urls import URLPattern, URLResolver, path

from vorort.deliveries.views import pages, release

app_name = "deliveries"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.overview, name="list"),
    path("<slug:public_id>/", pages.detail, name="detail"),
    path("<slug:public_id>/uebernehmen/", pages.accept, name="accept"),
    path("<slug:public_id>/verwerfen/", pages.discard, name="discard"),
    path("<slug:public_id>/zuruecknehmen/", pages.take_back, name="undo"),
    path("<slug:public_id>/freigabe/", release.release, name="release"),
    path("<slug:public_id>/widerruf/", release.revoke, name="revoke"),
    path("<slug:public_id>/grundlage/", release.agreement, name="agreement"),
    path("<slug:public_id>/zurueckgelegt.csv", pages.quarantine, name="quarantine"),
]
