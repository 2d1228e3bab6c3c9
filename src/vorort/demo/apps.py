from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "vorort.demo"
    verbose_name = "Vorführung"
