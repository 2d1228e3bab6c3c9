"""Addresses behind personal links, outside the work area."""

from django.urls import path

from vorort.resolutions.views import personal

app_name = "resolutions-personal"
urlpatterns = [path("<str:token>/", personal.vote, name="vote")]
