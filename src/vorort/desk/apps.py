from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "vorort.desk"
    verbose_name = "Schreibtisch"
