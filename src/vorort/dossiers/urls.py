"""Addresses below ``/k/<town>/massnahmen/``."""

from django.urls import path

from vorort.dossiers.views import course, lists, money, pages, parts, plan, steps
from vorort.dossiers.views import partner as own

app_name = "measures"
urlpatterns = [
    path("", lists.measures, name="list"),
    path("liste.<str:kind>", lists.export, name="export"),
    path("abdeckung/", lists.coverage, name="coverage"),
    path("neu/", pages.new, name="new"),
    path("bestand/", pages.existing, name="existing"),
    # The partner's own door.
    path("beitrag/<str:public_id>/", own.part, name="part"),
    path("beitrag/<str:public_id>/zusagen/", own.confirm, name="part_confirm"),
    path("beitrag/<str:public_id>/melden/", own.report, name="part_report"),
    path("beitrag/<str:public_id>/ausgabe/", own.spend, name="part_spend"),
    path("beitrag/<str:public_id>/erledigt/<str:key>/", own.finish, name="part_finish"),
    path("<str:public_id>/", pages.measure, name="measure"),
    path("<str:public_id>/bearbeiten/", pages.edit, name="edit"),
    path("<str:public_id>/zielgruppen/", pages.audiences, name="audiences"),
    path("<str:public_id>/ziele/", pages.goals, name="goals"),
    path("<str:public_id>/bezuege/", pages.citations, name="citations"),
    path("<str:public_id>/beschliessen/", steps.decide, name="decide"),
    path("<str:public_id>/stand/<str:state>/", steps.step, name="step"),
    path("<str:public_id>/fortfuehren/", steps.follow, name="follow"),
    path("<str:public_id>/arbeitsplan/", plan.plan, name="plan"),
    path("<str:public_id>/arbeitsplan/<str:key>/", plan.milestone, name="milestone"),
    path("<str:public_id>/geld/", money.money, name="money"),
    path("<str:public_id>/geld/<str:key>/", money.line, name="line"),
    path("<str:public_id>/beteiligte/", parts.parts, name="parts"),
    path("<str:public_id>/beteiligte/<str:key>/", parts.part_edit, name="part_edit"),
    path("<str:public_id>/verlauf/", course.course, name="course"),
]
