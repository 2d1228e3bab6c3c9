"""Addresses of the founding of a body, below ``/k/<town>/gruendung/``."""

from django.urls import URLPattern, path

from vorort.foundings import views

app_name = "foundings"
urlpatterns: list[URLPattern] = [
    path("<str:public_id>/", views.founding, name="founding"),
    path("<str:public_id>/<int:step>/", views.step, name="step"),
]
