"""Addresses of papers, below a town."""

from django.urls import path

from vorort.papers.views import files, lists, pages, publishing, signing

app_name = "papers"
urlpatterns = [
    path("gremium/<str:body>/", lists.papers, name="list"),
    path("gremium/<str:body>/neu/", pages.new, name="new"),
    path("anlage/<str:public_id>/", files.download, name="file"),
    path("anlage/<str:public_id>/entfernen/", files.remove, name="file_remove"),
    path("<str:public_id>/", pages.paper, name="paper"),
    path("<str:public_id>/bearbeiten/", pages.edit, name="edit"),
    path("<str:public_id>/vorlage.pdf", pages.pdf, name="pdf"),
    path("<str:public_id>/anlagen/", files.add, name="file_add"),
    path("<str:public_id>/mitzeichnende/", signing.signers, name="signers"),
    path("<str:public_id>/mitzeichnen/", signing.sign, name="sign"),
    path("<str:public_id>/wiedervorlage/", pages.resubmit, name="resubmit"),
    path("<str:public_id>/schritt/", pages.step, name="step"),
    path("<str:public_id>/veroeffentlichen/", publishing.publish, name="publish"),
    path("<str:public_id>/zuruecknehmen/", publishing.take_back, name="take_back"),
]
