"""Addresses behind personal links, outside the work area."""

from django.urls import path

from vorort.minutes.views import personal

app_name = "minutes-personal"
urlpatterns = [path("<str:token>/", personal.review, name="review")]
