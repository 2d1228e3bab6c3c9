from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "vorort.portal"
    verbose_name = "Ortsportal"
