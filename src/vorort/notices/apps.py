from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "vorort.notices"
    verbose_name = "Schriftstücke"
