"""Addresses below ``/k/<town>/strategie/``."""

from django.urls import URLPattern

app_name = "strategies"
urlpatterns: list[URLPattern] = []
