"""Addresses of meetings below the town."""

from django.urls import path

from vorort.meetings.views import agenda, files, invitations, lists, meeting

app_name = "meetings"
urlpatterns = [
    path("gremium/<str:body>/", lists.overview, name="list"),
    path("gremium/<str:body>/neu/", lists.new, name="new"),
    path("<str:public_id>/", meeting.detail, name="meeting"),
    path("<str:public_id>/termin/", meeting.edit, name="edit"),
    path("<str:public_id>/absagen/", meeting.cancel, name="cancel"),
    path("<str:public_id>/einladung.pdf", meeting.invitation, name="invitation"),
    path("<str:public_id>/sitzung.ics", meeting.entry, name="calendar"),
    path("<str:public_id>/punkte/", agenda.add, name="items"),
    path("<str:public_id>/punkte/<str:item_id>/", agenda.item, name="item"),
    path("<str:public_id>/punkte/<str:item_id>/verschieben/", agenda.move, name="item_move"),
    path("<str:public_id>/punkte/<str:item_id>/entfernen/", agenda.remove, name="item_remove"),
    path("<str:public_id>/vorlage/", agenda.template, name="template"),
    path("<str:public_id>/einladen/", invitations.invite, name="invite"),
    path("<str:public_id>/mitteilen/", invitations.update, name="update"),
    path("<str:public_id>/erinnern/", invitations.remind, name="remind"),
    path("<str:public_id>/links/", invitations.revoke, name="revoke"),
    path("<str:public_id>/antwort/<str:seat_id>/", invitations.reply, name="reply"),
    path("<str:public_id>/unterlagen/", files.add, name="files"),
    path("<str:public_id>/unterlagen/<str:file_id>/", files.download, name="file"),
    path("<str:public_id>/unterlagen/<str:file_id>/entfernen/", files.remove, name="file_remove"),
]
