"""Addresses below ``/k/<town>/feststellungen/``."""

from django.urls import URLPattern

app_name = "findings"
urlpatterns: list[URLPattern] = []
