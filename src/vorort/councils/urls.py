"""Addresses of a town's bodies, below ``/k/<town>/gremien/``."""

from django.urls import URLPattern, path

from vorort.councils.views import bodies, files, members, rules

app_name = "councils"
urlpatterns: list[URLPattern] = [
    path("", bodies.overview, name="list"),
    path("neu/", bodies.new, name="new"),
    path("<str:public_id>/", bodies.body, name="body"),
    path("<str:public_id>/aendern/", bodies.edit, name="edit"),
    path("<str:public_id>/stand/", bodies.state, name="state"),
    path("<str:public_id>/mitglieder/", members.members, name="members"),
    path("<str:public_id>/mitglieder/neu/", members.add, name="member_add"),
    path("<str:public_id>/mitglieder/einlesen/", members.import_members, name="members_import"),
    path("<str:public_id>/mitglieder/verknuepfen/", members.match, name="match"),
    path("<str:public_id>/mitglieder/<str:seat_id>/", members.member, name="member"),
    path("<str:public_id>/beteiligte/", members.participants, name="participants"),
    path("<str:public_id>/regeln/", rules.show_rules, name="rules"),
    path("<str:public_id>/regeln/aendern/", rules.change_rules, name="rules_change"),
    path("<str:public_id>/unterlagen/neu/", files.add_file, name="file_add"),
    path("<str:public_id>/unterlagen/<str:file_id>/", files.file, name="file"),
    path(
        "<str:public_id>/unterlagen/<str:file_id>/entfernen/", files.remove_file, name="file_remove"
    ),
]
