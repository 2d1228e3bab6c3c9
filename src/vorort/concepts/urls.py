"""Addresses below ``/k/<town>/konzepte/``."""

from django.urls import path

from vorort.concepts.views import documents, small, steps

app_name = "concepts"
urlpatterns = [
    path("kurz/", small.small, name="small"),
    path("<str:public_id>/", steps.concept, name="concept"),
    path("<str:public_id>/schritt/<int:number>/", steps.step, name="step"),
    path("<str:public_id>/unterlagen/", documents.documents, name="documents"),
    path("<str:public_id>/unterlagen/<str:kind>.<str:ending>", documents.document, name="document"),
]
