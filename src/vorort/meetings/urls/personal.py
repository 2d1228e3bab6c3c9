"""Addresses behind personal links, outside the work area."""

from django.urls import URLPattern

app_name = "meetings-personal"
urlpatterns: list[URLPattern] = []
