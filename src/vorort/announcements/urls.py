"""Addresses below those of bodies and meetings: what of them becomes public."""

from django.urls import URLPattern, path

from vorort.announcements.views import bodies, meetings

app_name = "announcements"
urlpatterns: list[URLPattern] = [
    path("gremien/<str:public_id>/oeffentlich/", bodies.publish, name="body"),
    path("gremien/<str:public_id>/oeffentlich/vorschau/", bodies.preview, name="preview"),
    path("gremien/<str:public_id>/oeffentlich/zurueckziehen/", bodies.withdraw, name="withdraw"),
    path("sitzungen/<str:public_id>/veroeffentlichen/", meetings.publish, name="meeting"),
]
