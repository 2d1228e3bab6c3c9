"""Addresses of this app below the town."""

from django.urls import URLPattern

app_name = "resolutions"
urlpatterns: list[URLPattern] = []
