"""Addresses of the desk: "Heute", and pages of a town that ask several apps."""

from django.urls import path

from vorort.desk.views.today import today

app_name = "desk"
urlpatterns = [path("heute/", today, name="today")]
