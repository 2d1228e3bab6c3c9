"""Addresses below ``/k/<town>/massnahmen/``."""

from django.urls import URLPattern

app_name = "measures"
urlpatterns: list[URLPattern] = []
