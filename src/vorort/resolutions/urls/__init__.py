"""Addresses of this app below the town."""

from django.urls import path

from vorort.resolutions.views import circulars, register, tasks

app_name = "resolutions"
urlpatterns = [
    path("", register.town, name="town"),
    path("gremium/<str:body>/", register.body, name="list"),
    path("gremium/<str:body>/beschluesse.xlsx", register.workbook, name="workbook"),
    path("gremium/<str:body>/aufgaben/", tasks.tasks, name="tasks"),
    path("gremium/<str:body>/umlauf/", circulars.new, name="circular_new"),
    path("aufgaben/<str:public_id>/", tasks.task, name="task"),
    path("aufgaben/<str:public_id>/erledigen/", tasks.close, name="task_close"),
    path("aufgaben/<str:public_id>/oeffnen/", tasks.reopen, name="task_reopen"),
    path("umlauf/<str:public_id>/", circulars.circular, name="circular"),
    path("umlauf/<str:public_id>/stimme/", circulars.answer, name="circular_answer"),
    path("umlauf/<str:public_id>/schritt/", circulars.step, name="circular_step"),
    path("<str:public_id>/", register.resolution, name="resolution"),
    path("<str:public_id>/umsetzung/", register.implementation, name="implementation"),
]
