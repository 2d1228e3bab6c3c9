"""Reads of resolutions, tasks and circulars."""

from vorort.resolutions.queries.tasks import list_open_tasks

__all__ = ["list_open_tasks"]
