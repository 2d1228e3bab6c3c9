"""Addresses of the police statistics, below ``/k/<town>/polizeistatistik/``."""

from django.urls import URLPattern, URLResolver, path

from vorort.evidence import views

app_name = "evidence"
urlpatterns: list[URLPattern | URLResolver] = [
    path("neu/", views.new, name="new"),
]
