"""Addresses of a body's signs of life below the town."""

from django.urls import path

from vorort.vitality import views

app_name = "vitality"
urlpatterns = [path("<str:body>/", views.revive, name="revive")]
