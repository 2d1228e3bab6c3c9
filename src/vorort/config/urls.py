"""All addresses: the public side first, then the work area, grouped by town under ``/k/``."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    *i18n_patterns(path("", include("vorort.portal.urls")), prefix_default_language=False),
    path("", include("vorort.ui.urls")),
    path("konto/", include("vorort.accounts.urls")),
    path("", include("vorort.desk.urls")),
    path("", include("vorort.rights.urls")),
    path("oparl/", include("vorort.api.urls")),
    # Pages behind personal links: no sign-in, one member, one thing.
    path("mein/umlauf/", include("vorort.resolutions.urls.personal")),
    path("mein/einladung/", include("vorort.meetings.urls.personal")),
    path("mein/niederschrift/", include("vorort.minutes.urls.personal")),
    path("k/<slug:town>/", include("vorort.authorities.urls")),
    path("k/<slug:town>/datenschutz/vorfaelle/", include("vorort.breaches.urls")),
    path("k/<slug:town>/lieferungen/", include("vorort.deliveries.urls")),
    path("k/<slug:town>/polizeistatistik/", include("vorort.evidence.urls")),
    path("k/<slug:town>/eigene-zahlen/", include("vorort.records.urls")),
    path("k/<slug:town>/tabellen/", include("vorort.tables.urls")),
    path("k/<slug:town>/partner/", include("vorort.partners.urls")),
    path("k/<slug:town>/", include("vorort.announcements.urls")),
    path("k/<slug:town>/gremien/", include("vorort.councils.urls")),
    path("k/<slug:town>/gruendung/", include("vorort.foundings.urls")),
    path("k/<slug:town>/vorlagen/", include("vorort.papers.urls")),
    path("k/<slug:town>/beschluesse/", include("vorort.resolutions.urls")),
    path("k/<slug:town>/sitzungen/", include("vorort.meetings.urls")),
    path("k/<slug:town>/sitzungsverlauf/", include("vorort.sittings.urls")),
    path("k/<slug:town>/niederschriften/", include("vorort.minutes.urls")),
    path("k/<slug:town>/lebendigkeit/", include("vorort.vitality.urls")),
    path("k/<slug:town>/feststellungen/", include("vorort.chains.urls")),
    path("k/<slug:town>/massnahmen/", include("vorort.dossiers.urls")),
    path("k/<slug:town>/wirkung/", include("vorort.effects.urls")),
    path("k/<slug:town>/konzepte/", include("vorort.concepts.urls")),
    path("k/<slug:town>/strategie/", include("vorort.strategies.urls")),
    path("k/<slug:town>/ergebnisse/", include("vorort.outcomes.urls")),
    path("k/<slug:town>/netzwerk/", include("vorort.networks.urls")),
    path("k/<slug:town>/leitung/", include("vorort.leadership.urls")),
    path("k/<slug:town>/gebiete/", include("vorort.places.urls")),
    path("k/<slug:town>/lagebilder/", include("vorort.situation.urls")),
    path("k/<slug:town>/veroeffentlichungen/", include("vorort.publications.urls")),
]

handler400 = "vorort.ui.views.errors.bad_request"
handler403 = "vorort.ui.views.errors.permission_denied"
handler404 = "vorort.ui.views.errors.not_found"
handler500 = "vorort.ui.views.errors.server_error"
