"""Pages of the rights of people and of the data of a town as a whole."""

from django.urls import path

from vorort.rights.views import own, record, requests, town

app_name = "rights"
urlpatterns = [
    path("konto/meine-daten/", own.overview, name="own"),
    path("konto/meine-daten/anfrage/", own.ask, name="own_ask"),
    path("konto/meine-daten/<str:public_id>/", own.fetch, name="own_fetch"),
    path("k/<slug:town>/datenschutz/", town.overview, name="overview"),
    path("k/<slug:town>/datenschutz/anfragen/", requests.register, name="requests"),
    path("k/<slug:town>/datenschutz/anfragen/neu/", requests.new, name="request_new"),
    path("k/<slug:town>/datenschutz/anfragen/<str:public_id>/", requests.detail, name="request"),
    path(
        "k/<slug:town>/datenschutz/anfragen/<str:public_id>/identitaet/",
        requests.identity,
        name="request_identity",
    ),
    path(
        "k/<slug:town>/datenschutz/anfragen/<str:public_id>/auskunft/",
        requests.package,
        name="request_package",
    ),
    path(
        "k/<slug:town>/datenschutz/anfragen/<str:public_id>/auskunft/<str:package_id>/",
        requests.fetch,
        name="request_fetch",
    ),
    path(
        "k/<slug:town>/datenschutz/anfragen/<str:public_id>/durchgesehen/",
        requests.reviewed,
        name="request_reviewed",
    ),
    path(
        "k/<slug:town>/datenschutz/anfragen/<str:public_id>/loeschen/",
        requests.erase,
        name="request_erase",
    ),
    path(
        "k/<slug:town>/datenschutz/anfragen/<str:public_id>/antwort/",
        requests.answer,
        name="request_answer",
    ),
    path(
        "k/<slug:town>/datenschutz/anfragen/<str:public_id>/ablehnen/",
        requests.refuse,
        name="request_refuse",
    ),
    path("k/<slug:town>/datenschutz/fristen/", town.retention, name="retention"),
    path("k/<slug:town>/datenschutz/gesamtexport/", town.export, name="export"),
    path(
        "k/<slug:town>/datenschutz/gesamtexport/<str:public_id>/",
        town.fetch,
        name="export_fetch",
    ),
    path("k/<slug:town>/datenschutz/aufloesung/", town.removal, name="removal"),
    path("k/<slug:town>/datenschutz/aufloesung/<slug:step>/", town.step, name="removal_step"),
    path("k/<slug:town>/verarbeitungen/", record.page, name="record"),
    path("k/<slug:town>/verarbeitungen/verzeichnis.pdf", record.pdf, name="record_pdf"),
    path("k/<slug:town>/verarbeitungen/verzeichnis.html", record.html, name="record_html"),
]
