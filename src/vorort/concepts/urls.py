"""Addresses below ``/k/<town>/konzepte/``."""

from django.urls import URLPattern

app_name = "concepts"
urlpatterns: list[URLPattern] = []
