from django.urls import path

from vorort.ui.views import gallery, jobs

app_name = "ui"
urlpatterns = [
    path("gestaltung/", gallery.show_gallery, name="gallery"),
    path("gestaltung/arbeitsbereich/", gallery.show_work_frame, name="gallery-work"),
    path("auftraege/<slug:public_id>/", jobs.show_job, name="job"),
    path("auftraege/<slug:public_id>/abbrechen/", jobs.cancel_job, name="job-cancel"),
]
