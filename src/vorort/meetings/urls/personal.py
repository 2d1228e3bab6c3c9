"""Addresses behind personal links, outside the work area."""

from django.urls import path

from vorort.meetings.views import personal

app_name = "meetings-personal"
urlpatterns = [path("<str:token>/", personal.reply, name="reply")]
