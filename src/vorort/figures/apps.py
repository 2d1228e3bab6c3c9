from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "vorort.figures"
    verbose_name = "Zahlen"
