"""Addresses below ``/k/<town>/feststellungen/``."""

from django.urls import path

from vorort.chains.views import findings, goals, needs, priorities

app_name = "findings"
urlpatterns = [
    path("", findings.show_list, name="list"),
    path("neu/", findings.create, name="new"),
    path("prioritaeten/", priorities.show, name="priorities"),
    path("prioritaeten/abstimmung/", priorities.votes, name="votes"),
    path("ziele/", goals.tree, name="goals"),
    path("ziele/neu/", goals.create, name="new_goal"),
    path("ziele/<str:public_id>/", goals.show, name="goal"),
    path("ziele/<str:public_id>/aendern/", goals.edit, name="edit_goal"),
    path("ziele/<str:public_id>/stand/", goals.judge, name="judge"),
    path("ursachen/<str:public_id>/", findings.edit_cause, name="edit_cause"),
    path("ursachen/<str:public_id>/entfernen/", findings.remove_cause, name="remove_cause"),
    path("bedarfe/<str:public_id>/", needs.show, name="need"),
    path("bedarfe/<str:public_id>/aendern/", needs.edit, name="edit_need"),
    path("bedarfe/<str:public_id>/angebote/", needs.match, name="match"),
    path("bedarfe/<str:public_id>/bewerten/", needs.rate, name="rate"),
    path("bedarfe/<str:public_id>/stand/", needs.state, name="need_state"),
    path("bedarfe/<str:public_id>/entfernen/", needs.remove, name="remove_need"),
    path("<str:public_id>/", findings.show, name="finding"),
    path("<str:public_id>/aendern/", findings.edit, name="edit"),
    path("<str:public_id>/abschluss/", findings.close, name="close"),
    path("<str:public_id>/aufnehmen/", findings.reopen, name="reopen"),
    path("<str:public_id>/ursache/", findings.new_cause, name="new_cause"),
    path("<str:public_id>/bedarf/", findings.new_need, name="new_need"),
]
