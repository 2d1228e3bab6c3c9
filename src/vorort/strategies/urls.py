"""Addresses below ``/k/<town>/strategie/``."""

from django.urls import URLPattern, path

from vorort.strategies.views import building, deciding, editing, pages, publishing

app_name = "strategies"
_ONE = "<str:public_id>/"
_FOCUS = f"{_ONE}schwerpunkte/<str:focus_id>/"
urlpatterns: list[URLPattern] = [
    path("", pages.overview, name="overview"),
    path("neu/", editing.new, name="new"),
    path(_ONE, pages.strategy, name="strategy"),
    path(f"{_ONE}vergleich/<str:other_id>/", pages.difference, name="difference"),
    path(f"{_ONE}datei/<str:kind>/", pages.document, name="document"),
    path(f"{_ONE}bearbeiten/", editing.edit, name="edit"),
    path(f"{_ONE}bearbeiten/<str:section>/", editing.section, name="section"),
    path(f"{_ONE}titel/", editing.head, name="head"),
    path(f"{_ONE}feststellungen/", editing.findings, name="findings"),
    path(f"{_ONE}rangfolge/", building.ranking, name="ranking"),
    path(f"{_ONE}schwerpunkt/", building.new_focus, name="new_focus"),
    path(_FOCUS, building.focus, name="focus"),
    path(f"{_FOCUS}verschieben/", building.move, name="move"),
    path(f"{_FOCUS}herausnehmen/", building.take_out, name="take_out"),
    path(f"{_ONE}landesstrategie/", building.cite, name="cite"),
    path(f"{_ONE}vorlegen/", deciding.submit, name="submit"),
    path(f"{_ONE}beschluss/", deciding.adopt, name="adopt"),
    path(f"{_ONE}schritt/", deciding.step, name="step"),
    path(f"{_ONE}neue-fassung/", deciding.new_version, name="new_version"),
    path(f"{_ONE}oeffentlich/", publishing.publish, name="publish"),
    path(f"{_ONE}oeffentlich/vorschau/", publishing.preview, name="preview"),
    path(f"{_ONE}oeffentlich/zuruecknehmen/", publishing.withdraw, name="withdraw"),
]
