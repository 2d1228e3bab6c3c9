from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "vorort.meetings"
    verbose_name = "Sitzungen"
    default_auto_field = "django.db.models.BigAutoField"
