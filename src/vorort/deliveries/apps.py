from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    name = "vorort.deliveries"
    verbose_name = "Lieferungen"
    default_auto_field = "django.db.models.BigAutoField"
