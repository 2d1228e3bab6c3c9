from django.urls import path

from vorort.desk import views

app_name = "desk"
urlpatterns = [path("", views.today, name="today")]
