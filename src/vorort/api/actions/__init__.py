"""Writes of the interface: follow what is published and withdrawn, build everything anew."""

from vorort.api.actions.following import follow, rebuild

__all__ = ["follow", "rebuild"]
