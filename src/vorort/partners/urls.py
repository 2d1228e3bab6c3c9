"""Addresses of a town's partners, below ``/k/<town>/partner/``."""

from django.urls import URLPattern, path

from vorort.partners.views import lists, offers, partners

app_name = "partners"
urlpatterns: list[URLPattern] = [
    path("", partners.organisations, name="list"),
    path("zustaendig/", partners.responsible, name="responsible"),
    path("neu/", partners.add, name="add"),
    path("einlesen/", lists.import_partners, name="import"),
    path("angebote/", offers.offer_list, name="offers"),
    path("angebote/neu/", offers.new_offer, name="new_offer"),
    path("angebote/<str:public_id>/", offers.offer, name="offer"),
    path("angebote/<str:public_id>/aendern/", offers.edit_offer, name="edit_offer"),
    path("angebote/<str:public_id>/pruefen/", offers.check_offer, name="check_offer"),
    path("angebote/<str:public_id>/stand/", offers.move_offer, name="move_offer"),
    path("<str:public_id>/", partners.organisation, name="organisation"),
]
