"""Addresses of this app below the town."""

from django.urls import URLPattern

app_name = "meetings"
urlpatterns: list[URLPattern] = []
