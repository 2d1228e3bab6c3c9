from django.urls import path

from vorort.portal.views import councils, legal, look, machines, measures, search, start, town

app_name = "portal"
urlpatterns = [
    path("", start.start, name="start"),
    path("orte/", start.towns, name="towns"),
    path("orte/<slug:slug>/", town.town, name="town"),
    path("orte/<slug:slug>/lagebild/", town.reports, name="reports"),
    path("orte/<slug:slug>/lagebild/<int:year>/", town.report, name="report"),
    path("orte/<slug:slug>/sitzungen/", councils.meetings, name="meetings"),
    path("orte/<slug:slug>/sitzungen.ics", councils.calendar, name="calendar"),
    path("orte/<slug:slug>/sitzungen.atom", councils.meetings_feed, name="meetings_feed"),
    path("orte/<slug:slug>/beschluesse/", councils.resolutions, name="resolutions"),
    path("orte/<slug:slug>/vorlagen/", councils.papers, name="papers"),
    path("orte/<slug:slug>/gremien/", councils.bodies, name="bodies"),
    path("orte/<slug:slug>/massnahmen/", measures.measures, name="measures"),
    path("orte/<slug:slug>/was-wurde-daraus/", measures.outcomes, name="outcomes"),
    path("orte/<slug:slug>/was-wurde-daraus.atom", measures.outcomes_feed, name="outcomes_feed"),
    path("oparl/", councils.oparl, name="oparl"),
    path("orte/<slug:slug>/impressum/", legal.town_imprint, name="town_imprint"),
    path("orte/<slug:slug>/datenschutz/", legal.town_privacy, name="town_privacy"),
    path("orte/<slug:slug>/barrierefreiheit/", legal.town_accessibility, name="town_accessibility"),
    path("orte/<slug:slug>/wappen/", look.arms, name="arms"),
    path("orte/<slug:slug>/farbe.css", look.colour, name="colour"),
    path("suche/", search.find, name="search"),
    path("glossar/", start.glossary, name="glossary"),
    path("leichte-sprache/", legal.plain_language, name="plain_language"),
    path("impressum/", legal.imprint, name="imprint"),
    path("datenschutz/", legal.privacy, name="privacy"),
    path("barrierefreiheit/", legal.accessibility, name="accessibility"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("veroeffentlichungen.atom", machines.feed, name="feed"),
    path("favicon.ico", machines.favicon, name="favicon"),
]
