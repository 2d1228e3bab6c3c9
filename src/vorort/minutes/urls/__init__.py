"""Addresses of this app below the town; each begins with the meeting."""

from django.urls import path

from vorort.minutes.views import files, flow, pages

app_name = "minutes"
urlpatterns = [
    path("<str:public_id>/", pages.text, name="minutes"),
    path("<str:public_id>/entwerfen/", flow.draft, name="draft"),
    path("<str:public_id>/abschnitt/<str:passage_id>/", pages.passage, name="passage"),
    path("<str:public_id>/auszug/", pages.extract, name="extract"),
    path("<str:public_id>/leichte-sprache/", pages.plain, name="plain"),
    path("<str:public_id>/genehmigung/", pages.approval, name="approval"),
    path("<str:public_id>/zurueck-zur-sitzung/", flow.back_to_sitting, name="sitting"),
    path("<str:public_id>/versenden/", flow.send, name="send"),
    path("<str:public_id>/durchsicht/", flow.answer, name="answer"),
    path("<str:public_id>/einwand/", flow.settle, name="settle"),
    path("<str:public_id>/unterschriften/", flow.paper, name="paper"),
    path("<str:public_id>/genehmigen/", flow.approve, name="approve"),
    path("<str:public_id>/berichtigen/", flow.reopen, name="reopen"),
    path("<str:public_id>/veroeffentlichen/", flow.publish, name="publish"),
    path("<str:public_id>/zurueckziehen/", flow.withdraw, name="withdraw"),
    path("<str:public_id>/scan/", files.scan, name="scan"),
    path("<str:public_id>/datei/<slug:what>.<slug:ending>", files.document, name="file"),
]
