from django.apps import AppConfig
from django.core.signals import request_finished
from django.utils import translation


class UiConfig(AppConfig):
    name = "vorort.ui"
    verbose_name = "Oberfläche"

    def ready(self) -> None:
        # The language belongs to a request: what the next one in this thread answers before it
        # has looked at its own address must not speak it.
        request_finished.connect(_forget_language, dispatch_uid="ui.forget_language")


def _forget_language(**_kwargs: object) -> None:
    translation.deactivate()
