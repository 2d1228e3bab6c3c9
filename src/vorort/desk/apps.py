from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "vorort.desk"
    verbose_name = "Schreibtisch"

    def ready(self) -> None:
        from vorort.ui import slots  # noqa: PLC0415 - components are ready only now

        slots.register("authorities.member", "desk/parts/member.html")
