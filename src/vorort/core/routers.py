"""Which table lives where: on SQLite the jobs have a file of their own."""

from typing import Any

from django.conf import settings


def _is_job(app_label: str, model_name: str | None) -> bool:
    return app_label == "core" and model_name == "job"


class JobsRouter:
    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        if _is_job(model._meta.app_label, model._meta.model_name):  # noqa: SLF001
            return str(settings.JOBS_DATABASE)
        return None

    db_for_write = db_for_read

    def allow_relation(self, _first: Any, _second: Any, **_hints: Any) -> bool | None:
        return None

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **_hints: Any
    ) -> bool | None:
        if settings.JOBS_DATABASE == "default":
            return None
        return (db == "jobs") == _is_job(app_label, model_name)
