"""Errors that people may read."""

from collections.abc import Mapping

from django.http import Http404


class DomainError(Exception):
    """A rule of the field was broken; ``message`` is a German sentence for people.

    A view makes a form error of it, an API problem+json, a job a recorded failure.

    Parameters
    ----------
    message : str
        What is wrong and what to do about it, formal German.
    field : str, optional
        The form field it belongs to.
    details : Mapping, optional
        JSON-safe facts for an API or a log; never personal data.
    """

    def __init__(
        self, message: str, *, field: str = "", details: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.details = dict(details or {})


class NotVisible(Http404):
    """The thing does not exist, or this person may not know that it does: both are a 404."""
