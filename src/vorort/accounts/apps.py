from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "vorort.accounts"
    verbose_name = "Personen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_make_system_person, sender=self)
        user_logged_in.connect(_mark_session)


def _mark_session(*, request: Any, **_kwargs: Any) -> None:
    from vorort.accounts.rules import mark_confirmed  # noqa: PLC0415 - models are ready only now

    mark_confirmed(request)


def _make_system_person(*, using: str, plan: Any = None, **_kwargs: Any) -> None:
    from vorort.accounts.actions import (  # noqa: PLC0415 - models are ready only now
        ensure_system_person,
    )

    went_back = any(backwards for _migration, backwards in plan or ())
    if using == "default" and not went_back:
        ensure_system_person()
