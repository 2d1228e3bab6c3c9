from django.urls import URLPattern, URLResolver, path

from vorort.situation.views import editor, flow, lists, police, publishing

app_name = "situation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.reports, name="list"),
    path("anlegen/", lists.create, name="create"),
    path("<slug:public_id>/", editor.report, name="report"),
    path("<slug:public_id>/abschnitt/<slug:section_id>/", editor.section, name="section"),
    path("<slug:public_id>/neu-berechnen/", flow.recompute, name="recompute"),
    path("<slug:public_id>/sonderereignis/<slug:figure_id>/", editor.annotate, name="annotate"),
    path(
        "<slug:public_id>/sonderereignis/<slug:annotation_id>/entfernen/",
        editor.remove_annotation,
        name="remove_annotation",
    ),
    path("<slug:public_id>/wortmeldung/", editor.remark, name="remark"),
    path("<slug:public_id>/wortmeldung/<slug:remark_id>/", editor.settle, name="settle"),
    path("<slug:public_id>/senden/", flow.send, name="send"),
    path("<slug:public_id>/schriftlich/", flow.written, name="written"),
    path("<slug:public_id>/zurueckholen/", flow.reopen, name="reopen"),
    path("<slug:public_id>/polizei/", police.overview, name="police"),
    path("<slug:public_id>/polizei/alle/", police.release_all, name="release_all"),
    path("<slug:public_id>/polizei/<slug:figure_id>/", police.decide, name="decide"),
    path("<slug:public_id>/freigabe/", flow.approval, name="approval"),
    path("<slug:public_id>/freigabe/kurz/", publishing.approve_short, name="approve_short"),
    path("<slug:public_id>/kenntnis/", publishing.note, name="note"),
    path("<slug:public_id>/vorschau/", publishing.preview, name="preview"),
    path("<slug:public_id>/veroeffentlichen/", publishing.publish, name="publish"),
    path("<slug:public_id>/zurueckziehen/", publishing.withdraw, name="withdraw"),
    path("<slug:public_id>/berichtigen/", publishing.correct, name="correct"),
    path("<slug:public_id>/neue-fassung/", publishing.new_version, name="new_version"),
]
