"""Addresses of the general importer, below ``/k/<town>/tabellen/``."""

from django.urls import URLPattern, URLResolver, path

from vorort.tables import views

app_name = "tables"
urlpatterns: list[URLPattern | URLResolver] = [
    path("neu/", views.new, name="new"),
    path("absender/", views.senders, name="senders"),
    path("absender/<slug:public_id>/vergessen/", views.forget, name="forget"),
    path("<slug:public_id>/", views.show, name="show"),
    path("<slug:public_id>/zuordnung/", views.mapping, name="mapping"),
    path("<slug:public_id>/tabelle/", views.choose, name="choose"),
    path("<slug:public_id>/berichtigen/", views.correct, name="correct"),
    path("<slug:public_id>/uebernehmen/", views.accept, name="accept"),
    path("<slug:public_id>/vorschau.csv", views.download, name="download"),
    path("<slug:public_id>/zeile/<int:sheet>/<int:line>/", views.row, name="row"),
    path("<slug:public_id>/zeile/<int:sheet>/<int:line>/zurueck/", views.restore, name="restore"),
]
