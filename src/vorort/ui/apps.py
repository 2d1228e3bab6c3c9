from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "vorort.ui"
    verbose_name = "Oberfläche"
