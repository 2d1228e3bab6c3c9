"""Bases of our models. ``core`` itself keeps only the tables of jobs and of the search."""

from typing import Any

from django.db import models
from django_scopes import ScopedManager

from vorort.core.ids import new_public_id
from vorort.core.jobs.models import Job, JobRequest
from vorort.core.search.models import (
    SearchChange,
    SearchDocument,
    SearchDoor,
    SearchGram,
    SearchPosting,
    SearchWord,
)

__all__ = [
    "Addressed",
    "Job",
    "JobRequest",
    "SearchChange",
    "SearchDocument",
    "SearchDoor",
    "SearchGram",
    "SearchPosting",
    "SearchWord",
    "Stamped",
    "TenantModel",
    "scoped_manager",
]


class Stamped(models.Model):
    """A row that knows when it came and when it was last changed."""

    created_at = models.DateTimeField("angelegt", auto_now_add=True)
    updated_at = models.DateTimeField("geändert", auto_now=True)

    class Meta:
        abstract = True


class Addressed(models.Model):
    """A row with an address of its own: a random public id."""

    public_id = models.CharField(
        "Kennung", max_length=12, unique=True, default=new_public_id, editable=False
    )

    class Meta:
        abstract = True


def scoped_manager() -> Any:
    """Return a manager that refuses to read outside ``scope(authority=…)``."""
    return ScopedManager(authority="authority")


class TenantModel(Stamped):
    """A row that belongs to one authority; each concrete model sets ``objects = scoped_manager()``."""

    authority = models.ForeignKey(
        "authorities.Authority",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="Gebietskörperschaft",
    )

    class Meta:
        abstract = True
