"""Addresses of the desk: "Heute", one's own notifications, pages of a town that ask several apps."""

from django.urls import path

from vorort.desk.views import first, legal, notifications, people, setup
from vorort.desk.views.police import police
from vorort.desk.views.search import find
from vorort.desk.views.today import today

SETUP = "k/<slug:town>/einrichtung/"
MEMBER = "k/<slug:town>/mitglieder/<str:public_id>/"
SETUP_PAGES = [
    path("einrichten/", first.first_run, name="first_run"),
    path(SETUP, setup.overview, name="setup"),
    path(f"{SETUP}entscheiden/", setup.decide, name="setup_decide"),
    path(f"{SETUP}anschrift/", setup.letterhead, name="setup_letterhead"),
    path(f"{SETUP}arbeitsweise/", setup.working, name="setup_working"),
    path(f"{SETUP}beauftragte/", setup.officers, name="setup_officers"),
    path(f"{SETUP}rechtstexte/", legal.legal_pages, name="setup_legal"),
    path(f"{SETUP}rechtstexte/<str:kind>/", legal.legal_page, name="setup_legal_page"),
    path(f"{SETUP}wappen/", setup.look, name="setup_arms"),
    path(f"{SETUP}anlaufstellen/", setup.contacts, name="setup_contacts"),
    path(f"{SETUP}anlaufstellen/<str:public_id>/", setup.contact, name="setup_contact"),
    path(f"{MEMBER}ausscheiden/", people.leaving, name="setup_leaving"),
    path(f"{MEMBER}zweiter-faktor/", people.reset_factor, name="setup_factor"),
    path("k/<slug:town>/orte/neu/", people.new_town, name="setup_new_town"),
]

app_name = "desk"
urlpatterns = [
    *SETUP_PAGES,
    path("heute/", today, name="today"),
    path("heute/suche/", find, name="search"),
    path("heute/polizei/", police, name="police"),
    path("konto/benachrichtigungen/", notifications.notifications, name="notifications"),
    path("konto/benachrichtigungen/kalender/", notifications.calendar_new, name="calendar_new"),
    path(
        "konto/benachrichtigungen/kalender/widerrufen/",
        notifications.calendar_revoke,
        name="calendar_revoke",
    ),
    # Pages behind secret addresses: no sign-in.
    path("mein/kalender/<str:token>.ics", notifications.calendar, name="calendar"),
    path("mein/uebersicht/<str:token>/", notifications.digest_off, name="digest_off"),
]
