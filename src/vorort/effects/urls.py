"""Addresses below ``/k/<town>/wirkung/``."""

from django.urls import path

from vorort.effects.views import pages, planning, process

app_name = "effects"
urlpatterns = [
    # The partner's own door.
    path("beitrag/<str:public_id>/", process.part_counts, name="part_counts"),
    path("methode/", pages.method, name="method"),
    path("<str:public_id>/", pages.effects, name="effects"),
    path("<str:public_id>/planen/", planning.plan, name="plan"),
    path("<str:public_id>/plan/<str:key>/", pages.outcome, name="outcome"),
    path("<str:public_id>/plan/<str:key>/aendern/", planning.plan_edit, name="plan_edit"),
    path("<str:public_id>/plan/<str:key>/verwerfen/", pages.drop, name="drop"),
    path("<str:public_id>/bewertung/<str:key>/", pages.evaluation, name="evaluation"),
    path("<str:public_id>/bewertung/<str:key>/nachrechnen/", pages.recheck, name="recheck"),
    path("<str:public_id>/zaehlung/<str:key>/", process.count, name="count"),
    path("<str:public_id>/zaehlung/<str:key>/zurueck/", process.drop_count, name="drop_count"),
]
