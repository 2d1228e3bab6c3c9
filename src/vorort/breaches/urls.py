"""Pages of incidents, below a town."""

from django.urls import path

from vorort.breaches import views

app_name = "breaches"
urlpatterns = [
    path("", views.register, name="list"),
    path("neu/", views.new, name="incident_new"),
    path("<str:public_id>/", views.detail, name="incident"),
    path(
        "<str:public_id>/gemeldet/",
        views.told,
        name="incident_told",
    ),
    path(
        "<str:public_id>/abschliessen/",
        views.close,
        name="incident_close",
    ),
    path(
        "<str:public_id>/meldung.pdf",
        views.report_pdf,
        name="incident_pdf",
    ),
    path(
        "<str:public_id>/meldung.json",
        views.report_json,
        name="incident_json",
    ),
]
