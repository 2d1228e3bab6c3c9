"""Addresses of a running sitting, below a town; the meeting's own page is another app's."""

from django.urls import path

from vorort.sittings.views import attendance, course, items, voting

app_name = "sittings"
urlpatterns = [
    path("<str:public_id>/", course.sitting, name="sitting"),
    path("<str:public_id>/eroeffnen/", course.open_, name="open"),
    path("<str:public_id>/schliessen/", course.close, name="close"),
    path("<str:public_id>/anwesenheit/", attendance.attendance, name="attendance"),
    path("<str:public_id>/punkt/<str:item_id>/", items.item, name="item"),
    path("<str:public_id>/punkt/<str:item_id>/abstimmung/", voting.vote, name="vote"),
    path("<str:public_id>/abstimmung/<str:vote_id>/", voting.correct, name="correct"),
]
