"""Addresses below ``/k/<town>/leitung/``."""

from django.urls import URLPattern, path

from vorort.leadership.views import departments, overview, sign_offs

app_name = "leadership"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("lagevermerk.pdf", overview.overview_pdf, name="overview_pdf"),
    path("zeichnungen/", sign_offs.sign_offs, name="sign_offs"),
    path("zeichnungen/erbitten/", sign_offs.ask, name="ask"),
    path("zeichnungen/<str:public_id>/", sign_offs.sign_off, name="sign_off"),
    path("aemter/", departments.departments, name="departments"),
    path("aemter/<str:public_id>/", departments.department, name="department"),
    path("aemter/<str:public_id>/blatt.pdf", departments.department_pdf, name="department_pdf"),
]
