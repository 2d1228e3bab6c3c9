"""Writes of the rights of people."""
