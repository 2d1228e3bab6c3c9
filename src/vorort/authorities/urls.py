from django.urls import path

from vorort.authorities.views import lists, town

app_name = "authorities"
urlpatterns = [
    path("", town.overview, name="overview"),
    path("mitglieder/", town.members, name="members"),
    path("mitglieder/einlesen/", lists.import_members, name="members_import"),
    path("mitglieder/neu/", town.add_member, name="member_add"),
    path("mitglieder/<str:public_id>/beenden/", town.end_member, name="member_end"),
    path("protokoll/", town.log, name="log"),
]
