from django.urls import path

from vorort.authorities import views

app_name = "authorities"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("mitglieder/", views.members, name="members"),
    path("mitglieder/neu/", views.add_member, name="member_add"),
    path("mitglieder/<str:public_id>/beenden/", views.end_member, name="member_end"),
    path("protokoll/", views.log, name="log"),
]
